/** Carries out one run: the job behind "Start sync", also after a crash, a pause or a cancel. */
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import { runEnd } from '../core/run/run-end.ts';
import type { Run, RunState } from '../ports/stores.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import { checkBuildingsOn } from './check-buildings-on.ts';
import type { Deps } from './deps.ts';
import { endRun } from './end-run.ts';
import { lookForCreated } from './look-for-created.ts';
import { runWave, wavesOf } from './run-wave.ts';
import { mapOutcome, type MapOutcome } from './map-outcome.ts';
import { RunningRun } from './running-run.ts';
import { syncMap } from './sync-map.ts';
import { isActive, queueResume, waitsForPerson } from './the-run.ts';

/**
 * Takes the run over, settles what an earlier worker left unclear, carries out what is left, and writes the end.
 *
 * Safe to call again at any time: nothing that was done is repeated. When `signal` is aborted it finishes the writes
 * in flight as well as they can be and leaves the run `running`, to be resumed by the next start.
 * @throws what the database throws; the job is then to be repeated
 */
export async function applyRun(
  deps: Deps,
  { tenantId, runId }: { readonly tenantId: string; readonly runId: string },
  signal: AbortSignal,
): Promise<void> {
  const tenant = tenantId as TenantId;
  const found = await deps.stores.runs.load(tenant, runId);
  if (found === null || waitsForPerson(found)) return;
  try {
    if (isActive(found)) await takeOver(deps, found, signal);
    else if ((await deps.stores.reports.load(tenant, runId)) == null) await endRun(deps, found);
  } catch (error) {
    if (!isLost(error) && !signal.aborted) throw error;
  }
}

/** Another worker has the run now, or it has ended: nothing is left to do here. */
const isLost = (error: unknown) =>
  error instanceof AppError && (error.code === 'run-taken-over' || error.code === 'run-ended');

async function takeOver(deps: Deps, found: Run, signal: AbortSignal): Promise<void> {
  const { runs } = deps.stores;
  const claimed = await runs.claim(found.tenantId, found.id);
  const begun = await runs.setState(claimed, 'running', undefined, deps.clock.now());
  const run = await openOrFail(deps, begun, signal);
  if (run === undefined) return;
  try {
    await carryOut(run);
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error;
    run.stop ??= { state: 'paused', reason: `${error.message} ${error.hint}` };
  }
  await writeEnd(run);
}

async function openOrFail(deps: Deps, run: Run, signal: AbortSignal): Promise<RunningRun | undefined> {
  try {
    return await RunningRun.open(deps, run, signal);
  } catch (error) {
    if (!(error instanceof AppError) || error.kind === 'transient') throw error;
    const reason = `${error.message} Make a new plan.`;
    await endRun(deps, await deps.stores.runs.setState(run, 'failed', reason, deps.clock.now()));
    return undefined;
  }
}

async function carryOut(run: RunningRun): Promise<void> {
  await settleLeftOvers(run);
  for (const wave of wavesOf(run.steps)) {
    if (!run.goOn()) return;
    await runWave(run, wave);
    await checkBuildingsOn(run);
  }
  await syncMap(run);
}

/** What a worker before us had sent: creates are looked for, everything else names its place and is sent again. */
async function settleLeftOvers(run: RunningRun): Promise<void> {
  const sent = run.inState('intent');
  await run.settle(
    sent.map((step) => ({
      step,
      state: step.kind === 'create' ? ('unknown' as const) : ('planned' as const),
    })),
  );
  // Measured from now by our own clock: later than the last send, whatever the clocks say.
  await lookForCreated(run, run.inState('unknown'), run.deps.clock.now());
}

/** The map is a part of the run like any other. */
function endWithMap({ stop, plan }: RunningRun, map: MapOutcome | null): RunState {
  if (map?.state === 'failed') return 'doneWithFailures';
  const isOpen = map === null ? plan.map.action === 'upload' : map.state === 'none';
  return stop?.state === 'cancelled' && isOpen ? 'cancelled' : 'done';
}

async function writeEnd(run: RunningRun): Promise<void> {
  if (run.signal.aborted) return;
  const { deps, stop } = run;
  const { runs } = deps.stores;
  if (stop?.state === 'paused') {
    const now = deps.clock.now();
    const { resumeAfterMs: ms } = stop;
    const at = ms === undefined ? undefined : new Date(now.getTime() + ms);
    const paused = await runs.setState(run.run, 'paused', stop.reason, now, at);
    if (paused.resumesAt !== undefined) await queueResume(deps, paused);
    // A cancel that came meanwhile wins.
    if (paused.state !== 'cancelling') return;
  }
  const results = run.steps.map((step) => ({ step, state: run.stateOf(step) }));
  const end = runEnd(results, { cancelled: stop !== undefined });
  if (end === null) throw new AppError('bug', 'run-not-over', 'Steps of the run are still open.');
  const map = await mapOutcome(deps, run.run);
  const state = end === 'done' ? endWithMap(run, map) : end;
  await endRun(deps, await runs.setState(run.run, state, undefined, deps.clock.now()));
}
