/** Stops a run after the items in flight; what was done stays done and is reported. */
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { endRun } from './end-run.ts';
import { queueRun, theRun, type RunRequest } from './the-run.ts';

/**
 * Asks for the stop. A run that nobody works on is ended here or by a job, so that it never stays `cancelling`.
 * @throws AppError `notFound` `no-such-run`; `conflict` `run-ended`
 */
export async function cancelRun(deps: Deps, { tenant, runId }: RunRequest): Promise<Run> {
  const before = await theRun(deps, tenant, runId);
  const run = await deps.stores.runs.requestCancel(tenant, runId, deps.clock.now());
  if (run.state === 'cancelled') await endRun(deps, run);
  else if (before.state === 'paused' || before.state === 'held') await queueRun(deps, run);
  return run;
}
