/** Time in the hands of a test. */
import { EventEmitter, once } from 'node:events';
import type { Clock } from '../../../ports/clock.ts';

interface Waiter {
  readonly at: number;
  readonly go: () => void;
}

/** `jumping`: every wait moves time on and returns; otherwise waits stand until {@link advance}. */
export class TestClock implements Clock {
  /** Every wait asked for, in milliseconds. */
  readonly waits: number[] = [];
  readonly #jumping: boolean;
  readonly #changes = new EventEmitter();
  #now = Date.parse('2030-01-01T08:00:00Z');
  #waiters: Waiter[] = [];

  constructor(mode: 'jumping' | 'standing' = 'jumping') {
    this.#jumping = mode === 'jumping';
  }

  now(): Date {
    return new Date(this.#now);
  }

  async wait(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.waits.push(ms);
    if (this.#jumping) {
      this.#now += ms;
      return;
    }
    await new Promise<void>((go, stop) => {
      this.#waiters.push({ at: this.#now + ms, go });
      signal?.addEventListener('abort', () => stop(signal.reason as Error), { once: true });
      this.#changes.emit('waiting');
    });
  }

  /** Resolves when so many waits stand at the same time. */
  async waiting(count: number): Promise<void> {
    while (this.#waiters.length < count) await once(this.#changes, 'waiting');
  }

  advance(ms: number): void {
    this.#now += ms;
    const due = this.#waiters.filter((waiter) => waiter.at <= this.#now);
    this.#waiters = this.#waiters.filter((waiter) => waiter.at > this.#now);
    for (const waiter of due) waiter.go();
  }
}
