/** What the bot said, conversation by conversation: the record behind `/_sandbox/messages`. */
import { randomUUID } from 'node:crypto';
import type { Journal } from '../record/journal.ts';

/** One activity of the bot. Times are RFC 3339 UTC. */
export interface Message {
  readonly id: string;
  readonly conversationId: string;
  readonly replyToId: string | null;
  readonly activity: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  readonly updatedAt: string | null;
  readonly deletedAt: string | null;
}

export class Messages {
  readonly #journal: Journal<Message>;
  readonly #now: () => Date;
  #byId = new Map<string, Message>();

  constructor(journal: Journal<Message>, now: () => Date) {
    this.#journal = journal;
    this.#now = now;
    for (const message of journal.earlier) this.#byId.set(message.id, message);
    journal.compact([...this.#byId.values()]);
  }

  /** @param id of a person's message; the bot's messages get one from the connector */
  add(
    conversationId: string,
    replyToId: string | null,
    activity: Record<string, unknown>,
    id = `${this.#now().getTime()}-${randomUUID().slice(0, 8)}`,
  ): Message {
    return this.#keep({
      id,
      conversationId,
      replyToId,
      activity,
      createdAt: this.#now().toISOString(),
      updatedAt: null,
      deletedAt: null,
    });
  }

  /** A new content for a message that is there; null when it is not. */
  update(conversationId: string, id: string, activity: Record<string, unknown>): Message | null {
    const message = this.#find(conversationId, id);
    return message && this.#keep({ ...message, activity, updatedAt: this.#now().toISOString() });
  }

  remove(conversationId: string, id: string): Message | null {
    const message = this.#find(conversationId, id);
    return message && this.#keep({ ...message, deletedAt: this.#now().toISOString() });
  }

  list(): readonly Message[] {
    return [...this.#byId.values()];
  }

  reset(): void {
    this.#byId = new Map();
    this.#journal.compact([]);
  }

  #find(conversationId: string, id: string): Message | null {
    const message = this.#byId.get(id);
    return message?.conversationId === conversationId && message.deletedAt === null ? message : null;
  }

  #keep(message: Message): Message {
    this.#journal.append(message);
    this.#byId.set(message.id, message);
    return message;
  }
}
