import { createHash } from 'node:crypto';
import { sql, type Kysely, type Selectable, type Transaction } from 'kysely';
import {
  CHAIN_START,
  chainEntries,
  type AuditDraft,
  type AuditEntry,
  type ChainHead,
} from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { AuditLog } from '../../ports/audit.ts';
import { anchorOf, lastBefore, removeThrough } from './audit-anchor.ts';
import type { TenantRows } from './database.ts';
import { toJson } from './json.ts';
import { batchesOf } from './batches-of.ts';
import type { Tables } from './schema.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The audit chain. Triggers refuse every change, and every removal but that of its oldest entries, whoever asks. */
export class SqlAuditLog implements AuditLog {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async append(tenant: TenantId, drafts: readonly AuditDraft[]): Promise<ChainHead> {
    return this.#rows
      .of(tenant)
      .transaction()
      .execute((trx) => appendTo(trx, tenant, drafts));
  }

  async page(tenant: TenantId, afterSeq: number, limit: number): Promise<readonly AuditEntry[]> {
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('audit_entries')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(limit)
      .execute();
    return rows.map(toEntry);
  }

  async head(tenant: TenantId): Promise<ChainHead | null> {
    return lastEntry(this.#rows.of(tenant), tenant);
  }

  async posted(tenant: TenantId): Promise<readonly ChainHead[]> {
    return this.#rows
      .of(tenant)
      .selectFrom('audit_posted_heads')
      .select(['seq', 'hash'])
      .where('tenant_id', '=', tenant)
      .orderBy('seq')
      .execute();
  }

  async keepPosted(tenant: TenantId, { seq, hash }: ChainHead): Promise<void> {
    await this.#rows
      .of(tenant)
      .insertInto('audit_posted_heads')
      .values({ tenant_id: tenant, seq, hash })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'seq']).doNothing())
      .execute();
  }

  async anchor(tenant: TenantId): Promise<ChainHead | null> {
    return anchorOf(this.#rows.of(tenant), tenant);
  }

  async lastBefore(tenant: TenantId, before: Date): Promise<ChainHead | null> {
    return lastBefore(this.#rows.of(tenant), tenant, before);
  }

  async removeThrough(tenant: TenantId, entry: ChainHead): Promise<number> {
    return removeThrough(this.#rows.of(tenant), tenant, entry);
  }
}

/**
 * Appends as part of a transaction, so that a line stands or falls with what it is about. One writer per tenant at a
 * time, until the end of the transaction: so it comes last in it, after every other lock.
 */
export async function appendTo(
  trx: Transaction<Tables>,
  tenant: TenantId,
  drafts: readonly AuditDraft[],
): Promise<ChainHead> {
  // Sealed is what will be read again, not what cannot be stored.
  const storable = JSON.parse(toJson(drafts)) as AuditDraft[];
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${tenant}`}, 0))`.execute(trx);
  const head = (await lastEntry(trx, tenant)) ?? CHAIN_START;
  const entries = chainEntries(tenant, head, storable, sha256);
  for (const batch of batchesOf(entries)) await insertEntries(trx, tenant, batch);
  const { seq, hash } = entries.at(-1) ?? head;
  return { seq, hash };
}

async function lastEntry(db: Kysely<Tables>, tenant: TenantId): Promise<ChainHead | null> {
  const row = await db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenant)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

async function insertEntries(trx: Transaction<Tables>, tenant: TenantId, entries: readonly AuditEntry[]) {
  await sql`
    insert into audit_entries (tenant_id, seq, at, action, initiator, acting_as, subject_kind, subject_id, detail,
      previous_hash, hash)
    select ${tenant}::text, seq, at, action, initiator, "actingAs", subject->>'kind', subject->>'id', detail,
      "previousHash", hash
    from jsonb_to_recordset(${toJson(entries)}::jsonb) as entry(seq int, at text, action text, initiator text,
      "actingAs" text, subject jsonb, detail jsonb, "previousHash" text, hash text)
  `.execute(trx);
}

function toEntry(row: Selectable<Tables['audit_entries']>): AuditEntry {
  return {
    tenantId: row.tenant_id as TenantId,
    seq: row.seq,
    at: row.at,
    action: row.action,
    initiator: row.initiator,
    actingAs: row.acting_as,
    subject: { kind: row.subject_kind, id: row.subject_id },
    detail: row.detail,
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
