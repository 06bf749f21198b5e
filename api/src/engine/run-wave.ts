/** Carries out the steps of one wave: they do not need each other, and what they need was done in an earlier wave. */
import type { Step } from '../core/plan/plan.ts';
import { doneOutcome } from './ledger-row.ts';
import { lookForCreated, lookOnce } from './look-for-created.ts';
import { refuseTaken } from './refuse-taken.ts';
import type { RunningRun } from './running-run.ts';
import { chunksOf, sendWrites } from './send-writes.ts';

/** Outcomes without a write that are committed together. */
const SETTLED_AT_ONCE = 500;

/** Returns when every step of the wave is over, or the run has to stop. One that fails keeps only those that need it. */
export async function runWave(run: RunningRun, steps: readonly Step[]): Promise<void> {
  const open = steps.filter((step) => run.stateOf(step) === 'planned');
  await skipBlocked(run, open);
  await refuseTaken(run, open);
  const ready = open.filter((step) => run.stateOf(step) === 'planned');
  await settleLedgerOnly(run, ready.filter(isLedgerOnly));
  const writes = ready.filter((step) => !isLedgerOnly(step));
  const maybeThere = writes.filter((step) => run.mayExist(step));
  if (maybeThere.length > 0 && run.goOn()) await lookOnce(run, maybeThere);
  await sendUntilOver(
    run,
    writes.filter((step) => run.stateOf(step) === 'planned'),
  );
}

async function sendUntilOver(run: RunningRun, steps: readonly Step[]): Promise<void> {
  let todo = steps;
  while (todo.length > 0 && run.goOn()) {
    const sent = await sendWrites(run, todo);
    if (run.signal.aborted) return;
    const notThere = await lookForCreated(run, sent.unclear, run.deps.clock.now());
    if (sent.again.length > 0) await run.wait(sent.waitMs);
    todo = [...sent.again, ...notThere];
  }
}

async function skipBlocked(run: RunningRun, steps: readonly Step[]): Promise<void> {
  const blocked = steps.flatMap((step) => {
    const note = run.blockOf(step);
    return note === undefined ? [] : [{ step, state: 'skipped' as const, note }];
  });
  for (const some of chunksOf(blocked, SETTLED_AT_ONCE)) await run.settle(some);
}

/** A forget, and a take-over of a place that is right already, change our record alone. */
const isLedgerOnly = (step: Step) =>
  step.kind === 'forget' ||
  (step.kind === 'adopt' && !step.setsParent && Object.keys(step.fields).length === 0);

async function settleLedgerOnly(run: RunningRun, steps: readonly Step[]): Promise<void> {
  // First what frees a place id, then what takes it.
  const inOrder = [...steps].sort((a, b) => Number(b.kind === 'forget') - Number(a.kind === 'forget'));
  for (const some of chunksOf(inOrder, SETTLED_AT_ONCE)) {
    if (!run.goOn()) return;
    await run.settle(some.map((step) => doneOutcome(run, step)));
  }
}

/** The waves of a run in their order. */
export function wavesOf(steps: readonly Step[]): Step[][] {
  const waves = Map.groupBy(steps, (step) => step.wave);
  return [...waves].sort(([a], [b]) => a - b).map(([, wave]) => wave);
}
