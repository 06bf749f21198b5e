/** The verbs of the engine as the bot asks for them: rights first, then the verb, and refusals in words. */
import type { BotApi, BuildingMatch, ChatPerson, SyncAnswer } from '../../../bot/src/bot-api.ts';
import { Refusal } from '../../../bot/src/bot-api.ts';
import type { ApprovalCardData } from '../../../bot/src/cards/approval-card.ts';
import type { PlanFacts } from '../../../bot/src/cards/plan-facts.ts';
import type { ProgressCardData } from '../../../bot/src/cards/progress-card.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { planSummary } from '../core/report/plan-summary.ts';
import { decideApproval } from '../engine/approve-plan.ts';
import { buildingsByName, MOST_BUILDINGS } from '../engine/building-by-name.ts';
import { cancelRun } from '../engine/cancel-run.ts';
import { personInChat, type ChatRole } from '../engine/chat-rights.ts';
import { reportChannelId, type DeliveryDeps, type ReportDelivery } from '../engine/deliver-reports.ts';
import { getReport } from '../engine/get-report.ts';
import { listBuildings } from '../engine/list-buildings.ts';
import { makePlanFor } from '../engine/make-plan.ts';
import { planRisks } from '../engine/plan-risks.ts';
import { retryRun } from '../engine/retry-run.ts';
import { syncFromChat } from '../engine/sync-from-chat.ts';
import { isActive } from '../engine/the-run.ts';
import type { Approval } from '../ports/chat.ts';
import type { Run, SavedPlan } from '../ports/stores.ts';
import type { SeenRoles } from '../ports/token-check.ts';

export interface ChatVerbsOptions {
  readonly deps: () => DeliveryDeps;
  readonly delivery: () => ReportDelivery;
  readonly seenRoles: SeenRoles;
  readonly tenant: TenantId;
}

/** Retrying is repeating what was approved; after a week the approval is too old (reliability-security.md 4.3). */
const RETRY_WITHIN_MS = 7 * 86_400_000;

