/**
 * Single sign-on as the clients of Teams do it: who is asked for a token by a card, a button's answer or a search's
 * answer gets one from sign-in without noticing, or Teams tells the bot that it could not.
 */
import type { Messages } from './messages.ts';
import {
  deliver,
  makeActivity,
  type Activity,
  type BotAnswer,
  type Sender,
  type TeamsActivityOptions,
} from './teams-activities.ts';

/** A token for this resource, or Teams' code for why there is none. */
export type SilentToken = (
  person: Sender,
  /** Missing: the one that the manifest names. */
  resource?: string,
) => Promise<{ readonly token: string } | { readonly failure: string }>;

export interface SilentSignInOptions extends TeamsActivityOptions {
  readonly messages: Messages;
  readonly silentToken: SilentToken;
}

const OAUTH_CARD = 'application/vnd.microsoft.card.oauth';
const LOGIN_REQUEST = 'application/vnd.microsoft.activity.loginRequest';

interface OAuthCard {
  readonly connectionName?: string;
  readonly tokenExchangeResource?: { readonly id?: string; readonly uri?: string };
}

const resourceOf = (card: OAuthCard): string => card.tokenExchangeResource?.uri ?? '';

interface Present {
  readonly person: Sender;
  readonly activity: Activity;
}

export class SilentSignIn {
  readonly #options: SilentSignInOptions;
  /** Whose clients are looking at a conversation: the last activity of each, by conversation and person. */
  readonly #present = new Map<string, Map<string, Present>>();

  constructor(options: SilentSignInOptions) {
    this.#options = options;
  }

  /** Delivers what a person did; when the bot wants a token first, fetches one and delivers it again. */
  async send(person: Sender, activity: Activity): Promise<BotAnswer | null> {
    this.#remember(person, activity);
    const answer = await deliver(this.#options, activity);
    const wanted = answer && wantedBy(answer);
    if (!wanted) return answer;
    const got = await this.#options.silentToken(person, ...wanted.resource);
    if ('failure' in got) {
      await this.#fail(person, activity, got.failure);
      return answer;
    }
    const value = activity['value'] as object;
    const authentication = { ...wanted.exchange, token: got.token };
    return deliver(this.#options, { ...activity, value: { ...value, authentication } });
  }

  /** A card of the bot that asks for a token: true, and nobody sees it unless signing in fails. */
  takes(conversationId: string, replyTo: string | null, card: Activity, id: string): boolean {
    const content = oauthCardOf(card);
    if (content === null) return false;
    void this.#anybody(conversationId, content).then((done) => {
      if (!done) this.#options.messages.add(conversationId, replyTo, card, id);
    });
    return true;
  }

  /** Everybody in a conversation sees the card, so all their clients try; who wrote last tries first. */
  async #anybody(conversationId: string, card: OAuthCard): Promise<boolean> {
    for (const present of [...(this.#present.get(conversationId)?.values() ?? [])].reverse()) {
      if (await this.#exchange(present, card)) return true;
    }
    return false;
  }

  async #exchange({ person, activity }: Present, card: OAuthCard): Promise<boolean> {
    const got = await this.#options.silentToken(person, resourceOf(card));
    if ('failure' in got) {
      await this.#fail(person, activity, got.failure);
      return false;
    }
    const { id } = card.tokenExchangeResource ?? {};
    const value = { id, connectionName: card.connectionName, token: got.token };
    const answer = await this.#invoke(person, activity, 'signin/tokenExchange', value);
    return answer !== null && answer.status < 300;
  }

  #fail(person: Sender, activity: Activity, code: string): Promise<BotAnswer | null> {
    const value = { code, message: 'The person could not be signed in silently.' };
    return this.#invoke(person, activity, 'signin/failure', value);
  }

  #invoke(person: Sender, { conversation, channelData }: Activity, name: string, value: object) {
    const sent = { type: 'invoke', name, value, conversation, channelData };
    return deliver(this.#options, makeActivity(this.#options, person, sent));
  }

  #remember(person: Sender, activity: Activity): void {
    const { id } = activity['conversation'] as { id: string };
    const present = this.#present.get(id) ?? new Map<string, Present>();
    // Taken out first, so that who wrote last stands last.
    present.delete(person.oid);
    this.#present.set(id, present.set(person.oid, { person, activity }));
  }
}

function oauthCardOf(activity: Activity): OAuthCard | null {
  const attachments = (activity['attachments'] ?? []) as readonly {
    contentType?: string;
    content?: unknown;
  }[];
  const found = attachments.find(({ contentType }) => contentType === OAUTH_CARD);
  return found === undefined ? null : (found.content as OAuthCard);
}

/** null: the answer asks for no token. */
function wantedBy({ type, body }: BotAnswer): { resource: [string?]; exchange: object } | null {
  if (!type.includes('json')) return null;
  const answer = JSON.parse(body) as {
    statusCode?: number;
    type?: string;
    value?: OAuthCard;
    composeExtension?: { type?: string };
  };
  if (answer.composeExtension?.type === 'silentAuth') return { resource: [], exchange: {} };
  if (answer.statusCode !== 401 || answer.type !== LOGIN_REQUEST || answer.value === undefined) return null;
  const { connectionName, tokenExchangeResource } = answer.value;
  return {
    resource: [resourceOf(answer.value)],
    exchange: { id: tokenExchangeResource?.id, connectionName },
  };
}
