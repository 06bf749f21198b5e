/** What a run remembers about its last writes, to stop before it fails a thousand times (F16, F24). */

/** A value: every write returns the next one. Start with {@link NO_HISTORY}, also after a resume. */
export interface RunHistory {
  /** The last 50 writes that count, oldest first; true = failed. */
  readonly recent: readonly boolean[];
  readonly failedInARow: number;
  /** Steps refused for lack of rights since the last write that worked. */
  readonly forbidden: readonly string[];
}

export const NO_HISTORY: RunHistory = { recent: [], failedInARow: 0, forbidden: [] };

const WINDOW = 50;
const IN_A_ROW = 20;
const SHARE = 0.5;
const FORBIDDEN = 3;

export function withSuccess(history: RunHistory): RunHistory {
  return { recent: [...history.recent, false].slice(-WINDOW), failedInARow: 0, forbidden: [] };
}

/** @param forbidden the step was refused with 403 */
export function withFailure(history: RunHistory, stepId: string, forbidden: boolean): RunHistory {
  const before = history.forbidden;
  return {
    recent: [...history.recent, true].slice(-WINDOW),
    failedInARow: history.failedInARow + 1,
    forbidden: forbidden && !before.includes(stepId) ? [...before, stepId] : before,
  };
}

/** Why the run has to stop writing now, or null. */
export function circuit(history: RunHistory): 'noRights' | 'tooManyFailures' | null {
  if (history.forbidden.length >= FORBIDDEN) return 'noRights';
  const failed = history.recent.filter(Boolean).length;
  const manyOfTheLast = history.recent.length === WINDOW && failed >= WINDOW * SHARE;
  return history.failedInARow >= IN_A_ROW || manyOfTheLast ? 'tooManyFailures' : null;
}
