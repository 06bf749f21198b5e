import type { Selectable } from 'kysely';
import { AppError } from '../../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import { ACTIVE_STATES, type JournalStep, type Run, type RunState } from '../../ports/stores.ts';
import type { Tables } from './schema.ts';

export type RunRow = Selectable<Tables['runs']>;
export type StepRow = Selectable<Tables['run_steps']>;

export const isActive = (state: RunState): boolean => ACTIVE_STATES.includes(state);

export const unknownRun = (): AppError => new AppError('notFound', 'run-unknown', 'There is no such run.');
export const endedRun = (): AppError => new AppError('conflict', 'run-ended', 'This run has ended already.');
export const runActive = (runId: string): AppError =>
  new AppError('conflict', 'run-active', 'A run of this building is not finished yet.', { runId });
export const takenOver = (): AppError =>
  new AppError('conflict', 'run-taken-over', 'Another process has taken this run over.');

export function toRun(row: RunRow): Run {
  return {
    id: row.id,
    tenantId: row.tenant_id as TenantId,
    buildingId: row.building_id as BuildingId,
    planId: row.plan_id,
    state: row.state,
    stateReason: row.state_reason ?? undefined,
    resumesAt: row.resumes_at?.toISOString(),
    requestedBy: row.requested_by,
    actingAs: row.acting_as,
    initiator: row.initiator ?? undefined,
    createdAt: row.created_at.toISOString(),
    startedAt: row.started_at?.toISOString(),
    completedAt: row.completed_at?.toISOString(),
    progress: { done: row.done, total: row.total },
    counts: row.counts,
    retryOf: row.retry_of ?? undefined,
    epoch: row.epoch,
  };
}

export function toStep(row: StepRow): JournalStep {
  return {
    stepId: row.step_id,
    position: row.position,
    state: row.state,
    attempt: row.attempt,
    intentAt: row.intent_at?.toISOString(),
    placeId: row.place_id ?? undefined,
    graphId: row.graph_id ?? undefined,
    requestId: row.request_id ?? undefined,
    error: row.error ?? undefined,
    note: row.note ?? undefined,
    format: row.format,
  };
}
