/** The verbs of the engine as the bot asks for them: rights first, then the verb, and refusals in words. */
import type { BotApi, BuildingMatch, ChatPerson, SyncAnswer } from '../../../bot/src/bot-api.ts';
import { Refusal } from '../../../bot/src/bot-api.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { decideApproval } from '../engine/approve-plan.ts';
import { buildingsByName, isGuess, MOST_BUILDINGS } from '../engine/building-by-name.ts';
import { cancelRun } from '../engine/cancel-run.ts';
import { personInChat, type ChatRole } from '../engine/chat-rights.ts';
import { reportChannelId, type DeliveryDeps, type ReportDelivery } from '../engine/deliver-reports.ts';
import { getReport } from '../engine/get-report.ts';
import { listBuildings } from '../engine/list-buildings.ts';
import { makePlanFor } from '../engine/make-plan.ts';
import { recordChatCommand } from '../engine/record-chat-command.ts';
import { lookForChannel } from '../engine/notification-settings.ts';
import { retryRun } from '../engine/retry-run.ts';
import { syncFromChat } from '../engine/sync-from-chat.ts';
import { isActive, type Person } from '../engine/the-run.ts';
import type { Run } from '../ports/stores.ts';
import type { SeenRoles } from '../ports/token-check.ts';
import { approvalData, planFacts, progressOf } from './chat-facts.ts';

export interface ChatVerbsOptions {
  readonly deps: () => DeliveryDeps;
  readonly delivery: () => ReportDelivery;
  readonly seenRoles: SeenRoles;
  readonly tenant: TenantId;
  readonly pace: BotApi['pace'];
  /** Takes a token that came by chat. @throws AppError `permission` */
  readonly prove: (person: ChatPerson, token: string) => Promise<void>;
}

/** Retrying is repeating what was approved; after a week the approval is too old (reliability-security.md 4.3). */
const RETRY_WITHIN_MS = 7 * 86_400_000;

/** Everything the verbs share. */
interface Room {
  readonly deps: DeliveryDeps;
  readonly tenant: TenantId;
  readonly delivery: ReportDelivery;
  /** @throws AppError `permission` */
  readonly may: (person: ChatPerson, role: ChatRole) => Promise<Person>;
}

/** The engine is asked for late, because it posts through the bot that is made with these verbs. */
export function chatVerbs({ deps, delivery, seenRoles, tenant, pace, prove }: ChatVerbsOptions): BotApi {
  const may: Room['may'] = (person, role) => personInChat(seenRoles, tenant, person, role);
  const room = (): Room => ({ deps: deps(), delivery: delivery(), tenant, may });
  return inWords({ pace, prove, ...asking(room), ...syncing(room), ...running(room) });
}

const allBuildings = async ({ deps, tenant }: Room) =>
  (await listBuildings(deps, tenant, { limit: MOST_BUILDINGS })).items;
const newestRuns = async ({ deps, tenant }: Room) =>
  (await deps.stores.runs.list(tenant, null, { limit: 100 })).items;

/** Verbs that change nothing. */
function asking(
  room: () => Room,
): Pick<
  BotApi,
  | 'hearOnce'
  | 'heard'
  | 'channelsSeen'
  | 'need'
  | 'buildings'
  | 'findBuilding'
  | 'running'
  | 'runs'
  | 'report'
  | 'channel'
> {
  return {
    hearOnce: (activityId) => hearOnce(room(), activityId),
    heard: (person, what) => recordChatCommand(room().deps, room().tenant, person, what),
    channelsSeen: async ({ complete }) => {
      const { deps, tenant } = room();
      if (complete) await lookForChannel(deps, tenant, await deps.channel.channels());
    },
    channel: () => reportChannelId(room().deps, room().tenant),
    need: async (person, role) => {
      await room().may(person, role);
    },
    buildings: async (person) => {
      await room().may(person, 'Places.Viewer');
      return allBuildings(room());
    },
    findBuilding: async (person, words): Promise<BuildingMatch> => {
      await room().may(person, 'Places.Viewer');
      const known = await allBuildings(room());
      const [first, ...others] = buildingsByName(known, words);
      if (first === undefined) return { kind: 'none', buildings: known };
      return others.length === 0
        ? { kind: 'one', building: first, isGuess: isGuess(first, words) }
        : { kind: 'several', buildings: [first, ...others] };
    },
    running: async (person) => {
      await room().may(person, 'Places.Viewer');
      const active = (await newestRuns(room())).filter(isActive);
      return Promise.all(active.map((run) => progressOf(room().deps, run)));
    },
    runs: async (person) => {
      await room().may(person, 'Places.Viewer');
      const newest = (await newestRuns(room())).slice(0, 25);
      return Promise.all(newest.map((run) => progressOf(room().deps, run)));
    },
    report: async (person, buildingId) => {
      const { deps, tenant, may } = room();
      await may(person, 'Places.Viewer');
      const wanted = (run: Run) => buildingId === null || run.buildingId === buildingId;
      const ended = (await newestRuns(room())).find((run) => !isActive(run) && wanted(run));
      return ended === undefined ? null : getReport(deps, tenant, ended.id);
    },
  };
}

