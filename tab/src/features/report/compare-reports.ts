import type { Failure, Report, RunCounts } from '#contract';
import { RUN_COUNTS } from '../../shared/run-count-order.ts';

/** What two runs of one building say next to each other. */
export interface Comparison {
  readonly earlier: Report;
  readonly later: Report;
  readonly counts: readonly {
    readonly count: keyof RunCounts;
    readonly earlier: number;
    readonly later: number;
  }[];
  /** Failed before, not any more. */
  readonly settled: readonly Failure[];
  /** Failed both times. */
  readonly again: readonly Failure[];
  /** Fails only now. */
  readonly fresh: readonly Failure[];
}

const id = (failure: Failure) => `${failure.type}:${failure.key}`;
const time = (report: Report) => report.startedAt ?? report.completedAt ?? '';

/** Puts two reports side by side, the earlier one first whichever way they were picked. */
export function compareReports(one: Report, other: Report): Comparison {
  const [earlier, later] = time(one) <= time(other) ? [one, other] : [other, one];
  const before = new Set(earlier.failures.map(id));
  const after = new Set(later.failures.map(id));
  return {
    earlier,
    later,
    counts: RUN_COUNTS.map((count) => ({
      count,
      earlier: earlier.summary[count],
      later: later.summary[count],
    })),
    settled: earlier.failures.filter((failure) => !after.has(id(failure))),
    again: later.failures.filter((failure) => before.has(id(failure))),
    fresh: later.failures.filter((failure) => !before.has(id(failure))),
  };
}
