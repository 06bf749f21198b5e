/** Repeats what did not work: a new run of the same plan, with only the failed items. */
import { AppError } from '../core/model/app-error.ts';
import type { Run, StepState } from '../ports/stores.ts';
import { createRun, refuseActiveRun } from './create-run.ts';
import type { Deps } from './deps.ts';
import { mapOutcome } from './map-outcome.ts';
import { theBuilding } from './the-building.ts';
import { isActive, thePlan, theRun, type RunRequest } from './the-run.ts';

/** Skipped in a journal means: what it needed had failed. */
const TO_REPEAT: readonly StepState[] = ['failed', 'unknown', 'skipped'];

const mapFailed = async (deps: Deps, run: Run): Promise<boolean> =>
  (await mapOutcome(deps, run))?.state === 'failed';

/**
 * Starts a run of the failed and unclear items of an ended run, and of those that were skipped because of them.
 * Creates are looked for before they are sent. A map that failed is tried again with them, or alone.
 * @throws AppError `notFound` `no-such-run`; `conflict` `run-active`, `plan-stale`, `nothing-to-retry`;
 *   `permission` `not-connected`
 */
export async function retryRun(deps: Deps, { tenant, runId, by }: RunRequest): Promise<Run> {
  const run = await theRun(deps, tenant, runId);
  const latest = await deps.stores.runs.latest(tenant, run.buildingId);
  refuseActiveRun(isActive(run) ? run : latest);
  const plan = await thePlan(deps, tenant, run.planId);
  const building = await theBuilding(deps, tenant, run.buildingId);
  if (latest?.id !== run.id || building.revision !== plan.revision) {
    const why = 'The building was imported anew or synced again since.';
    throw new AppError('conflict', 'plan-stale', why, { hint: 'Make a new plan and look at it.' });
  }
  const journal = await deps.stores.runs.journal(tenant, runId);
  const ids = new Set(journal.filter(({ state }) => TO_REPEAT.includes(state)).map(({ stepId }) => stepId));
  if (ids.size === 0 && !(await mapFailed(deps, run))) {
    throw new AppError('conflict', 'nothing-to-retry', 'No item of this run has failed.');
  }
  const steps = plan.steps.filter((step) => ids.has(step.id));
  return createRun(deps, plan, steps, by, { retryOf: run.id });
}
