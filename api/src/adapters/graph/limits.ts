/** How hard the adapter may press, and how long it may wait (graph-places.md section 13, reliability-security.md section 2.1). */
export interface GraphLimits {
  /** HTTP requests of this tenant open at once, reads and writes together. */
  readonly inFlight: number;
  /** Of those, reads. */
  readonly readsInFlight: number;
  /** From the first byte sent to the last byte read. */
  readonly timeoutMs: number;
  readonly connectTimeoutMs: number;
  /** Unpacked bytes of one answer. */
  readonly answerBytes: number;
  /** A single wait longer than this is handed back to the caller as `waiting`. */
  readonly longestWaitMs: number;
  /** How often a request that may be repeated is sent again after trouble (5xx, 408, lost connection). */
  readonly retries: number;
  /** How often one request is sent at most while Microsoft answers 429. */
  readonly throttledTries: number;
}

export const DEFAULT_LIMITS: GraphLimits = {
  inFlight: 4,
  readsInFlight: 3,
  timeoutMs: 30_000,
  connectTimeoutMs: 10_000,
  answerBytes: 10 * 1024 * 1024,
  longestWaitMs: 15 * 60_000,
  retries: 5,
  throttledTries: 8,
};
