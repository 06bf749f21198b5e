import type { RunCounts } from '#contract';

/** What became of places, in reading order. */
export const RUN_COUNTS: readonly (keyof RunCounts)[] = [
  'created',
  'updated',
  'adopted',
  'moved',
  'removed',
  'skipped',
  'failed',
  'unknown',
];
