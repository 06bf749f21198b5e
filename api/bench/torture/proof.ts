/** What a proof found. */
export interface Proof {
  readonly lines: readonly string[];
  /** What must not be: 0 is wanted. */
  readonly faults: number;
}
