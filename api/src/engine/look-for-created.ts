/** Settles creates whose answer was lost, by looking: never by sending again blindly (reliability-security.md section 3). */
import type { LivePlace } from '../core/model/place.ts';
import type { Step } from '../core/plan/plan.ts';
import { resolveUnknown, type Resolution } from '../core/run/resolve-unknown.ts';
import { ReadFailed } from '../ports/place-directory.ts';
import { doneOutcome } from './ledger-row.ts';
import { needsSignIn } from './needs-sign-in.ts';
import type { Outcome, RunningRun } from './running-run.ts';

/** How long reading may go on failing, after the grace time, before the run pauses. */
const GIVE_UP_READING_MS = 60_000;
const READ_AGAIN_MS = 5000;

/**
 * Looks until each one is found, or the grace time since `sentAt` is over. What is found is ours.
 * @returns the steps that are not there for certain and may be sent again; they are `planned`
 */
export async function lookForCreated(run: RunningRun, steps: readonly Step[], sentAt: Date): Promise<Step[]> {
  const { clock, graceMs } = run.deps;
  let open = steps;
  while (open.length > 0) {
    const sinceSentMs = clock.now().getTime() - sentAt.getTime();
    const seen = await readWhere(run, open);
    if (seen instanceof ReadFailed) {
      const enough = sinceSentMs > graceMs + GIVE_UP_READING_MS || needsSignIn(seen);
      if (enough) run.stop ??= { state: 'paused', reason: seen.message };
      if (!run.goOn()) break;
      await run.wait(READ_AGAIN_MS);
      continue;
    }
    const resolved = resolveAll(run, open, seen, sinceSentMs, graceMs);
    await run.settle(resolved.flatMap(({ step, resolution }) => outcomeOf(run, step, resolution)));
    const waiting = resolved.filter(({ resolution }) => resolution.kind === 'lookAgain');
    open = waiting.map(({ step }) => step);
    if (open.length === 0 || !run.goOn()) break;
    await run.wait(shortest(waiting.map(({ resolution }) => resolution)));
  }
  return steps.filter((step) => run.stateOf(step) === 'planned');
}

/**
 * One look for creates that were sent in an earlier attempt and may have arrived since. What is not there is sent
 * again: the waiting is over, or a person has decided.
 */
export async function lookOnce(run: RunningRun, steps: readonly Step[]): Promise<void> {
  const seen = await readWhere(run, steps);
  if (seen instanceof ReadFailed) {
    run.stop ??= { state: 'paused', reason: seen.message };
    return;
  }
  const found = resolveAll(run, steps, seen, 0, 1).filter(({ resolution }) => resolution.kind === 'adopt');
  await run.settle(found.flatMap(({ step, resolution }) => outcomeOf(run, step, resolution)));
}

type Seen = ReadonlyMap<string, readonly LivePlace[]>;
const placeOf = (run: RunningRun, step: Step) => `${step.type} ${run.parentIdOf(step) ?? ''}`;

/** One read for each type and parent. */
async function readWhere(run: RunningRun, steps: readonly Step[]): Promise<Seen | ReadFailed> {
  const groups = Map.groupBy(steps, (step) => placeOf(run, step));
  const seen = new Map<string, readonly LivePlace[]>();
  try {
    for (const [where, [step]] of groups) {
      if (step !== undefined) seen.set(where, await readAround(run, step));
    }
    return seen;
  } catch (error) {
    if (error instanceof ReadFailed) return error;
    throw error;
  }
}

async function readAround(run: RunningRun, step: Step): Promise<LivePlace[]> {
  const parentId = run.parentIdOf(step);
  if (parentId === undefined) return [];
  if (parentId !== null) return run.directory.readDescendants(parentId, step.type);
  const buildings = await run.directory.readBuildings();
  const ids = buildings.map((place) => place.placeId);
  const others = await run.deps.stores.known.ofOthers(run.run.tenantId, run.run.buildingId, ids);
  return buildings.filter((place) => !others.includes(place.placeId));
}

/** No place is found twice: what one step takes is not there for the next. */
function resolveAll(
  run: RunningRun,
  steps: readonly Step[],
  seen: Seen,
  sinceSentMs: number,
  graceMs: number,
): { step: Step; resolution: Resolution }[] {
  const taken = run.takenIds();
  return steps.map((step) => {
    const resolution = resolveUnknown({
      step,
      parentId: run.parentIdOf(step) ?? undefined,
      candidates: seen.get(placeOf(run, step)) ?? [],
      taken,
      sinceSentMs,
      graceMs,
      attempt: run.attemptsOf(step),
    });
    if (resolution.kind === 'adopt') taken.add(resolution.place.placeId);
    return { step, resolution };
  });
}

function outcomeOf(run: RunningRun, step: Step, resolution: Resolution): Outcome[] {
  switch (resolution.kind) {
    case 'adopt':
      return [doneOutcome(run, step, resolution.place, { note: foundNote(resolution.duplicates) })];
    case 'sendAgain':
      return [{ step, state: 'planned' }];
    case 'ask':
      return [{ step, state: 'unknown', error: run.errorOf(step), note: resolution.reason }];
    case 'lookAgain':
      return [];
  }
}

function foundNote(duplicates: readonly LivePlace[]): string {
  const found = 'The answer was lost; it was found by looking.';
  if (duplicates.length === 0) return found;
  const ids = duplicates.map((place) => place.placeId).join(', ');
  return `${found} Possible duplicates, which nobody has removed: ${ids}.`;
}

function shortest(resolutions: readonly Resolution[]): number {
  const times = resolutions.map((one) => (one.kind === 'lookAgain' ? one.afterMs : READ_AGAIN_MS));
  return Math.min(...times);
}
