import { AppError } from '../core/model/app-error.ts';
import type { Step } from '../core/plan/plan.ts';
import type { Run, RunCounts, SavedPlan } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { isActive, queueRun, type Person } from './the-run.ts';

/** Nothing has happened yet. */
export const NO_COUNTS: RunCounts = {
  created: 0,
  updated: 0,
  adopted: 0,
  moved: 0,
  removed: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
};

/**
 * Writes a new run of these steps down and queues it.
 * @throws AppError `permission` `not-connected`; `conflict` `run-active` with the id of the run in the way
 */
export async function createRun(
  deps: Deps,
  plan: SavedPlan,
  steps: readonly Step[],
  by: Person,
  origin: { readonly skipped: number; readonly retryOf?: string },
): Promise<Run> {
  const account = await deps.tokens.account(plan.tenantId);
  if (account === null) {
    throw new AppError('permission', 'not-connected', 'No Microsoft account is connected.', {
      hint: 'An administrator connects a Microsoft account under Settings first.',
    });
  }
  const { skipped, ...retry } = origin;
  const run: Run = {
    id: deps.newId(),
    tenantId: plan.tenantId,
    buildingId: plan.buildingId,
    planId: plan.id,
    state: 'queued',
    requestedBy: by.name,
    actingAs: account.name,
    createdAt: deps.clock.now().toISOString(),
    progress: { done: 0, total: steps.length },
    counts: { ...NO_COUNTS, skipped },
    epoch: 0,
    ...retry,
  };
  await deps.stores.runs.start(
    run,
    steps.map((step) => step.id),
  );
  await queueRun(deps, run);
  return run;
}

/** Refuses while a run of the building is not finished; the store's own rule decides races. */
export function refuseActiveRun(latest: Run | null): void {
  if (latest === null || !isActive(latest)) return;
  throw new AppError('conflict', 'run-active', 'A run of this building is not finished yet.', {
    runId: latest.id,
  });
}
