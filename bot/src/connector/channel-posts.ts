/** Posting without being asked: a new thread in a channel, and changing a message that stands there. */
import type { Activity, CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import type { Posted } from '../bot-api.ts';
import { activityOf, type Post } from './card-activity.ts';
import type { References } from './references.ts';

/** Why a message could not be delivered, in the terms of what to do next (F60-F62). */
export type PostTrouble = 'again' | 'broken' | 'tooLarge' | 'gone' | 'refused';

export class PostFailed extends Error {
  readonly trouble: PostTrouble;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(trouble: PostTrouble, code: string, cause: unknown, retryAfterMs?: number) {
    super(`The Bot Connector answered ${code}.`, { cause });
    this.trouble = trouble;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A channel that a card can go to. */
export interface InstalledTeam {
  readonly teamId: string;
  readonly name: string | undefined;
  /** Of General: the team's own thread. */
  readonly channelId: string;
}

export class ChannelPosts {
  readonly #adapter: CloudAdapter;
  readonly #botId: string;
  readonly #references: References;

  constructor(adapter: CloudAdapter, botId: string, references: References) {
    this.#adapter = adapter;
    this.#botId = botId;
    this.#references = references;
  }

  /** Teams with the app, in the order in which they were added. */
  async teams(): Promise<InstalledTeam[]> {
    const all = [...(await this.#references.all()).values()];
    return all.flatMap(({ conversation }) => {
      if (conversation?.conversationType !== 'channel') return [];
      const channelId = conversation.id.split(';')[0] ?? conversation.id;
      return [{ teamId: channelId, name: conversation.name || undefined, channelId }];
    });
  }

  /** Starts a thread in a channel. @throws PostFailed */
  async post(channelId: string, post: Post): Promise<Posted> {
    const { serviceUrl } = await this.#install();
    const activity = activityOf(post);
    const parameters = {
      isGroup: true,
      channelData: { channel: { id: channelId } },
      activity: activity as Activity,
    };
    return attempt(async () => {
      let posted: Posted | undefined;
      await this.#adapter.createConversationAsync(
        this.#botId,
        'msteams',
        serviceUrl,
        'https://api.botframework.com',
        parameters as never,
        (context) => {
          const conversationId = context.activity.conversation.id;
          posted = { conversationId, activityId: messageIdOf(conversationId) };
          return Promise.resolve();
        },
      );
      if (posted === undefined) throw new TypeError('The connector named no conversation.');
      return posted;
    });
  }

  /** Says something in a conversation that exists. @throws PostFailed */
  async say(conversationId: string, post: Post): Promise<Posted> {
    let activityId = '';
    await this.#in(conversationId, async (context) => {
      activityId = (await context.sendActivity(activityOf(post)))?.id ?? '';
    });
    return { conversationId, activityId };
  }

  /** Changes a message of ours, for everyone. @throws PostFailed with `gone` when it was deleted */
  async update({ conversationId, activityId }: Posted, post: Post): Promise<void> {
    await this.#in(conversationId, async (context) => {
      await context.updateActivity({ ...activityOf(post), id: activityId });
    });
  }

  async #in(conversationId: string, work: (context: TurnContext) => Promise<void>): Promise<void> {
    const install = await this.#install();
    const reference: Partial<ConversationReference> = {
      ...install,
      conversation: { ...install.conversation, id: conversationId } as ConversationReference['conversation'],
    };
    delete reference.activityId;
    await attempt(() => this.#adapter.continueConversationAsync(this.#botId, reference, work));
  }

  /** Any install will do: they share the address of the connector. @throws PostFailed without one */
  async #install(): Promise<Partial<ConversationReference> & { serviceUrl: string }> {
    const all = [...(await this.#references.all()).values()];
    const found = all.find(({ conversation }) => conversation?.conversationType === 'channel') ?? all[0];
    if (found?.serviceUrl === undefined) throw new PostFailed('broken', 'NotInstalled', null);
    return { ...found, serviceUrl: found.serviceUrl };
  }
}

/** `19:…;messageid=ID`: the first message of a thread carries the id of the thread. */
const messageIdOf = (conversationId: string): string => conversationId.split(';messageid=')[1] ?? '';

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PostFailed ? error : troubleOf(error);
  }
}

interface RestError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly body?: { readonly error?: { readonly code?: string } };
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** Teams names 412, 429, 502 and 504 as worth another try; no answer at all is one, too. */
function troubleOf(error: unknown): PostFailed {
  const { statusCode, code: own, body, response } = error as RestError;
  const code = body?.error?.code ?? own ?? String(statusCode ?? 'no answer');
  const seconds = Number(response?.headers?.get('retry-after'));
  const retryAfterMs = seconds > 0 ? seconds * 1000 : undefined;
  // Not the error itself: it carries the request with our token.
  return new PostFailed(kindOf(statusCode, code), code, new Error((error as Error).message), retryAfterMs);
}

const BY_CODE = new Map<string, PostTrouble>([
  ['MessageSizeTooBig', 'tooLarge'],
  ['ActivityNotFound', 'gone'],
  ['BotNotInConversationRoster', 'broken'],
  ['ConversationBlockedByUser', 'broken'],
  ['BotDisabledByAdmin', 'broken'],
  ['MessageWritesBlocked', 'broken'],
  ['ConversationNotFound', 'broken'],
]);
const BY_STATUS = new Map<number, PostTrouble>([
  [400, 'refused'],
  [401, 'refused'],
  [403, 'broken'],
  [404, 'broken'],
  [413, 'tooLarge'],
]);

const kindOf = (status: number | undefined, code: string): PostTrouble =>
  BY_CODE.get(code) ?? BY_STATUS.get(status ?? 0) ?? 'again';