/** Verbs that plan and start. */
function syncing(room: () => Room): Pick<BotApi, 'preview' | 'sync' | 'approvalPosted' | 'decide'> {
  return {
    preview: async (person, id) => {
      const { deps, tenant, may } = room();
      const by = await may(person, 'Places.Operator');
      const buildingId = id as BuildingId;
      return planFacts(deps, await makePlanFor(deps, { tenant, buildingId, by: by.name, byId: by.userId }));
    },
    sync: async (person, buildingId): Promise<SyncAnswer> => {
      const { deps, tenant, may } = room();
      const by = await may(person, 'Places.Operator');
      const answer = await syncFromChat(deps, { tenant, buildingId: buildingId as BuildingId, by });
      switch (answer.kind) {
        case 'started':
          return { kind: 'started', run: await progressOf(deps, answer.run) };
        case 'nothing':
          return { kind: 'nothing', plan: await planFacts(deps, answer.plan) };
        case 'approval':
          return { kind: 'approval', approval: await approvalData(deps, answer.approval, answer.plan) };
      }
    },
    approvalPosted: (id, posted) => {
      const { deps, tenant } = room();
      return deps.stores.chat.savePosted(tenant, `approval:${id}`, posted);
    },
    decide: async (person, approvalId, decision) => {
      const { deps, tenant, may } = room();
      const by = await may(person, 'Places.Admin');
      const { approval, plan, run } = await decideApproval(deps, { tenant, approvalId, decision, by });
      return {
        approval: await approvalData(deps, approval, plan),
        posted: await deps.stores.chat.posted(tenant, `approval:${approvalId}`),
        ...(run ? { run: await progressOf(deps, run) } : {}),
      };
    },
  };
}

/** Verbs about runs that are there. */
function running(room: () => Room): Pick<BotApi, 'retry' | 'cancel' | 'follow'> {
  return {
    retry: async (person, runId) => {
      const { deps, tenant, may } = room();
      const by = await may(person, 'Places.Operator');
      const run = runId === null ? (await newestRuns(room()))[0] : await deps.stores.runs.load(tenant, runId);
      if (!run) throw new Refusal('no-such-run', 'There is no sync to repeat.');
      if (deps.clock.now().getTime() - Date.parse(run.createdAt) > RETRY_WITHIN_MS) {
        throw new Refusal(
          'too-old',
          'This sync is older than a week.',
          'Ask for a new one: sync <building>.',
        );
      }
      return progressOf(deps, await retryRun(deps, { tenant, runId: run.id, by }));
    },
    cancel: async (person, runId) => {
      const { deps, tenant, may } = room();
      const by = await may(person, 'Places.Operator');
      const id = runId ?? (await newestRuns(room())).find(isActive)?.id;
      if (id === undefined) throw new Refusal('nothing-runs', 'Nothing is running.');
      return progressOf(deps, await cancelRun(deps, { tenant, runId: id, by }));
    },
    follow: (runId, posted) => room().delivery.follow(room().tenant, runId, posted),
  };
}

/** Refusals of the engine become refusals of the bot; everything else is a fault of ours and stays one. */
function inWords(verbs: BotApi): BotApi {
  const wrapped = Object.entries(verbs).map(
    ([name, verb]: [string, (...args: never[]) => Promise<unknown>]) => [
      name,
      async (...args: never[]) => {
        try {
          return await verb(...args);
        } catch (error) {
          if (!(error instanceof AppError) || error.kind === 'bug') throw error;
          throw new Refusal(error.code, error.message, error.details.hint);
        }
      },
    ],
  );
  return Object.fromEntries(wrapped) as BotApi;
}

/** The same store that keeps answers by key for 24 hours remembers what was heard. */
async function hearOnce({ deps, tenant }: Room, activityId: string): Promise<boolean> {
  const { answers } = deps.stores;
  const claim = await answers.claim(tenant, 'bot', `activity ${activityId}`, 'heard', deps.clock.now());
  if (claim.kind !== 'claimed') return false;
  await answers.answer(tenant, 'bot', `activity ${activityId}`, 200, null);
  return true;
}
