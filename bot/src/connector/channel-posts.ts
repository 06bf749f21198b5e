/** Posting without being asked: a new thread in a channel, and changing a message that stands there. */
import type { Activity, CloudAdapter, ConversationReference, TurnContext } from 'botbuilder';
import type { Posted } from '../bot-api.ts';
import { activityOf, type Post } from './card-activity.ts';
import { attempt, PostFailed } from './post-failed.ts';
import type { References } from './references.ts';
import { SendGate, type BotClock, type Urgency } from './send-gate.ts';

/** A message that may wait waits here for no longer; the outbox knows what to do until then. */
const SHORT_WAIT_MS = 1_500;
/** An answer in a chat that comes later than this is none. */
const LONG_WAIT_MS = 60_000;
const ANSWER_TRIES = 4;
const FIRST_PAUSE_MS = 1_000;

export class ChannelPosts {
  readonly #adapter: CloudAdapter;
  readonly #botId: string;
  readonly #references: References;
  readonly #clock: BotClock;
  readonly #gate: SendGate;

  constructor(adapter: CloudAdapter, botId: string, references: References, clock: BotClock) {
    this.#adapter = adapter;
    this.#botId = botId;
    this.#references = references;
    this.#clock = clock;
    this.#gate = new SendGate(clock);
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
    return this.#paced(channelId, 'needed', async () => {
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

  /** Writes to one person, in their chat with the bot. @param userId object id in the tenant @throws PostFailed */
  async postToPerson(userId: string, post: Post): Promise<Posted> {
    const { serviceUrl, conversation } = await this.#install();
    const parameters = {
      isGroup: false,
      members: [{ id: userId }],
      tenantId: conversation?.tenantId,
      channelData: { tenant: { id: conversation?.tenantId } },
    };
    return this.#paced(`person ${userId}`, 'needed', async () => {
      let posted: Posted | undefined;
      await this.#adapter.createConversationAsync(
        this.#botId,
        'msteams',
        serviceUrl,
        'https://api.botframework.com',
        parameters as never,
        async (context) => {
          const activityId = (await context.sendActivity(activityOf(post)))?.id ?? '';
          posted = { conversationId: context.activity.conversation.id, activityId };
        },
      );
      if (posted === undefined) throw new TypeError('The connector named no conversation.');
      return posted;
    });
  }

  /** Changes a message of ours, for everyone. @throws PostFailed with `gone` when it was deleted */
  async update(
    { conversationId, activityId }: Posted,
    post: Post,
    urgency: Urgency = 'needed',
  ): Promise<void> {
    await this.#in(conversationId, urgency, async (context) => {
      await context.updateActivity({ ...activityOf(post), id: activityId });
    });
  }

  /** Answers where somebody wrote, also long after the turn. @returns the id of the message @throws PostFailed */
  answer(reference: Partial<ConversationReference>, activity: Partial<Activity>): Promise<string> {
    return this.patiently(() =>
      this.#paced(reference.conversation?.id ?? '', 'needed', async () => {
        let id = '';
        await this.#adapter.continueConversationAsync(this.#botId, reference, async (later) => {
          id = (await later.sendActivity(activity))?.id ?? '';
        });
        return id;
      }),
    );
  }

  /** For what has no outbox: tried again for as long as a person would wait for it (F60). */
  async patiently<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await work();
      } catch (error) {
        const pause = error instanceof PostFailed ? pauseMs(error, tries) : null;
        if (pause === null) throw error;
        await this.#clock.wait(pause);
      }
    }
  }

  async #in(
    conversationId: string,
    urgency: Urgency,
    work: (context: TurnContext) => Promise<void>,
  ): Promise<void> {
    const install = await this.#install();
    const reference: Partial<ConversationReference> = {
      ...install,
      conversation: { ...install.conversation, id: conversationId } as ConversationReference['conversation'],
    };
    delete reference.activityId;
    await this.#paced(conversationId, urgency, () =>
      this.#adapter.continueConversationAsync(this.#botId, reference, work),
    );
  }

  /** Within the limits of Teams; what Teams asks for itself counts for everything in that conversation. */
  async #paced<T>(conversationId: string, urgency: Urgency, work: () => Promise<T>): Promise<T> {
    for (let wait = this.#gate.pass(conversationId, urgency); wait > 0;) {
      if (urgency === 'droppable' || wait > SHORT_WAIT_MS)
        throw new PostFailed('again', 'TooManyMessages', null, wait);
      await this.#clock.wait(wait);
      wait = this.#gate.pass(conversationId, urgency);
    }
    try {
      return await attempt(work);
    } catch (error) {
      if (error instanceof PostFailed && error.retryAfterMs !== undefined)
        this.#gate.hold(conversationId, error.retryAfterMs);
      throw error;
    }
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

/** null: not again. As long as Teams asks for, otherwise twice as long every time; half of it at random. */
function pauseMs({ trouble, retryAfterMs }: PostFailed, tries: number): number | null {
  if (trouble !== 'again' || tries >= ANSWER_TRIES || (retryAfterMs ?? 0) > LONG_WAIT_MS) return null;
  const whole = FIRST_PAUSE_MS * 2 ** (tries - 1);
  return retryAfterMs ?? whole / 2 + Math.random() * (whole / 2);
}
