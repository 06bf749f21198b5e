/** What comes in from Teams: messages, buttons, installs, sign-ins. Everything is handed to a command. */
import {
  InvokeException,
  TeamsActivityHandler,
  TurnContext,
  type Activity,
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  type InvokeResponse,
  type MessagingExtensionQuery,
  type MessagingExtensionResponse,
} from 'botbuilder';
import { Refusal, type BotApi, type ChatPerson } from '../bot-api.ts';
import { openTabCard, unknownCommandCard, welcomeCard } from '../cards/help-card.ts';
import type { Links } from '../cards/links.ts';
import type { Asked, CommandName } from '../commands/command.ts';
import { nearestCommand, parseCommand, verbOf } from '../commands/parse-command.ts';
import type { ChannelPosts } from '../connector/channel-posts.ts';
import { teamEventOf, type TeamChannels } from '../connector/team-channels.ts';
import { activityOf } from '../connector/card-activity.ts';
import { said, signInFirst, tokenRefused } from './card-answers.ts';
import { carryOut, heardOf, type Reply, type Work } from './carry-out.ts';
import { inTime } from './in-time.ts';
import { search, searchHint, searchSignIn, tokenOf, wordsOf as searchWords } from './search.ts';
import { senderOf } from './sender.ts';
import { SignIns } from './sign-ins.ts';

export interface HandlerOptions {
  readonly tenantId: string;
  readonly api: BotApi;
  readonly links: Links;
  readonly posts: ChannelPosts;
  readonly channels: TeamChannels;
  /** As in SignInsOptions. */
  readonly signInResource?: string | undefined;
  readonly warn: (what: string, error: unknown) => void;
}

const STRANGER = 'I only listen to members of this organisation.';

export class PlacesBot extends TeamsActivityHandler {
  readonly #options: HandlerOptions;
  readonly #signIns: SignIns;

