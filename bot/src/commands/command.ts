import type { BotApi, ChatPerson, Posted } from '../bot-api.ts';
import type { CardJson } from '../cards/card.ts';
import type { Links } from '../cards/links.ts';

/** A command as it was asked for, by a message or a button. */
export interface Asked {
  readonly person: ChatPerson;
  /** What came after the command's name. */
  readonly words: string;
  /** Ids from a button; looked up again on the server, never trusted. */
  readonly ids: { readonly buildingId?: string; readonly runId?: string; readonly approvalId?: string };
  readonly api: BotApi;
  readonly links: Links;
  /** The channel it was asked in, without the thread; null in other chats. */
  readonly channelId: string | null;
  /** Answers where it was asked. */
  readonly reply: (card: CardJson) => Promise<Posted>;
  /** Starts a thread in a channel. */
  readonly post: (channelId: string, card: CardJson) => Promise<Posted>;
  /** Changes a message of ours, for everyone. */
  readonly update: (posted: Posted, card: CardJson) => Promise<void>;
}

export type Command = (asked: Asked) => Promise<void>;
export type CommandName =
  | 'sync'
  | 'preview'
  | 'status'
  | 'report'
  | 'retry'
  | 'cancel'
  | 'buildings'
  | 'connect'
  | 'help'
  | 'approve'
  | 'reject';
