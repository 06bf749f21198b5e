/** While Microsoft throttles a tenant, nobody of that tenant sends (reliability-security.md F01, F02). */
import type { Clock } from '../../ports/clock.ts';
import type { ServiceError } from '../../ports/place-directory.ts';
import { CallFailed } from './call.ts';

const SHORTEST_MS = 1000;
/** A longer wish is taken for a mistake: after a day one request shows whether it is still meant. */
const LONGEST_MS = 24 * 3_600_000;
const FIRST_BACKOFF_MS = 2000;
const LONGEST_BACKOFF_MS = 120_000;
/** Spreads those who waited at the same gate. */
const SPREAD_MS = 250;

/** `base` doubled per try up to `most`, of which the upper half is random: waits grow and never fall in step. */
export function backoff(base: number, tries: number, most: number, random: () => number): number {
  const full = Math.min(base * 2 ** tries, most);
  return Math.round(full / 2 + (random() * full) / 2);
}

/** Waits, and turns the caller's giving up into a {@link CallFailed}. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await clock.wait(ms, signal);
  } catch (error) {
    if (!signal?.aborted) throw error;
    throw new CallFailed('aborted', { code: 'aborted', message: 'Stopped while waiting.', cause: error });
  }
}

interface Options {
  readonly clock: Clock;
  readonly random: () => number;
  readonly longestWaitMs: number;
}

export class TenantGate {
  readonly #options: Options;
  #opensAt = 0;
  #strikes = 0;
  #last: ServiceError | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Milliseconds until it opens; 0 or less when it is open. */
  closedForMs(): number {
    return this.#opensAt - this.#options.clock.now().getTime();
  }

  /** A 429 came. `retryAfterMs` null: no usable header, so an ever longer wait of our own. */
  throttled(retryAfterMs: number | null, error: ServiceError): void {
    const { clock, random } = this.#options;
    const asked = retryAfterMs ?? backoff(FIRST_BACKOFF_MS, this.#strikes, LONGEST_BACKOFF_MS, random);
    // Answers to requests that were sent together count as one strike.
    if (this.closedForMs() <= 0) this.#strikes += 1;
    const opensAt = clock.now().getTime() + Math.min(Math.max(asked, SHORTEST_MS), LONGEST_MS);
    this.#opensAt = Math.max(this.#opensAt, opensAt);
    this.#last = error;
  }

  /** An answer that was not 429. */
  answered(): void {
    if (this.closedForMs() <= 0) this.#strikes = 0;
  }

  /** Resolves when it is open. @throws CallFailed `closed` when that takes longer than a call may wait, `aborted` */
  async pass(signal: AbortSignal | undefined): Promise<void> {
    const { clock, random, longestWaitMs } = this.#options;
    for (let closedMs = this.closedForMs(); closedMs > 0; closedMs = this.closedForMs()) {
      if (closedMs > longestWaitMs) throw this.#closed(closedMs);
      await pause(clock, closedMs + Math.round(random() * SPREAD_MS), signal);
    }
  }

  #closed(retryAfterMs: number): CallFailed {
    return new CallFailed('closed', {
      status: 429,
      code: this.#last?.code ?? 'throttled',
      message: this.#last?.message ?? 'Microsoft asked to wait.',
      requestId: this.#last?.requestId ?? null,
      ...(this.#last?.clientRequestId && { clientRequestId: this.#last.clientRequestId }),
      retryAfterMs,
    });
  }
}
