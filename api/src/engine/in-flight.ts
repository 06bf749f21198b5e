/**
 * Works through items with at most `limit` of them in flight.
 *
 * After the first failure, or when `goOn` says no, nothing new is begun; what is in flight is waited for, so that
 * nobody is left writing behind the caller's back.
 * @throws the first failure, once all that was begun has ended
 */
export async function inFlight<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
  goOn: () => boolean = () => true,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    while (failures.length === 0 && goOn()) {
      const next = queue.next();
      if (next.done === true) return;
      try {
        await work(next.value);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}
