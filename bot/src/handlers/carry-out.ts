/** A command on its way from the words or the button to its answer, and what stands in the way of it. */
import type { Activity } from 'botbuilder';
import { Refusal, type BotApi, type ChatPerson, type Heard, type Posted } from '../bot-api.ts';
import type { CardJson } from '../cards/card.ts';
import { openTabCard } from '../cards/help-card.ts';
import type { Links } from '../cards/links.ts';
import { messageCard } from '../cards/message-card.ts';
import { plain } from '../cards/plain.ts';
import type { Asked, CommandName } from '../commands/command.ts';
import { commands } from '../commands/commands.ts';
import { PostFailed } from '../connector/post-failed.ts';
import type { ChannelPosts } from '../connector/channel-posts.ts';

export type Reply = (card: CardJson, text: string) => Promise<Posted>;

/** A command on its way, and how its person hears what stands in the way of it. */
export interface Work {
  /** Not the turn: that may be over while the command is still at work. */
  readonly activity: Activity;
  readonly name: CommandName;
  readonly how: Heard['how'];
  readonly person: ChatPerson;
  readonly words?: string;
  readonly ids?: Asked['ids'];
  readonly reply: Reply;
  readonly refuse: Reply;
  /** Nobody has seen a token of the person lately. @param again the command, once there was one */
  readonly signIn: (again: () => Promise<void>) => Promise<void>;
}

/** What every command reaches. */
interface Room {
  readonly api: BotApi;
  readonly links: Links;
  readonly posts: ChannelPosts;
  readonly warn: (what: string, error: unknown) => void;
}

/** Counted, written down, then tried; whoever is unknown signs in first. Refusals are answers, never errors. */
export async function carryOut(room: Room, work: Work): Promise<void> {
  try {
    await room.api.pace(work.person);
    await room.api.heard(work.person, heardOf(work.activity, work.name, work.how, work.ids));
  } catch (error) {
    return refuse(room, work, error);
  }
  await attempt(room, work, (error) =>
    isUnproven(error)
      ? work.signIn(() => attempt(room, work, (again) => refuse(room, work, again)))
      : refuse(room, work, error),
  );
}

async function attempt(
  { api, links, posts }: Room,
  work: Work,
  failed: (error: unknown) => Promise<void>,
): Promise<void> {
  const { conversation } = work.activity;
  const isChannel = conversation.conversationType === 'channel';
  try {
    await commands[work.name]({
      person: work.person,
      words: work.words ?? '',
      ids: work.ids ?? {},
      api,
      links,
      channelId: isChannel ? (conversation.id.split(';')[0] ?? null) : null,
      reply: (card) => work.reply(card, fallbackOf(card)),
      post: (channelId, card) =>
        posts.patiently(() => posts.post(channelId, { text: fallbackOf(card), card })).catch(channelRefused),
      update: (posted, card) => posts.patiently(() => posts.update(posted, { text: fallbackOf(card), card })),
    });
  } catch (error) {
    await failed(error);
  }
}

/** A channel that is gone is something a person can put right. */
function channelRefused(error: unknown): never {
  if (!(error instanceof PostFailed) || error.trouble !== 'broken') throw error;
  throw new Refusal(
    'channel-refused',
    `Microsoft Teams refused the channel where administrators decide (${error.code}).`,
    'An administrator chooses another one in the tab, under Settings.',
  );
}

async function refuse({ links, warn }: Room, work: Work, error: unknown): Promise<void> {
  await work.refuse(refusalCard(error, links), plain(wordsOf(error), 300));
  if (!(error instanceof Refusal)) warn('A command failed.', error);
}

function refusalCard(error: unknown, links: Links): CardJson {
  if (!(error instanceof Refusal)) return messageCard('It failed on our side', 'Try again in a moment.');
  if (isUnproven(error)) return openTabCard(links);
  return messageCard('Not done', error.message, { hint: error.hint, tone: 'warning' });
}

const wordsOf = (error: unknown): string =>
  error instanceof Refusal ? [error.message, error.hint ?? ''].join(' ') : 'It failed on our side.';

const isUnproven = (error: unknown): boolean => error instanceof Refusal && error.code === 'unproven';

const fallbackOf = ({ fallbackText }: CardJson): string =>
  typeof fallbackText === 'string' ? fallbackText : '';

/** A command as the audit log has it. */
export const heardOf = (
  activity: Activity,
  command: string,
  how: Heard['how'],
  ids: Asked['ids'] = {},
): Heard => ({ command, how, conversationId: activity.conversation.id, ids });
