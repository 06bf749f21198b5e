/** What comes in from Teams: messages, buttons, installs. Everything is handed to a command. */
import {
  TeamsActivityHandler,
  TurnContext,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  type CloudAdapter,
  type MessagingExtensionQuery,
  type MessagingExtensionResponse,
} from 'botbuilder';
import { Refusal, type BotApi, type ChatPerson } from '../bot-api.ts';
import { helpCard, openTabCard, welcomeCard } from '../cards/help-card.ts';
import type { CardJson } from '../cards/card.ts';
import type { Links } from '../cards/links.ts';
import { messageCard } from '../cards/message-card.ts';
import { plain } from '../cards/plain.ts';
import type { Asked, CommandName } from '../commands/command.ts';
import { commands } from '../commands/commands.ts';
import { parseCommand, verbOf } from '../commands/parse-command.ts';
import type { ChannelPosts } from '../connector/channel-posts.ts';
import { activityOf } from '../connector/card-activity.ts';
import { inTime } from './in-time.ts';
import { search, searchHint } from './search.ts';
import { senderOf } from './sender.ts';

export interface HandlerOptions {
  readonly adapter: CloudAdapter;
  readonly botId: string;
  readonly tenantId: string;
  readonly api: BotApi;
  readonly links: Links;
  readonly posts: ChannelPosts;
  readonly warn: (what: string, error: unknown) => void;
}

type Reply = (card: CardJson, text: string) => Promise<{ conversationId: string; activityId: string }>;

export class PlacesBot extends TeamsActivityHandler {
  readonly #options: HandlerOptions;

  constructor(options: HandlerOptions) {
    super();
    this.#options = options;
    this.onMessage(async (context, next) => {
      await this.#hear(context);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      if (context.activity.conversation.conversationType !== 'channel') {
        await context.sendActivity(
          activityOf({ text: 'Places Sync was added.', card: welcomeCard(options.links) }),
        );
      }
      await next();
    });
  }

  /** A typed command. Edited messages come as `messageUpdate` and are no commands. */
  async #hear(context: TurnContext): Promise<void> {
    const { activity } = context;
    if (!(await this.#options.api.hearOnce(activity.id ?? ''))) return;
    const person = await senderOf(context, this.#options.tenantId);
    if (person === null) {
      await context.sendActivity('I only listen to members of this organisation.');
      return;
    }
    const reply = this.#replyTo(context);
    const command = parseCommand(activity.text ?? '');
    if (command === null) {
      await reply(helpCard(this.#options.links), 'I do not know this command.');
      return;
    }
    const work = this.#carryOut(context, command.name, person, { words: command.words }, reply);
    const done = await inTime(work, (error) => this.#options.warn('A command failed.', error));
    if (!done) await context.sendActivity({ type: 'typing' });
  }

  /** A pressed button: the same commands, with ids instead of words; what is refused only the presser sees. */
  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    { action }: AdaptiveCardInvokeValue,
  ): Promise<AdaptiveCardInvokeResponse> {
    const { api, tenantId, warn } = this.#options;
    const name = verbOf(action.verb);
    if (name === null) return said('I do not know this button.');
    if (!(await api.hearOnce(context.activity.id ?? ''))) return said('This was done already.');
    const person = await senderOf(context, tenantId);
    if (person === null) return said('I only listen to members of this organisation.');
    const reply = this.#replyTo(context);
    let answered = false;
    let refused: string | undefined;
    // Only the presser hears it, as long as the answer to the button is open.
    const refuse: Reply = (card, text) => {
      if (answered) return reply(card, text);
      refused = text;
      return Promise.resolve(NOWHERE);
    };
    const ids = idsOf(action.data);
    const work = this.#carryOut(context, name, person, { ids }, reply, refuse);
    const done = await inTime(work, (error) => warn('A button failed.', error));
    answered = true;
    return said(refused ?? (done ? 'Done.' : 'I am working on it.'));
  }

  /** The search box of Teams: buildings and runs, for people who may see them. */
  protected override async handleTeamsMessagingExtensionQuery(
    context: TurnContext,
    query: MessagingExtensionQuery,
  ): Promise<MessagingExtensionResponse> {
    const { api, links, tenantId } = this.#options;
    const person = await senderOf(context, tenantId);
    if (person === null) return searchHint('I only listen to members of this organisation.');
    const value: unknown = query.parameters?.find(({ name }) => name === 'words')?.value;
    const words = typeof value === 'string' ? value : '';
    try {
      return await search({ api, links, person, words, wanted: query.commandId });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return searchHint([error.message, error.hint ?? ''].join(' '));
    }
  }

  async #carryOut(
    context: TurnContext,
    name: CommandName,
    person: ChatPerson,
    given: { words?: string; ids?: Asked['ids'] },
    reply: Reply,
    refuse: Reply = reply,
  ): Promise<void> {
    const { api, links, posts } = this.#options;
    const { conversation } = context.activity;
    try {
      await commands[name]({
        person,
        words: given.words ?? '',
        ids: given.ids ?? {},
        api,
        links,
        channelId:
          conversation.conversationType === 'channel' ? (conversation.id.split(';')[0] ?? null) : null,
        reply: (card) => reply(card, fallbackOf(card)),
        post: (channelId, card) => posts.post(channelId, { text: fallbackOf(card), card }),
        update: (posted, card) => posts.update(posted, { text: fallbackOf(card), card }),
      });
    } catch (error) {
      await refuse(this.#refusalCard(error), plain(wordsOf(error), 300));
      if (!(error instanceof Refusal)) this.#options.warn('A command failed.', error);
    }
  }

  #refusalCard(error: unknown): CardJson {
    if (!(error instanceof Refusal)) return messageCard('It failed on our side', 'Try again in a moment.');
    if (error.code === 'open-tab') return openTabCard(this.#options.links);
    return messageCard('Not done', error.message, { hint: error.hint, tone: 'warning' });
  }

  /** Works after the turn, too: every answer is sent on its own. */
  #replyTo(context: TurnContext): Reply {
    const { adapter, botId } = this.#options;
    const reference = TurnContext.getConversationReference(context.activity);
    const conversationId = context.activity.conversation.id;
    return async (card, text) => {
      let activityId = '';
      await adapter.continueConversationAsync(botId, reference, async (later) => {
        activityId = (await later.sendActivity(activityOf({ text, card })))?.id ?? '';
      });
      return { conversationId, activityId };
    };
  }
}

const NOWHERE = { conversationId: '', activityId: '' };
const fallbackOf = ({ fallbackText }: CardJson): string =>
  typeof fallbackText === 'string' ? fallbackText : '';

const wordsOf = (error: unknown): string =>
  error instanceof Refusal ? [error.message, error.hint ?? ''].join(' ') : 'It failed on our side.';

/** Ids only, and only texts; what else a card was made to send is dropped (C15). */
function idsOf(data: unknown): Asked['ids'] {
  const given = (data ?? {}) as Record<string, unknown>;
  const ids: Record<string, string> = {};
  for (const name of ['buildingId', 'runId', 'approvalId']) {
    const value = given[name];
    if (typeof value === 'string' && value.length <= 200) ids[name] = value;
  }
  return ids;
}

const said = (value: string): AdaptiveCardInvokeResponse =>
  ({
    statusCode: 200,
    type: 'application/vnd.microsoft.activity.message',
    value,
  }) as unknown as AdaptiveCardInvokeResponse;
