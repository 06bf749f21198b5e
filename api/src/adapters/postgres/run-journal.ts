/** The statements of a run's journal. All of them run inside a transaction of {@link SqlRunStore}. */
import { sql, type Transaction } from 'kysely';
import { AppError } from '../../core/model/app-error.ts';
import { JOURNAL_FORMAT, type Run, type RunEvent, type Settlement } from '../../ports/stores.ts';
import { batchesOf } from './batches-of.ts';
import { toJson } from './json.ts';
import type { RunRow } from './run-row.ts';
import type { Tables } from './schema.ts';

/** Every step `planned`, in the order of `stepIds`. */
export async function insertSteps(
  trx: Transaction<Tables>,
  run: Run,
  stepIds: readonly string[],
): Promise<void> {
  const rows = stepIds.map((id, position) => ({ id, position }));
  for (const batch of batchesOf(rows)) {
    await sql`
      insert into run_steps (tenant_id, run_id, step_id, position, state, format)
      select ${run.tenantId}::text, ${run.id}::text, id, position, 'planned', ${JOURNAL_FORMAT}::int
      from jsonb_to_recordset(${toJson(batch)}::jsonb) as step(id text, position int)
    `.execute(trx);
  }
}

/** Steps about to be sent; the time is the database's own. */
export async function markIntent(
  trx: Transaction<Tables>,
  run: Run,
  stepIds: readonly string[],
): Promise<void> {
  for (const batch of batchesOf(stepIds.map((id) => ({ id })))) {
    const { numAffectedRows } = await sql`
      update run_steps s set state = 'intent', attempt = attempt + 1, intent_at = clock_timestamp()
      from jsonb_to_recordset(${toJson(batch)}::jsonb) as step(id text)
      where s.tenant_id = ${run.tenantId} and s.run_id = ${run.id} and s.step_id = step.id
    `.execute(trx);
    assertAll(numAffectedRows, batch.length);
  }
}

/** Outcomes. An id, once known, stays when a later outcome does not repeat it; an error belongs to its outcome alone. */
export async function writeOutcomes(
  trx: Transaction<Tables>,
  run: Run,
  settlements: readonly Settlement[],
): Promise<void> {
  for (const batch of batchesOf(settlements.map(({ ledger: _ledger, ...outcome }) => outcome))) {
    const { numAffectedRows } = await sql`
      update run_steps s set state = outcome.state, error = outcome.error,
        place_id = coalesce(outcome."placeId", s.place_id), graph_id = coalesce(outcome."graphId", s.graph_id),
        request_id = coalesce(outcome."requestId", s.request_id), note = coalesce(outcome.note, s.note)
      from jsonb_to_recordset(${toJson(batch)}::jsonb) as outcome("stepId" text, state text, "placeId" text,
        "graphId" text, "requestId" text, error jsonb, note text)
      where s.tenant_id = ${run.tenantId} and s.run_id = ${run.id} and s.step_id = outcome."stepId"
    `.execute(trx);
    assertAll(numAffectedRows, batch.length);
  }
}

/** Events numbered on from the run's last one; returns the new last number. The caller holds the run's row. */
export async function addEvents(
  trx: Transaction<Tables>,
  row: RunRow,
  events: readonly Omit<RunEvent, 'seq'>[],
): Promise<number> {
  const rows = events.map(({ type, data }, index) => ({
    seq: row.last_event + index + 1,
    type,
    data: data ?? null,
  }));
  for (const batch of batchesOf(rows)) {
    await sql`
      insert into run_events (tenant_id, run_id, seq, type, data)
      select ${row.tenant_id}::text, ${row.id}::text, seq, type, data
      from jsonb_to_recordset(${toJson(batch)}::jsonb) as event(seq int, type text, data jsonb)
    `.execute(trx);
  }
  return row.last_event + rows.length;
}

function assertAll(changed: bigint | undefined, wanted: number): void {
  if (Number(changed ?? 0n) === wanted) return;
  throw new AppError(
    'bug',
    'step-unknown',
    `${wanted - Number(changed ?? 0n)} steps are not in the run's journal.`,
  );
}
