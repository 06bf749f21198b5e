/** The audit log of a tenant: written once, never changed. The application's database role may insert and read only. */
import type { AuditDraft, AuditEntry, ChainHead, PersonRef } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';

export interface AuditLog {
  /**
   * Chains and stores all drafts or none. Two writers at once must not chain to the same entry: the store locks the
   * head of the tenant, or relies on the unique number and tries again.
   */
  append(tenant: TenantId, drafts: readonly AuditDraft[]): Promise<ChainHead>;
  /** Entries after a number, oldest first. @param limit 1..1000 */
  page(tenant: TenantId, afterSeq: number, limit: number): Promise<readonly AuditEntry[]>;
  /** The end of the chain; null when nothing has happened yet. */
  head(tenant: TenantId): Promise<ChainHead | null>;
  /** Heads that were posted outside, to compare with; kept in a table of their own. */
  posted(tenant: TenantId): Promise<readonly ChainHead[]>;
  /** Remembers that a head was posted outside. The first one of a number counts. */
  keepPosted(tenant: TenantId, head: ChainHead): Promise<void>;
  /** The last entry that was removed for its age, which the chain goes on from; null while none was. */
  anchor(tenant: TenantId): Promise<ChainHead | null>;
  /** The last of the first entries that are all older than `before`, but never the end of the log. */
  lastBefore(tenant: TenantId, before: Date): Promise<ChainHead | null>;
  /** Removes the entries up to this one for good. The database refuses it for entries younger than 90 days. */
  removeThrough(tenant: TenantId, entry: ChainHead): Promise<number>;
}

/** Who a {@link PersonRef} is: the only place that knows, and it forgets on request. */
export interface AuditPeople {
  /** The reference of a person, made at random the first time. */
  refOf(tenant: TenantId, person: { readonly userId: string; readonly name: string }): Promise<PersonRef>;
  /** The reference of a person; null when there is none. */
  find(tenant: TenantId, userId: string): Promise<PersonRef | null>;
  /** Names by reference; erased people are not in it. */
  namesOf(tenant: TenantId, refs: readonly PersonRef[]): Promise<ReadonlyMap<PersonRef, string>>;
  /** Who a reference is, as an object id; null after the person was erased. */
  userIdOf(tenant: TenantId, ref: PersonRef): Promise<string | null>;
  /** Forgets a person for good. @returns the reference that no longer leads anywhere, or null when there was none */
  erase(tenant: TenantId, userId: string): Promise<PersonRef | null>;
}
