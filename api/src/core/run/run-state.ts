/** The words for how a run, its steps and its places stand. */

export type RunState =
  | 'queued'
  | 'running'
  | 'paused'
  | 'held'
  | 'cancelling'
  | 'done'
  | 'doneWithFailures'
  | 'failed'
  | 'cancelled';

/** State of a step in the journal. */
export type StepState = 'planned' | 'intent' | 'done' | 'failed' | 'unknown' | 'skipped';

/** Places by what became of them; every place counts once. */
export interface RunCounts {
  readonly created: number;
  readonly updated: number;
  readonly adopted: number;
  readonly moved: number;
  readonly removed: number;
  readonly skipped: number;
  readonly failed: number;
  readonly unknown: number;
}
