/** When the tenant says "too many requests" (graph-places.md section 13). */
import { Refusal, type Caller } from './exchange.ts';
import type { Settings } from './settings.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Limits are kept per tenant and mailbox. */
export const callerKey = (caller: Caller): string => `${caller.tenantId} ${caller.userId}`;

/** One caller's share: requests open at once, and requests per second. */
export class Throttle {
  readonly #settings: Readonly<Settings>;
  readonly #now: () => Date;
  #open = new Map<string, number>();
  #buckets = new Map<string, Bucket>();

  constructor(settings: Readonly<Settings>, now: () => Date) {
    this.#settings = settings;
    this.#now = now;
  }

  /** Counts an HTTP request as open. @returns what to call when it is over; @throws Refusal 429 */
  enter(caller: string): () => void {
    const open = (this.#open.get(caller) ?? 0) + 1;
    const limit = this.#settings.concurrency;
    if (limit !== null && open > limit) {
      throw new Refusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', {
        'Retry-After': '1',
      });
    }
    this.#open.set(caller, open);
    return () => this.#open.set(caller, (this.#open.get(caller) ?? 1) - 1);
  }

  /** Takes one token; every request counts, also the refused ones. @throws Refusal 429 with Retry-After in seconds */
  spend(caller: string): void {
    const rate = this.#settings.ratePerSecond;
    if (rate === null) return;
    const now = this.#now().getTime();
    const bucket = this.#buckets.get(caller) ?? { tokens: rate, filledAt: now };
    bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.filledAt) / 1000) * rate) - 1;
    bucket.filledAt = now;
    this.#buckets.set(caller, bucket);
    if (bucket.tokens >= 0) return;
    const seconds = Math.max(1, Math.ceil(-bucket.tokens / rate));
    throw new Refusal(429, 'activityLimitReached', 'Too many requests.', { 'Retry-After': String(seconds) });
  }

  reset(): void {
    this.#open = new Map();
    this.#buckets = new Map();
  }
}
