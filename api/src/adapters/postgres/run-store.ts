import { sql, type Transaction, type Updateable } from 'kysely';
import type { AuditDraft } from '../../core/model/audit-entry.ts';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import {
  ACTIVE_STATES,
  type JournalStep,
  type Page,
  type PageQuery,
  type Run,
  type RunCounts,
  type RunEvent,
  type RunState,
  type RunStore,
  type Settlement,
} from '../../ports/stores.ts';
import { appendTo } from './audit-log.ts';
import { batchesOf } from './batches-of.ts';
import { rowsToFetch, seqOf, toPage } from './cursor.ts';
import { toJson } from './json.ts';
import { writeLedger } from './known-store.ts';
import type { TenantRows } from './database.ts';
import { addEvents, insertSteps, markIntent, writeOutcomes } from './run-journal.ts';
import {
  endedRun,
  isActive,
  runActive,
  takenOver,
  toRun,
  toStep,
  unknownRun,
  type RunRow,
  type StepRow,
} from './run-row.ts';
import type { Tables } from './schema.ts';
import type { SealedFor } from './sealed-json.ts';

const READ_AT_ONCE = 5000;
const EVENTS_AT_ONCE = 1000;

/**
 * Runs and their journal. Whoever changes a run first takes the lock of its row and then proves that the epoch is
 * still its own, in the same transaction: a process that lost the run cannot write any more.
 */
export class SqlRunStore implements RunStore {
  readonly #rows: TenantRows;
  readonly #sealed: SealedFor;

  constructor(rows: TenantRows, sealed: SealedFor) {
    this.#rows = rows;
    this.#sealed = sealed;
  }

  /** Safe to repeat when the answer of the first call was lost: a run that is there already is left as it is. */
  async start(run: Run, stepIds: readonly string[]): Promise<void> {
    for (;;) {
      const started = await this.#rows
        .of(run.tenantId)
        .transaction()
        .execute(async (trx) => {
          const inserted = await insertRun(trx, run);
          if (inserted) await insertSteps(trx, run, stepIds);
          return inserted;
        });
      const active = started ? run.id : await this.#activeRun(run.tenantId, run.buildingId);
      if (active === run.id) return;
      // None: the one in the way has ended since, so the next attempt can succeed.
      if (active !== undefined) throw runActive(active);
    }
  }

  async load(tenant: TenantId, id: string): Promise<Run | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('runs')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : toRun(row);
  }

  /** Newest first. */
  async list(tenant: TenantId, building: BuildingId | null, query: PageQuery): Promise<Page<Run>> {
    const before = seqOf(query);
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('runs')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .$if(building !== null, (select) => select.where('building_id', '=', building ?? ''))
      .$if(before !== null, (select) => select.where('seq', '<', sql<number>`${before}::bigint`))
      .orderBy('seq', 'desc')
      .limit(rowsToFetch(query))
      .execute();
    return toPage(rows, query, toRun, (row) => [String(row.seq)]);
  }

  async latest(tenant: TenantId, building: BuildingId): Promise<Run | null> {
    return (await this.list(tenant, building, { limit: 1 })).items[0] ?? null;
  }

  async journal(tenant: TenantId, runId: string): Promise<JournalStep[]> {
    const steps: JournalStep[] = [];
    for (let from = 0; ; from += READ_AT_ONCE) {
      const rows: StepRow[] = await this.#rows
        .of(tenant)
        .selectFrom('run_steps')
        .selectAll()
        .where('tenant_id', '=', tenant)
        .where('run_id', '=', runId)
        .where('position', '>=', from)
        .where('position', '<', from + READ_AT_ONCE)
        .orderBy('position')
        .execute();
      steps.push(...rows.map(toStep));
      if (rows.length < READ_AT_ONCE) return steps;
    }
  }

  async unfinished(): Promise<Run[]> {
    const rows = await this.#rows.acrossTenants
      .selectFrom('runs')
      .selectAll()
      .where('state', 'in', ACTIVE_STATES)
      .orderBy('seq')
      .execute();
    return rows.map(toRun);
  }

  async claim(tenant: TenantId, runId: string): Promise<Run> {
    const row = await this.#rows
      .of(tenant)
      .updateTable('runs')
      .set((eb) => ({ epoch: eb('epoch', '+', 1) }))
      .where('tenant_id', '=', tenant)
      .where('id', '=', runId)
      .returningAll()
      .executeTakeFirst();
    if (row === undefined) throw unknownRun();
    return toRun(row);
  }

  async intend(run: Run, stepIds: readonly string[], audit: readonly AuditDraft[] = []): Promise<void> {
    await this.#asOwner(run, async (trx) => {
      await markIntent(trx, run, stepIds);
      if (audit.length > 0) await appendTo(trx, run.tenantId, audit);
    });
  }

  async settle(
    run: Run,
    settlements: readonly Settlement[],
    counts: RunCounts,
    done: number,
    events: readonly Omit<RunEvent, 'seq'>[],
    audit: readonly AuditDraft[] = [],
  ): Promise<Run> {
    return this.#asOwner(run, async (trx, row) => {
      await writeOutcomes(trx, run, settlements);
      const ledger = settlements.flatMap((settlement) => settlement.ledger ?? []);
      for (const batch of batchesOf(ledger)) await writeLedger(trx, this.#sealed(run.tenantId), run, batch);
      const settled = await update(trx, row, { counts: toJson(counts), done }, events);
      if (audit.length > 0) await appendTo(trx, run.tenantId, audit);
      return settled;
    });
  }

  /**
   * A run that was asked to stop stays `cancelling` until it has ended: a pause or a resume that happens at the
   * same moment does not lose the request.
   */
  async setState(
    run: Run,
    state: RunState,
    reason: string | undefined,
    at: Date,
    resumesAt?: Date,
  ): Promise<Run> {
    return this.#asOwner(run, async (trx, row) =>
      row.state === 'cancelling' && isActive(state)
        ? toRun(row)
        : moveTo(trx, row, state, reason, at, resumesAt),
    );
  }

  async requestCancel(tenant: TenantId, runId: string, at: Date): Promise<Run> {
    return this.#rows
      .of(tenant)
      .transaction()
      .execute(async (trx) => {
        const row = await lockRun(trx, tenant, runId);
        if (!isActive(row.state)) throw endedRun();
        return moveTo(trx, row, row.started_at === null ? 'cancelled' : 'cancelling', undefined, at);
      });
  }

  /** Up to 1,000 at a time, oldest first; ask again after the last one. */
  async events(tenant: TenantId, runId: string, afterSeq: number): Promise<RunEvent[]> {
    return this.#rows
      .of(tenant)
      .selectFrom('run_events')
      .select(['seq', 'type', 'data'])
      .where('tenant_id', '=', tenant)
      .where('run_id', '=', runId)
      .where('seq', '>', afterSeq)
      .orderBy('seq')
      .limit(EVENTS_AT_ONCE)
      .execute();
  }

  async #activeRun(tenant: TenantId, building: BuildingId): Promise<string | undefined> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('runs')
      .select('id')
      .where('tenant_id', '=', tenant)
      .where('building_id', '=', building)
      .where('state', 'in', ACTIVE_STATES)
      .executeTakeFirst();
    return row?.id;
  }

  #asOwner<T>(run: Run, change: (trx: Transaction<Tables>, row: RunRow) => Promise<T>): Promise<T> {
    return this.#rows
      .of(run.tenantId)
      .transaction()
      .execute(async (trx) => {
        const row = await lockRun(trx, run.tenantId, run.id);
        if (row.epoch !== run.epoch) throw takenOver();
        if (!isActive(row.state)) throw endedRun();
        return change(trx, row);
      });
  }
}

