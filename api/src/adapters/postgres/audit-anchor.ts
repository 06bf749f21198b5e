/** Where the audit log begins, once its oldest entries are gone. */
import { sql, type Kysely } from 'kysely';
import type { ChainHead } from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { Tables } from './schema.ts';

/** The last entry that went; null while nothing has. */
export async function anchorOf(db: Kysely<Tables>, tenant: TenantId): Promise<ChainHead | null> {
  const row = await db
    .selectFrom('audit_anchors')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenant)
    .executeTakeFirst();
  return row ?? null;
}

/** The last of the entries that are all older, but never the last of the log: the next one needs it. */
export async function lastBefore(
  db: Kysely<Tables>,
  tenant: TenantId,
  before: Date,
): Promise<ChainHead | null> {
  const row = await db
    .selectFrom('audit_entries')
    .select(['seq', 'hash'])
    .where('tenant_id', '=', tenant)
    .where('seq', '<', (inner) =>
      inner
        .selectFrom('audit_entries')
        // Times are text in one form, RFC 3339 in UTC. Without a younger one the end of the log stays.
        .select(
          sql<number>`coalesce(min(seq) filter (where at >= ${before.toISOString()}), max(seq))`.as('kept'),
        )
        .where('tenant_id', '=', tenant),
    )
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Sets the anchor and removes what is before it, together; what the database does not allow throws. */
export async function removeThrough(
  db: Kysely<Tables>,
  tenant: TenantId,
  { seq, hash }: ChainHead,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    await trx
      .insertInto('audit_anchors')
      .values({ tenant_id: tenant, seq, hash })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet({ seq, hash }))
      .execute();
    const removed = await trx
      .deleteFrom('audit_entries')
      .where('tenant_id', '=', tenant)
      .where('seq', '<=', seq)
      .executeTakeFirst();
    await trx
      .deleteFrom('audit_posted_heads')
      .where('tenant_id', '=', tenant)
      .where('seq', '<', seq)
      .execute();
    return Number(removed.numDeletedRows);
  });
}
