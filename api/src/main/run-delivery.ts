/** Keeps working the outbox off until it is stopped. */
import type { ReportDelivery } from '../engine/deliver-reports.ts';
import type { Deps } from '../engine/deps.ts';

const LOOK_EVERY_MS = 1_000;

/** @returns stops it and resolves when the message in hand is done */
export function runDelivery(
  delivery: ReportDelivery,
  deps: Pick<Deps, 'clock' | 'warn'>,
): () => Promise<void> {
  const stopping = new AbortController();
  const working = work(delivery, deps, stopping.signal);
  return async () => {
    stopping.abort();
    await working;
  };
}

async function work(
  delivery: ReportDelivery,
  { clock, warn }: Pick<Deps, 'clock' | 'warn'>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await delivery.deliverDue();
    } catch (error) {
      warn('The outbox could not be worked off.', error);
    }
    // Aborting ends the wait; the loop then ends by itself.
    await clock.wait(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
}
