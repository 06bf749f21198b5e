/** Rows of one statement; a larger one would hold up everything else in the process (storage-and-performance.md 1.2). */
const BATCH = 1000;

export function* batchesOf<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH);
}
