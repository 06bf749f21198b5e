/** Stops a run after the items in flight; what was done stays done and is reported. */
import type { Run } from '../ports/stores.ts';
import { recordAudit, runEvent } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { endRun } from './end-run.ts';
import { queueRun, theRun, type RunRequest } from './the-run.ts';

/**
 * Asks for the stop. A run that had not begun has ended with it; for any other a job is queued as well, which ends it
 * when nobody works on it. Jobs of one run never work at the same time, so a worker in mid-run is not disturbed.
 * @throws AppError `notFound` `no-such-run`; `conflict` `run-ended`
 */
export async function cancelRun(deps: Deps, { tenant, runId, by }: RunRequest): Promise<Run> {
  await theRun(deps, tenant, runId);
  const run = await deps.stores.runs.requestCancel(tenant, runId, deps.clock.now());
  await recordAudit(deps.audit, deps.clock, tenant, [runEvent('run.cancelled', runId, by)]);
  if (run.state === 'cancelled') await endRun(deps, run);
  else await queueRun(deps, run);
  return run;
}
