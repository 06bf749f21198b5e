/** Teams and their channels, and what is done to them: every change is told to the bot as Teams tells it. */
import { randomUUID } from 'node:crypto';
import express, { type Router } from 'express';
import type { Journal } from '../record/journal.ts';
import { deliver, makeActivity, type Sender, type TeamsActivityOptions } from './teams-activities.ts';
import { TEAM_ID, TEAM_NAME } from './team.ts';

interface Channel {
  readonly id: string;
  readonly name: string;
  readonly deleted: boolean;
}

/** General has the id of its team. */
export interface Team {
  readonly id: string;
  readonly name: string;
  /** Whether the app is there: otherwise the bot may neither look nor write. */
  readonly installed: boolean;
  readonly channels: readonly Channel[];
}

const general = (id: string): Channel => ({ id, name: 'General', deleted: false });
const seed = (): Team[] => [{ id: TEAM_ID, name: TEAM_NAME, installed: true, channels: [general(TEAM_ID)] }];

export class Teams {
  readonly #journal: Journal<readonly Team[]>;
  #teams: readonly Team[];

  constructor(journal: Journal<readonly Team[]>) {
    this.#journal = journal;
    this.#teams = journal.earlier.at(-1) ?? seed();
    journal.compact([this.#teams]);
  }

  all(): readonly Team[] {
    return this.#teams;
  }

  /** Only where the app is. */
  visible(id: string): Team | undefined {
    return this.#teams.find((team) => team.id === id && team.installed);
  }

  /** Whether the bot may write there: what nobody made in a team is a chat, and open. */
  isOpen(conversationId: string): boolean {
    const id = conversationId.split(';')[0];
    const team = this.#teams.find(({ channels }) => channels.some((channel) => channel.id === id));
    return (
      team === undefined || (team.installed && team.channels.some((each) => each.id === id && !each.deleted))
    );
  }

  put(team: Team): void {
    this.#teams = [...this.#teams.filter(({ id }) => id !== team.id), team];
    this.#journal.append(this.#teams);
  }

  reset(): void {
    this.#teams = seed();
    this.#journal.compact([this.#teams]);
  }
}

/** What somebody does to a team; `team` missing: the first one, `channel` the id of a channel. */
interface Change {
  readonly event?: string | undefined;
  readonly team?: string;
  readonly channel?: string | undefined;
  readonly name?: string;
}

type Made = { readonly team: Team; readonly channel?: Channel } | { readonly problem: string };

/** `POST /_sandbox/teams`: changes, then tells the bot. `GET` lists. */
export function teamControls(
  teams: Teams,
  options: TeamsActivityOptions,
  actor: () => Sender | undefined,
): Router {
  const router = express.Router();
  router.get('/teams', (_request, response) => void response.json({ items: teams.all() }));
  router.post('/teams', express.json(), async (request, response) => {
    const change = (request.body ?? {}) as Change;
    const made = carryOut(teams, change);
    const person = actor();
    if ('problem' in made || person === undefined) {
      return void response
        .status(400)
        .json({ problems: ['problem' in made ? made.problem : 'there is nobody'] });
    }
    for (const sent of toldAs(change, made, options))
      await deliver(options, makeActivity(options, person, sent));
    response.json(made);
  });
  return router;
}

function carryOut(teams: Teams, { event, team: id = TEAM_ID, channel: channelId, name = '' }: Change): Made {
  if (event === 'installed') {
    const made = `19:${randomUUID()}@thread.tacv2`;
    const team = teams.all().find((each) => each.id === id && name === '');
    const next = team ?? { id: made, name, installed: true, channels: [general(made)] };
    return keep(teams, { ...next, installed: true });
  }
  const team = teams.all().find((each) => each.id === id);
  if (team === undefined) return { problem: 'there is no such team' };
  switch (event) {
    case 'uninstalled':
    case 'teamDeleted':
      return keep(teams, { ...team, installed: false });
    case 'teamRenamed':
      return keep(teams, { ...team, name });
    case 'channelCreated':
      return keepChannel(teams, team, { id: `19:${randomUUID()}@thread.tacv2`, name, deleted: false });
    default:
      return changeChannel(teams, team, { event, channel: channelId, name });
  }
}

function changeChannel(teams: Teams, team: Team, { event, channel: channelId, name = '' }: Change): Made {
  const channel = team.channels.find((each) => each.id === channelId);
  if (channel === undefined) return { problem: 'there is no such channel' };
  switch (event) {
    case 'channelRenamed':
      return keepChannel(teams, team, { ...channel, name });
    case 'channelDeleted':
      return keepChannel(teams, team, { ...channel, deleted: true });
    case 'channelRestored':
      return keepChannel(teams, team, { ...channel, deleted: false });
    default:
      return { problem: 'there is no such event' };
  }
}

function keep(teams: Teams, team: Team): Made {
  teams.put(team);
  return { team };
}

function keepChannel(teams: Teams, team: Team, channel: Channel): Made {
  const channels = [...team.channels.filter(({ id }) => id !== channel.id), channel];
  const changed = { ...team, channels };
  teams.put(changed);
  return { team: changed, channel };
}

/** The activities of Teams for a change. */
function toldAs(
  { event }: Change,
  made: Exclude<Made, { problem: string }>,
  { botId, tenantId }: TeamsActivityOptions,
): Record<string, unknown>[] {
  const { team, channel } = made;
  const conversation = { id: team.id, conversationType: 'channel', isGroup: true, tenantId };
  const data = { tenant: { id: tenantId }, team: { id: team.id, name: team.name } };
  const bot = { id: `28:${botId}`, name: 'Places Sync' };
  if (event === 'installed' || event === 'uninstalled') {
    const isAdded = event === 'installed';
    const eventType = isAdded ? 'teamMemberAdded' : 'teamMemberRemoved';
    const members = isAdded ? { membersAdded: [bot] } : { membersRemoved: [bot] };
    return [
      { type: 'conversationUpdate', conversation, ...members, channelData: { ...data, eventType } },
      { type: 'installationUpdate', action: isAdded ? 'add' : 'remove', conversation, channelData: data },
    ];
  }
  const named = channel && { channel: { id: channel.id, name: channel.name } };
  return [{ type: 'conversationUpdate', conversation, channelData: { ...data, ...named, eventType: event } }];
}
