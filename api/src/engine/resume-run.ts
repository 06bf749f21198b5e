/** Lets a run go on that waits for a person, and at start-up every run that no end was written for. */
import { AppError } from '../core/model/app-error.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { queueRun, theRun, type RunRequest } from './the-run.ts';

/**
 * Puts a paused or held run back into the queue. For a held run this is the answer to its question: what could not be
 * found is looked for once more and then sent again.
 * @throws AppError `notFound` `no-such-run`; `conflict` `run-not-waiting`
 */
export async function resumeRun(deps: Deps, { tenant, runId }: RunRequest): Promise<Run> {
  const run = await theRun(deps, tenant, runId);
  if (run.state !== 'paused' && run.state !== 'held') {
    throw new AppError('conflict', 'run-not-waiting', 'Only a paused or held run can be resumed.');
  }
  const released = run.state === 'held' ? await release(deps, run) : run;
  const queued = await deps.stores.runs.setState(released, 'queued', undefined, deps.clock.now());
  await queueRun(deps, queued);
  return queued;
}

/** Unclear creates become planned again; a planned create that was sent before is always looked for first. */
async function release(deps: Deps, run: Run): Promise<Run> {
  const journal = await deps.stores.runs.journal(run.tenantId, run.id);
  const unclear = journal.filter((step) => step.state === 'unknown');
  const counts = { ...run.counts, unknown: 0 };
  return deps.stores.runs.settle(
    run,
    unclear.map(({ stepId }) => ({ stepId, state: 'planned', note: 'A person released it.' })),
    counts,
    run.progress.done - unclear.length,
    [],
  );
}

/** At start-up: queues every run that was cut off. Paused and held ones go on waiting for their person. */
export async function resumeUnfinished(deps: Deps): Promise<Run[]> {
  const runs = await deps.stores.runs.unfinished();
  const cutOff = runs.filter((run) => run.state !== 'paused' && run.state !== 'held');
  for (const run of cutOff) await queueRun(deps, run);
  return cutOff;
}