/** As constants: PostgreSQL finds the partial index only by its own words. */
const activeInSql = sql<boolean>`state in (${sql.join(ACTIVE_STATES.map((state) => sql.lit(state)))})`;

/** false when an active run of the building is in the way; the unique index decides, also between processes. */
async function insertRun(trx: Transaction<Tables>, run: Run): Promise<boolean> {
  const inserted = await trx
    .insertInto('runs')
    .values({
      tenant_id: run.tenantId,
      id: run.id,
      building_id: run.buildingId,
      plan_id: run.planId,
      state: run.state,
      state_reason: run.stateReason ?? null,
      resumes_at: run.resumesAt ?? null,
      requested_by: run.requestedBy,
      initiator: run.initiator ?? null,
      acting_as: run.actingAs,
      created_at: run.createdAt,
      started_at: run.startedAt ?? null,
      completed_at: run.completedAt ?? null,
      done: run.progress.done,
      total: run.progress.total,
      counts: toJson(run.counts),
      retry_of: run.retryOf ?? null,
      epoch: run.epoch,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'building_id']).where(activeInSql).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

async function lockRun(trx: Transaction<Tables>, tenant: TenantId, runId: string): Promise<RunRow> {
  const row = await trx
    .selectFrom('runs')
    .selectAll()
    .where('tenant_id', '=', tenant)
    .where('id', '=', runId)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw unknownRun();
  return row;
}

function moveTo(
  trx: Transaction<Tables>,
  row: RunRow,
  state: RunState,
  reason: string | undefined,
  at: Date,
  resumesAt?: Date,
): Promise<Run> {
  const times = {
    ...(state === 'running' && row.started_at === null ? { started_at: at } : {}),
    ...(isActive(state) ? {} : { completed_at: at }),
  };
  const change = { state, state_reason: reason ?? null, resumes_at: resumesAt ?? null, ...times };
  const data = { state, reason, ...(resumesAt === undefined ? {} : { resumesAt: resumesAt.toISOString() }) };
  return update(trx, row, change, [{ type: 'state', data }]);
}

async function update(
  trx: Transaction<Tables>,
  row: RunRow,
  change: Updateable<Tables['runs']>,
  events: readonly Omit<RunEvent, 'seq'>[],
): Promise<Run> {
  const lastEvent = await addEvents(trx, row, events);
  const changed = await trx
    .updateTable('runs')
    .set({ ...change, last_event: lastEvent })
    .where('tenant_id', '=', row.tenant_id)
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toRun(changed);
}