export function chatVerbs(options: ChatVerbsOptions): BotApi {
  const { tenant, seenRoles } = options;
  const may = (person: ChatPerson, role: ChatRole) => personInChat(seenRoles, tenant, person, role);
  const deps = options.deps;
  const progress = (run: Run) => progressOf(deps(), run);
  const all = async () => (await listBuildings(deps(), tenant, { limit: MOST_BUILDINGS })).items;
  const runs = async () => (await deps().stores.runs.list(tenant, null, { limit: 100 })).items;

  const verbs: BotApi = {
    hearOnce: (activityId) => hearOnce(deps(), tenant, activityId),
    need: async (person, role) => void (await Promise.resolve(may(person, role))),
    buildings: async (person) => {
      may(person, 'Places.Viewer');
      return all();
    },
    findBuilding: async (person, words): Promise<BuildingMatch> => {
      may(person, 'Places.Viewer');
      const known = await all();
      const [first, ...others] = buildingsByName(known, words);
      if (first === undefined) return { kind: 'none', buildings: known };
      return others.length === 0
        ? { kind: 'one', building: first }
        : { kind: 'several', buildings: [first, ...others] };
    },
    preview: async (person, buildingId) => {
      const by = may(person, 'Places.Operator');
      const asked = { tenant, buildingId: buildingId as BuildingId, by: by.name, byId: by.userId };
      return planFacts(deps(), await makePlanFor(deps(), asked));
    },
    sync: async (person, buildingId): Promise<SyncAnswer> => {
      const by = may(person, 'Places.Operator');
      const answer = await syncFromChat(deps(), { tenant, buildingId: buildingId as BuildingId, by });
      switch (answer.kind) {
        case 'started':
          return { kind: 'started', run: await progress(answer.run) };
        case 'nothing':
          return { kind: 'nothing', plan: await planFacts(deps(), answer.plan) };
        case 'approval':
          return { kind: 'approval', approval: await approvalData(deps(), answer.approval, answer.plan) };
      }
    },
    channel: () => reportChannelId(deps(), tenant),
    approvalPosted: (id, posted) => deps().stores.chat.savePosted(tenant, `approval:${id}`, posted),
    decide: async (person, approvalId, decision) => {
      const by = may(person, 'Places.Admin');
      const { approval, plan, run } = await decideApproval(deps(), { tenant, approvalId, decision, by });
      return {
        approval: await approvalData(deps(), approval, plan),
        posted: await deps().stores.chat.posted(tenant, `approval:${approvalId}`),
        ...(run ? { run: await progress(run) } : {}),
      };
    },
    running: async (person) => {
      may(person, 'Places.Viewer');
      return Promise.all((await runs()).filter(isActive).map(progress));
    },
    runs: async (person) => {
      may(person, 'Places.Viewer');
      return Promise.all((await runs()).slice(0, 25).map(progress));
    },
    report: async (person, buildingId) => {
      may(person, 'Places.Viewer');
      const ended = (await runs()).find(
        (run) => !isActive(run) && (buildingId === null || run.buildingId === buildingId),
      );
      return ended === undefined ? null : getReport(deps(), tenant, ended.id);
    },
    retry: async (person, runId) => {
      const by = may(person, 'Places.Operator');
      const run = runId === null ? (await runs())[0] : await deps().stores.runs.load(tenant, runId);
      if (!run) throw new Refusal('no-such-run', 'There is no sync to repeat.');
      if (deps().clock.now().getTime() - Date.parse(run.createdAt) > RETRY_WITHIN_MS) {
        throw new Refusal(
          'too-old',
          'This sync is older than a week.',
          'Ask for a new one: sync <building>.',
        );
      }
      return progress(await retryRun(deps(), { tenant, runId: run.id, by }));
    },
    cancel: async (person, runId) => {
      const by = may(person, 'Places.Operator');
      const id = runId ?? (await runs()).find(isActive)?.id;
      if (id === undefined) throw new Refusal('nothing-runs', 'Nothing is running.');
      return progress(await cancelRun(deps(), { tenant, runId: id, by }));
    },
    follow: (runId, posted) => options.delivery().follow(tenant, runId, posted),
  };
  return inWords(verbs);
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
async function hearOnce(deps: DeliveryDeps, tenant: TenantId, activityId: string): Promise<boolean> {
  const { answers } = deps.stores;
  const claim = await answers.claim(tenant, 'bot', `activity ${activityId}`, 'heard', deps.clock.now());
  if (claim.kind !== 'claimed') return false;
  await answers.answer(tenant, 'bot', `activity ${activityId}`, 200, null);
  return true;
}

async function nameOf(deps: DeliveryDeps, tenant: TenantId, id: BuildingId): Promise<string> {
  return (await deps.stores.buildings.load(tenant, id))?.name ?? 'Building';
}

async function progressOf(deps: DeliveryDeps, run: Run): Promise<ProgressCardData> {
  const { id, state, requestedBy, progress, counts } = run;
  const buildingName = await nameOf(deps, run.tenantId, run.buildingId);
  return { runId: id, buildingName, state, requestedBy, progress, counts };
}

async function planFacts(deps: DeliveryDeps, plan: SavedPlan): Promise<PlanFacts> {
  const { headline, changes } = planSummary(plan);
  return {
    planId: plan.id,
    building: { id: plan.buildingId, name: await nameOf(deps, plan.tenantId, plan.buildingId) },
    headline,
    changes: Math.max(changes, plan.map.action === 'upload' ? 1 : 0),
    applyable: plan.applyable,
    ...planRisks(plan, deps.hash),
  };
}

async function approvalData(
  deps: DeliveryDeps,
  approval: Approval,
  plan: SavedPlan,
): Promise<ApprovalCardData> {
  const { id, askedBy, why } = approval;
  return {
    approvalId: id,
    plan: await planFacts(deps, plan),
    askedBy: askedBy.name,
    why,
    outcome: outcomeOf(approval),
  };
}

function outcomeOf({ state, decidedBy, runId, message }: Approval): ApprovalCardData['outcome'] {
  switch (state) {
    case 'open':
      return { kind: 'open' };
    case 'approved':
    case 'rejected':
      return { kind: state, by: decidedBy ?? '', runId };
    case 'outdated':
      return { kind: 'outdated', message: message ?? 'This plan is out of date.' };
  }
}
