import type { TenantId } from '../core/model/place.ts';
import type { PersonRef } from '../core/model/audit-entry.ts';
import type { Report } from '../core/report/report.ts';
import type { PostedMessage } from './chat.ts';
import type { Run } from './stores.ts';

/** Tells people that a run has ended. What it throws is logged and never changes the run. */
export interface Notifier {
  runEnded(run: Run, report: Report): Promise<void>;
  /** The kept report has changed; only what shows it already is to be brought up to date. */
  reportChanged?(run: Run): Promise<void>;
}

/**
 * Why something could not be delivered, by what to do next (reliability-security.md F60-F64): `again` try later,
 * `broken` the destination is not there for us any more, `tooLarge` send less, `gone` the message was deleted,
 * `refused` it will never be taken.
 */
export type DeliveryTrouble = 'again' | 'broken' | 'tooLarge' | 'gone' | 'refused';

export class DeliveryFailed extends Error {
  readonly trouble: DeliveryTrouble;
  /** Code of the other side: shown to administrators. */
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(trouble: DeliveryTrouble, code: string, cause: unknown, retryAfterMs?: number) {
    super(`The message was not taken: ${code}.`, { cause });
    this.trouble = trouble;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Cards in channels. Every call throws {@link DeliveryFailed}. */
export interface ReportChannel {
  /** Channels that could be chosen, of every team with the app: as they were last seen. General of the first comes first. */
  channels(): Promise<readonly { readonly id: string; readonly name: string; readonly team?: string }[]>;
  /** Looks at them. @returns whether all could be seen: only then is a missing one gone */
  look?(): Promise<boolean>;
  /** @param plainText without a card, for when the card was refused as too large */
  post(channelId: string, report: Report, plainText: boolean): Promise<PostedMessage>;
  /** Into the chat of one person with the bot, when the channel cannot be had. @param why is shown above the report */
  personal(userId: string, report: Report, why: string): Promise<PostedMessage>;
  update(message: PostedMessage, report: Report): Promise<void>;
  /** Changes a progress message to how the run stands now. */
  progress(message: PostedMessage, run: Run, buildingName: string): Promise<void>;
}

/** Mail to the person who asked. */
export interface ReportMail {
  /** @throws DeliveryFailed @returns false when the address of the person is not known */
  send(tenant: TenantId, person: PersonRef, report: Report): Promise<boolean>;
}
