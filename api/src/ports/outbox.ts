/** Messages that leave the product (cards, mails): written down first, then sent, at least once. */
import type { TenantId } from '../core/model/place.ts';

export interface OutgoingMessage {
  readonly id: string;
  readonly tenantId: TenantId;
  /** What sends it: `card`, `mail`, ... */
  readonly kind: string;
  readonly payload: unknown;
  /** How often it was tried before. */
  readonly attempts: number;
}

export interface Outbox {
  /** false when a message of this kind with this key was added before: nothing is told twice. */
  add(tenant: TenantId, kind: string, dedupeKey: string, payload: unknown, at: Date): Promise<boolean>;
  /**
   * Takes up to `limit` messages that are due, oldest first, and lends them until `until`: nobody else gets them
   * before, and one whose sender died comes again after.
   */
  take(at: Date, until: Date, limit: number): Promise<OutgoingMessage[]>;
  sent(message: OutgoingMessage, at: Date): Promise<void>;
  /** Tried in vain; `again` null: never again, it stays to be looked at. */
  failed(message: OutgoingMessage, error: string, again: Date | null): Promise<void>;
}
