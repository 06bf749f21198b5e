/** Lets a run go on that waits for a person, and at start-up every run that was cut off. */
import { AppError } from '../core/model/app-error.ts';
import type { Run } from '../ports/stores.ts';
import { recordAudit, runEvent } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { queueResume, queueRun, theRun, waitsForPerson, type RunRequest } from './the-run.ts';

/**
 * Puts a paused or held run back into the queue; what was done is not repeated.
 * @throws AppError `notFound` `no-such-run`; `conflict` `run-not-waiting`
 */
export async function resumeRun(deps: Deps, { tenant, runId, by }: RunRequest): Promise<Run> {
  const run = await theRun(deps, tenant, runId);
  if (run.state !== 'paused' && run.state !== 'held') {
    throw new AppError('conflict', 'run-not-waiting', 'Only a paused or held run can be resumed.');
  }
  await recordAudit(deps.audit, deps.clock, tenant, [runEvent('run.resumed', runId, by)]);
  const queued = await deps.stores.runs.setState(run, 'queued', undefined, deps.clock.now());
  await queueRun(deps, queued);
  return queued;
}

/**
 * At start-up: queues every run that was cut off, and those that go on by themselves for their time. The others that are
 * paused or held go on waiting for their person.
 */
export async function resumeUnfinished(deps: Deps): Promise<Run[]> {
  const runs = await deps.stores.runs.unfinished();
  const cutOff = runs.filter((run) => !waitsForPerson(run));
  for (const run of cutOff) await (run.state === 'paused' ? queueResume(deps, run) : queueRun(deps, run));
  return cutOff;
}