  constructor(options: HandlerOptions) {
    super();
    this.#options = options;
    const page = options.links.tab();
    this.#signIns = new SignIns({ resource: options.signInResource, page, now: () => new Date() });
    this.onMessage(async (context, next) => {
      await this.#hear(context);
      await next();
    });
    this.onTurn(async (context, next) => {
      const event = teamEventOf(context.activity);
      if (event !== null) await this.#teamChanged(event);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => {
      if (context.activity.conversation.conversationType !== 'channel') {
        await this.#tell(
          context.activity,
          activityOf({ text: 'Places Sync was added.', card: welcomeCard(options.links) }),
        );
      }
      await next();
    });
  }

  /** What can be chosen for reports has changed, and perhaps what was chosen. */
  async #teamChanged({ teamId, isGone }: NonNullable<ReturnType<typeof teamEventOf>>): Promise<void> {
    const { api, channels, warn } = this.#options;
    const look = async (): Promise<void> => {
      if (isGone) await channels.forget(teamId);
      await api.channelsSeen({ complete: await channels.look() });
    };
    const failed = (error: unknown): void => warn('The channels could not be looked at.', error);
    await inTime(look().catch(failed), failed);
  }

  /** A typed command. Edited messages come as `messageUpdate` and are no commands. */
  async #hear(context: TurnContext): Promise<void> {
    const { activity } = context;
    if (!(await this.#options.api.hearOnce(activity.id ?? ''))) return;
    const person = await senderOf(context, this.#options.tenantId);
    if (person === null) {
      await this.#tell(activity, { type: 'message', text: STRANGER });
      return;
    }
    const reply = this.#replyTo(activity);
    const command = parseCommand(activity.text ?? '');
    if (command === null) {
      const card = unknownCommandCard(nearestCommand(activity.text ?? ''), this.#options.links);
      await reply(card, 'I do not know this command.');
      return;
    }
    const signIn = (again: () => Promise<void>) => this.#askToSignIn(activity, person, reply, again);
    const asked: Work = { activity, ...command, how: 'message', person, reply, refuse: reply, signIn };
    const work = carryOut(this.#options, asked);
    const done = await inTime(work, (error) => this.#options.warn('A command failed.', error));
    if (!done) await this.#showTyping(context);
  }

  /** A pressed button: the same commands, with ids instead of words; what is refused only the presser sees. */
  protected override async onAdaptiveCardInvoke(
    context: TurnContext,
    { action, authentication }: Partial<AdaptiveCardInvokeValue>,
  ): Promise<AdaptiveCardInvokeResponse> {
    const { api, tenantId } = this.#options;
    const name = verbOf(action?.verb);
    if (name === null) return said('I do not know this button.');
    const token: unknown = authentication?.token;
    // Pressed again by the client itself, with a token: the same press, heard anew.
    const press = `${context.activity.id ?? ''}${typeof token === 'string' ? ' signed in' : ''}`;
    if (!(await api.hearOnce(press))) return said('This was done already.');
    const person = await senderOf(context, tenantId);
    if (person === null) return said(STRANGER);
    const refused = typeof token === 'string' ? await this.#refusalOf(person, token) : null;
    if (refused !== null) return tokenRefused(refused);
    this.#signIns.take(authentication?.id ?? '');
    return this.#press(context.activity, name, person, idsOf(action?.data));
  }

  async #press(
    activity: Activity,
    name: CommandName,
    person: ChatPerson,
    ids: Asked['ids'],
  ): Promise<AdaptiveCardInvokeResponse> {
    const reply = this.#replyTo(activity);
    let answered = false;
    let answer: AdaptiveCardInvokeResponse | undefined;
    // Only the presser hears it, as long as the answer to the button is open.
    const refuse: Reply = (card, text) => {
      if (answered) return reply(card, text);
      answer = said(text);
      return Promise.resolve(NOWHERE);
    };
    const signIn = (again: () => Promise<void>): Promise<void> => {
      if (answered || !this.#signIns.possible) return this.#askToSignIn(activity, person, refuse, again);
      // Pressed again with a token, it comes as a press of its own; here only the way out is kept.
      const { id } = activity.conversation;
      answer = signInFirst(this.#signIns.wait(person, id, () => Promise.resolve()));
      return Promise.resolve();
    };
    const work = carryOut(this.#options, {
      activity,
      name,
      how: 'button',
      person,
      ids,
      reply,
      refuse,
      signIn,
    });
    const done = await inTime(work, (error) => this.#options.warn('A button failed.', error));
    answered = true;
    return answer ?? said(done ? 'Done.' : 'I am working on it.');
  }

  /** The search box of Teams: buildings and runs, for people who may see them. */
  protected override async handleTeamsMessagingExtensionQuery(
    context: TurnContext,
    query: MessagingExtensionQuery,
  ): Promise<MessagingExtensionResponse> {
    const { api, links, tenantId } = this.#options;
    const person = await senderOf(context, tenantId);
    if (person === null) return searchHint(STRANGER);
    const token = tokenOf(context);
    try {
      if (token !== null) await api.prove(person, token);
      await api.heard(person, heardOf(context.activity, `search ${query.commandId ?? ''}`, 'search'));
      return await search({ api, links, person, words: searchWords(query), wanted: query.commandId });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const isUnproven = error.code === 'unproven' && token === null;
      if (isUnproven && this.#signIns.possible) return searchSignIn(links.tab());
      return searchHint([error.message, error.hint ?? ''].join(' '));
    }
  }

  /** Teams brought the token that a card asked for (C19): checked in full, and only as proof of who sent it. */
  protected override async handleTeamsSigninTokenExchange(context: TurnContext): Promise<void> {
    const { id, token } = (context.activity.value ?? {}) as { id?: unknown; token?: unknown };
    const person = await senderOf(context, this.#options.tenantId);
    if (person === null || typeof id !== 'string' || typeof token !== 'string') throw notSignedIn(STRANGER);
    if (this.#signIns.isOfAnother(id, person)) throw notSignedIn('This card asks somebody else.');
    const refused = await this.#refusalOf(person, token);
    if (refused !== null) throw notSignedIn(refused);
    const goOn = this.#signIns.take(id);
    if (goOn !== null) await inTime(goOn(), (error) => this.#options.warn('A command failed.', error));
  }

  /** `signin/failure` is none of the framework's; the other answers to buttons it sends with the wrong status. */
  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    if (context.activity.name === 'signin/failure') {
      const person = await senderOf(context, this.#options.tenantId);
      const { id } = context.activity.conversation;
      if (person !== null && this.#signIns.giveUp(person, id)) {
        await this.#replyTo(context.activity)(openTabCard(this.#options.links), 'Please open the tab once.');
      }
      return { status: 200 };
    }
    const answer = await super.onInvokeActivity(context);
    // The status of a button's answer stands inside it; that of the request says only that the bot was there.
    return context.activity.name === 'adaptiveCard/action' ? { ...answer, status: 200 } : answer;
  }

  /** null: the token is a good one of this person. */
  async #refusalOf(person: ChatPerson, token: string): Promise<string | null> {
    try {
      await this.#options.api.prove(person, token);
      return null;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.message;
    }
  }

  /** Through Teams where that can be; otherwise the tab is where a person shows a token. */
  async #askToSignIn(
    activity: Activity,
    person: ChatPerson,
    reply: Reply,
    again: () => Promise<void>,
  ): Promise<void> {
    if (!this.#signIns.possible) {
      await reply(openTabCard(this.#options.links), 'Open the Places Sync tab once, then try again.');
      return;
    }
    const card = this.#signIns.wait(person, activity.conversation.id, again);
    await this.#later(activity, { type: 'message', attachments: [card] });
  }

  /** Works after the turn, too: every answer is sent on its own. */
  #replyTo(activity: Activity): Reply {
    const conversationId = activity.conversation.id;
    return async (card, text) => {
      const activityId = await this.#later(activity, activityOf({ text, card }));
      return { conversationId, activityId };
    };
  }

  /** Says something that no command waits for, within Teams' limits: what cannot be said now is said a little later. */
  async #tell(to: Activity, activity: Partial<Activity>): Promise<void> {
    const failed = (error: unknown): void => this.#options.warn('An answer could not be sent.', error);
    await inTime(
      this.#later(to, activity).then(() => undefined, failed),
      failed,
    );
  }

  /** A sign of life is worth nothing later: when Teams does not take it, the answer itself comes soon. */
  async #showTyping(context: TurnContext): Promise<void> {
    await context.sendActivity({ type: 'typing' }).catch((error: unknown) => {
      this.#options.warn('Typing could not be shown.', error);
    });
  }

  #later(to: Activity, activity: Partial<Activity>): Promise<string> {
    return this.#options.posts.answer(TurnContext.getConversationReference(to), activity);
  }
}

const NOWHERE = { conversationId: '', activityId: '' };

/** The client shows the card's own button then. */
const notSignedIn = (words: string): InvokeException => new InvokeException(412, { failureDetail: words });

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
