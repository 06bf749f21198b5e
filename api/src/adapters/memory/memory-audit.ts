/** The audit log and its names in memory; a test may tamper with `entries` and `heads`. */
import { createHash, randomUUID } from 'node:crypto';
import {
  CHAIN_START,
  chainEntries,
  type AuditDraft,
  type AuditEntry,
  type ChainHead,
  type PersonRef,
} from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { AuditLog, AuditPeople } from '../../ports/audit.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export class MemoryAuditLog implements AuditLog {
  entries: AuditEntry[] = [];
  heads: (ChainHead & { readonly tenantId: TenantId })[] = [];
  readonly anchors = new Map<TenantId, ChainHead>();
  /** Set to make every append fail. */
  failure: Error | undefined;

  append(tenant: TenantId, drafts: readonly AuditDraft[]): Promise<ChainHead> {
    return Promise.resolve().then(() => this.appendNow(tenant, drafts));
  }

  /** The same as a part of somebody else's transaction; with no drafts it tells whether it could be. */
  appendNow(tenant: TenantId, drafts: readonly AuditDraft[]): ChainHead {
    if (this.failure !== undefined) throw this.failure;
    this.entries.push(...chainEntries(tenant, this.#end(tenant) ?? CHAIN_START, drafts, sha256));
    return this.#end(tenant) ?? CHAIN_START;
  }

  page(tenant: TenantId, afterSeq: number, limit: number): Promise<readonly AuditEntry[]> {
    const ours = this.entries.filter((entry) => entry.tenantId === tenant && entry.seq > afterSeq);
    return Promise.resolve(ours.slice(0, limit));
  }

  head(tenant: TenantId): Promise<ChainHead | null> {
    return Promise.resolve(this.#end(tenant));
  }

  posted(tenant: TenantId): Promise<readonly ChainHead[]> {
    return Promise.resolve(this.heads.filter(({ tenantId }) => tenantId === tenant));
  }

  keepPosted(tenantId: TenantId, { seq, hash }: ChainHead): Promise<void> {
    const known = this.heads.some((head) => head.tenantId === tenantId && head.seq === seq);
    if (!known) this.heads.push({ tenantId, seq, hash });
    return Promise.resolve();
  }

  anchor(tenant: TenantId): Promise<ChainHead | null> {
    return Promise.resolve(this.anchors.get(tenant) ?? null);
  }

  lastBefore(tenant: TenantId, before: Date): Promise<ChainHead | null> {
    const ours = this.entries.filter((entry) => entry.tenantId === tenant);
    const young = ours.findIndex(({ at }) => Date.parse(at) >= before.getTime());
    const last = ours[(young === -1 ? ours.length - 1 : young) - 1];
    return Promise.resolve(last ? { seq: last.seq, hash: last.hash } : null);
  }

  removeThrough(tenant: TenantId, { seq, hash }: ChainHead): Promise<number> {
    const before = this.entries.length;
    this.anchors.set(tenant, { seq, hash });
    this.entries = this.entries.filter((entry) => entry.tenantId !== tenant || entry.seq > seq);
    this.heads = this.heads.filter((head) => head.tenantId !== tenant || head.seq >= seq);
    return Promise.resolve(before - this.entries.length);
  }

  #end(tenant: TenantId): ChainHead | null {
    const last = this.entries.findLast((entry) => entry.tenantId === tenant);
    return last ? { seq: last.seq, hash: last.hash } : null;
  }
}

export class MemoryAuditPeople implements AuditPeople {
  readonly #people = new Map<string, { tenant: TenantId; userId: string; ref: PersonRef; name: string }>();

  refOf(
    tenant: TenantId,
    { userId, name }: { readonly userId: string; readonly name: string },
  ): Promise<PersonRef> {
    const key = `${tenant} ${userId}`;
    const ref = this.#people.get(key)?.ref ?? randomUUID();
    this.#people.set(key, { tenant, userId, ref, name });
    return Promise.resolve(ref);
  }

  find(tenant: TenantId, userId: string): Promise<PersonRef | null> {
    return Promise.resolve(this.#people.get(`${tenant} ${userId}`)?.ref ?? null);
  }

  namesOf(tenant: TenantId, refs: readonly PersonRef[]): Promise<ReadonlyMap<PersonRef, string>> {
    const found = [...this.#people.values()].filter((one) => one.tenant === tenant && refs.includes(one.ref));
    return Promise.resolve(new Map(found.map(({ ref, name }) => [ref, name])));
  }

  userIdOf(tenant: TenantId, ref: PersonRef): Promise<string | null> {
    const found = [...this.#people.values()].find((one) => one.tenant === tenant && one.ref === ref);
    return Promise.resolve(found?.userId ?? null);
  }

  erase(tenant: TenantId, userId: string): Promise<PersonRef | null> {
    const key = `${tenant} ${userId}`;
    const ref = this.#people.get(key)?.ref ?? null;
    this.#people.delete(key);
    return Promise.resolve(ref);
  }
}
