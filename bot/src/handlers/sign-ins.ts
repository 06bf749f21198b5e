/**
 * Single sign-on in chat: who has not shown a token lately is asked for one through Teams itself, and what was asked
 * for is carried out afterwards. Without dialogs and without a token store of the Bot Framework
 * (teams-platform.md section 5).
 */
import { randomUUID } from 'node:crypto';
import { CardFactory, type Attachment } from 'botbuilder';
import type { ChatPerson } from '../bot-api.ts';

/** Goes back and forth; nothing is stored under it. */
const CONNECTION = 'places-sync';
/** What a person asked for longer ago is asked for again. */
const PATIENCE_MS = 300_000;
const MOST_WAITING = 1_000;

/** A command that waits until Teams has brought the token of its person. */
interface Waiting {
  readonly userId: string;
  readonly conversationId: string;
  readonly atMs: number;
  readonly goOn: () => Promise<void>;
}

export interface SignInsOptions {
  /** Application ID URI of our API, `api://<host>/<client id>`; undefined: this installation has none. */
  readonly resource: string | undefined;
  /** Where a person signs in when Teams cannot do it silently. */
  readonly page: string;
  readonly now: () => Date;
}

export class SignIns {
  readonly #options: SignInsOptions;
  readonly #waiting = new Map<string, Waiting>();

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  get possible(): boolean {
    return this.#options.resource !== undefined;
  }

  /** @returns the card that makes Teams fetch a token, unseen when that works; with it `goOn` happens */
  wait(person: ChatPerson, conversationId: string, goOn: () => Promise<void>): Attachment {
    const id = randomUUID();
    const atMs = this.#options.now().getTime();
    this.#waiting.set(id, { userId: person.userId, conversationId, atMs, goOn });
    const [oldest] = this.#waiting.keys();
    if (this.#waiting.size > MOST_WAITING && oldest !== undefined) this.#waiting.delete(oldest);
    const resource = { id, uri: this.#options.resource ?? '' };
    const text = 'Sign in, so that I know what you may do here.';
    return CardFactory.oauthCard(CONNECTION, 'Sign in', text, this.#options.page, resource);
  }

  /** Whether this exchange was opened for somebody else: in a channel everybody sees the card. */
  isOfAnother(id: string, person: ChatPerson): boolean {
    const waiting = this.#waiting.get(id);
    return waiting !== undefined && waiting.userId !== person.userId;
  }

  /** Takes what waits, once: every device of a person answers. null: nothing waits (any more). */
  take(id: string): (() => Promise<void>) | null {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    const isFresh = waiting !== undefined && this.#options.now().getTime() - waiting.atMs <= PATIENCE_MS;
    return isFresh ? waiting.goOn : null;
  }

  /** Teams could not sign this person in: what waits here of them is given up. @returns whether anything did */
  giveUp(person: ChatPerson, conversationId: string): boolean {
    const ids = [...this.#waiting]
      .filter(([, each]) => each.userId === person.userId && each.conversationId === conversationId)
      .map(([id]) => id);
    for (const id of ids) this.#waiting.delete(id);
    return ids.length > 0;
  }
}
