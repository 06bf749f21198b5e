import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { TenantId } from '../../core/model/place.ts';
import { ACTIVE_STATES } from '../../ports/stores.ts';
import type { Pruned, Retention } from '../../ports/retention.ts';
import type { TenantRows } from './database.ts';
import type { Tables } from './schema.ts';

/** What is old goes; in one transaction, so that nothing is ever seen half gone. */
export class SqlRetention implements Retention {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async prune(tenant: TenantId, before: Date): Promise<Pruned> {
    return this.#rows
      .of(tenant)
      .transaction()
      .execute(async (trx) => {
        const removed = (statement: RawBuilder<unknown>) => rowsOf(trx, statement);
        // Runs first: what they referred to is free then.
        const runs = await removed(oldRuns(tenant, before));
        await removed(leftOfRuns(tenant));
        await removed(leftOfMaps(tenant));
        const approvals = await removed(oldApprovals(tenant, before));
        const plans = await removed(oldPlans(tenant, before));
        const snapshots = await removed(oldSnapshots(tenant, before));
        const messages = await removed(sql`
          delete from outbox where tenant_id = ${tenant} and sent_at < ${before}::timestamptz`);
        const answers = await removed(sql`
          delete from answers where tenant_id = ${tenant} and claimed_at < ${before}::timestamptz`);
        return { runs, plans, snapshots, approvals, messages, answers };
      });
  }
}

async function rowsOf(trx: Transaction<Tables>, statement: RawBuilder<unknown>): Promise<number> {
  const { numAffectedRows = 0n } = await statement.execute(trx);
  return Number(numAffectedRows);
}

const ACTIVE = sql.join(ACTIVE_STATES);

/**
 * The newest run of a building tells how it stands, the newest finished one which places may stay away
 * (engine/accepted-orphans.ts); a kept run may repeat an older one. Journal and events go with their run.
 */
const oldRuns = (tenant: TenantId, before: Date) => sql`
  with kept as (
    select id, retry_of from (
      select id, retry_of, state, row_number() over (partition by building_id order by seq desc) as newest,
        row_number() over (partition by building_id, state in ('done', 'doneWithFailures') order by seq desc) as of_kind
      from runs where tenant_id = ${tenant}) as ranked
    where newest = 1 or (of_kind = 1 and state in ('done', 'doneWithFailures')) or state in (${ACTIVE}))
  delete from runs where tenant_id = ${tenant} and completed_at < ${before}::timestamptz and state not in (${ACTIVE})
    and id not in (select id from kept) and id not in (select retry_of from kept where retry_of is not null)`;

const leftOfRuns = (tenant: TenantId) => sql`
  delete from reports where tenant_id = ${tenant}
    and not exists (select from runs where runs.tenant_id = ${tenant} and runs.id = reports.run_id)`;

/** Settings named after a run, and messages that showed one. */
const leftOfMaps = (tenant: TenantId) => sql`
  with gone as (
    delete from posted_messages where tenant_id = ${tenant} and name like 'report:%' and not exists (
      select from runs where runs.tenant_id = ${tenant} and 'report:' || runs.id = posted_messages.name))
  delete from settings where tenant_id = ${tenant} and key like 'map-of-run:%' and not exists (
    select from runs where runs.tenant_id = ${tenant} and 'map-of-run:' || runs.id = settings.key)`;

const oldApprovals = (tenant: TenantId, before: Date) => sql`
  delete from approvals where tenant_id = ${tenant} and state <> 'open'
    and (body ->> 'askedAt')::timestamptz < ${before}::timestamptz`;

const oldPlans = (tenant: TenantId, before: Date) => sql`
  delete from plans where tenant_id = ${tenant} and (head ->> 'createdAt')::timestamptz < ${before}::timestamptz
    and seq not in (select max(seq) from plans where tenant_id = ${tenant} group by building_id)
    and id not in (select plan_id from runs where tenant_id = ${tenant})
    and id not in (select body ->> 'planId' from approvals where tenant_id = ${tenant})`;

const oldSnapshots = (tenant: TenantId, before: Date) => sql`
  delete from snapshots s where s.tenant_id = ${tenant} and s.imported_at < ${before}::timestamptz
    and not exists (select from buildings b
      where b.tenant_id = s.tenant_id and b.id = s.building_id and b.revision = s.revision)
    and not exists (select from plans p
      where p.tenant_id = s.tenant_id and p.building_id = s.building_id and p.head ->> 'revision' = s.revision)`;
