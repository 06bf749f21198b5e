/** What became of the places of a run, and how the run ended. */
import { refText } from '../model/place.ts';
import type { Action, Plan, Step } from '../plan/plan.ts';
import type { RunCounts, StepState } from './run-state.ts';

export interface StepResult {
  readonly step: Step;
  readonly state: StepState;
}

/** Places of a plan that a run has nothing to do for: they are `skipped` from the start. */
export function untouchedPlaces({ summary }: Pick<Plan, 'summary'>): number {
  return summary.skip + summary.keep + summary.handover + summary.failedRead;
}

const COUNTED_AS: Readonly<Record<Action, keyof RunCounts>> = {
  create: 'created',
  update: 'updated',
  rename: 'updated',
  move: 'moved',
  adopt: 'adopted',
  remove: 'removed',
  forget: 'skipped',
  skip: 'skipped',
  keep: 'skipped',
  handover: 'skipped',
  failedRead: 'skipped',
};

/**
 * Counts every place once, however many steps it took: failed before unknown before still open before done.
 *
 * @param untouched see {@link untouchedPlaces}
 */
export function countRun(results: Iterable<StepResult>, untouched: number): RunCounts {
  const totals: Record<keyof RunCounts, number> = {
    created: 0,
    updated: 0,
    adopted: 0,
    moved: 0,
    removed: 0,
    skipped: untouched,
    failed: 0,
    unknown: 0,
  };
  for (const { step, state } of worstByPlace(results).values()) {
    if (state === 'done') totals[COUNTED_AS[step.action]] += 1;
    else if (state !== 'planned' && state !== 'intent') totals[state] += 1;
  }
  return totals;
}

/** The step of each place that stands for it, by {@link refText}: failed before unknown before still open before done. */
export function worstByPlace(results: Iterable<StepResult>): Map<string, StepResult> {
  const worst = new Map<string, StepResult>();
  for (const result of results) {
    // A relinked place shares nothing with the row that is forgotten: they are two source ids.
    const place = refText(result.step);
    const other = worst.get(place);
    if (!other || RANK[result.state] < RANK[other.state]) worst.set(place, result);
  }
  return worst;
}

const RANK: Readonly<Record<StepState, number>> = {
  failed: 0,
  unknown: 1,
  intent: 2,
  planned: 3,
  skipped: 4,
  done: 5,
};

export type RunEnd = 'done' | 'doneWithFailures' | 'failed' | 'cancelled';

/**
 * How a run ends, or null while a step is still open.
 *
 * @param how `cancelled`: a person stopped it; `stopped`: it cannot go on at all (no plan, consent withdrawn)
 */
export function runEnd(
  results: Iterable<StepResult>,
  how: { readonly cancelled?: boolean; readonly stopped?: boolean } = {},
): RunEnd | null {
  const states = new Set<StepState>();
  for (const { state } of results) states.add(state);
  if (how.stopped) return 'failed';
  const open = states.has('planned') || states.has('intent');
  if (open) return how.cancelled ? 'cancelled' : null;
  return states.has('failed') || states.has('unknown') ? 'doneWithFailures' : 'done';
}
