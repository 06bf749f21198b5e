/** The channels of every team with the app: looked at when something happens to them, and kept. */
import { TeamsInfo, type Activity, type CloudAdapter, type ConversationReference } from 'botbuilder';
import type { References } from './references.ts';
import { attempt, PostFailed } from './post-failed.ts';

/** As the product keeps it; General comes first. */
export interface KnownTeam {
  /** Also the id of its General channel. */
  readonly id: string;
  readonly name: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

/** What the product lends for it; every call is for the one tenant of the bot. */
export interface TeamShelf {
  list(): Promise<readonly KnownTeam[]>;
  save(team: KnownTeam): Promise<void>;
  remove(teamId: string): Promise<void>;
}

/** A channel that a card can go to. */
export interface InstalledChannel {
  readonly id: string;
  readonly name: string;
  readonly team: string | undefined;
}

const GENERAL = 'General';
const GONE = new Set(['teamDeleted', 'teamHardDeleted', 'teamMemberRemoved']);

/** The team of an event that changes what can be chosen; null for every other activity. */
export function teamEventOf(
  activity: Activity,
): { readonly teamId: string; readonly isGone: boolean } | null {
  const { team, eventType } = (activity.channelData ?? {}) as { team?: { id?: string }; eventType?: string };
  if (team?.id === undefined) return null;
  if (activity.type === 'installationUpdate') {
    return { teamId: team.id, isGone: activity.action?.startsWith('add') !== true };
  }
  if (activity.type !== 'conversationUpdate' || !/^(channel|team)/.test(eventType ?? '')) return null;
  const isOurs = (activity.membersRemoved ?? []).some(({ id }) => id === activity.recipient.id);
  if (eventType === 'teamMemberRemoved' && !isOurs) return null;
  return { teamId: team.id, isGone: GONE.has(eventType ?? '') };
}

export class TeamChannels {
  readonly #adapter: CloudAdapter;
  readonly #botId: string;
  readonly #references: References;
  readonly #shelf: TeamShelf;

  constructor(adapter: CloudAdapter, botId: string, references: References, shelf: TeamShelf) {
    this.#adapter = adapter;
    this.#botId = botId;
    this.#references = references;
    this.#shelf = shelf;
  }

  /** Every channel that can be chosen, team by team in the order of the installs, General first. */
  async list(): Promise<InstalledChannel[]> {
    const known = new Map((await this.#shelf.list()).map((team) => [team.id, team]));
    return [...(await this.#installs()).entries()].flatMap(([id, { conversation }]): InstalledChannel[] => {
      const team = known.get(id);
      if (team === undefined) return [{ id, name: conversation?.name || GENERAL, team: undefined }];
      return team.channels.map((channel) => ({ ...channel, team: team.name }));
    });
  }

  /** Looks at all teams. @returns whether all of them could be seen: only then is a missing channel gone */
  async look(): Promise<boolean> {
    const installs = await this.#installs();
    for (const { id } of await this.#shelf.list()) if (!installs.has(id)) await this.#shelf.remove(id);
    const seen = await Promise.all([...installs.entries()].map(([id, install]) => this.#lookAt(id, install)));
    return seen.every(Boolean);
  }

  async forget(teamId: string): Promise<void> {
    await this.#shelf.remove(teamId);
  }

  async #lookAt(teamId: string, install: Partial<ConversationReference>): Promise<boolean> {
    try {
      const team = await attempt(() => this.#ask(teamId, install));
      await this.#shelf.save(team);
      return true;
    } catch (error) {
      if (!(error instanceof PostFailed) || error.trouble !== 'broken') return false;
      // The app was taken away while nobody listened; or it is a private channel, which stands for itself.
      await this.#shelf.remove(teamId);
      return true;
    }
  }

  async #ask(teamId: string, install: Partial<ConversationReference>): Promise<KnownTeam> {
    let found: KnownTeam | undefined;
    await this.#adapter.continueConversationAsync(this.#botId, install, async (context) => {
      const { name = '' } = await TeamsInfo.getTeamDetails(context, teamId);
      const channels = (await TeamsInfo.getTeamChannels(context, teamId)).map(({ id = '', name: given }) => ({
        id,
        name: given || GENERAL,
      }));
      const [own, others] = [
        channels.filter(({ id }) => id === teamId),
        channels.filter(({ id }) => id !== teamId),
      ];
      found = {
        id: teamId,
        name,
        channels: [...own, ...others.sort((a, b) => a.name.localeCompare(b.name))],
      };
    });
    if (found === undefined) throw new TypeError('The connector said nothing about the team.');
    return found;
  }

  /** One per team: its thread is that of General. */
  async #installs(): Promise<Map<string, Partial<ConversationReference>>> {
    const all = [...(await this.#references.all()).values()];
    const channels = all.filter(({ conversation }) => conversation?.conversationType === 'channel');
    return new Map(channels.map((reference) => [reference.conversation?.id.split(';')[0] ?? '', reference]));
  }
}
