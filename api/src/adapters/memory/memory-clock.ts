/** Virtual time: it stands still while anything can go on, and jumps to the next timer when all are waiting. */
import type { Clock } from '../../ports/clock.ts';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock for tests: `wait` takes no real time, and timers go off in their order. */
export class MemoryClock implements Clock {
  #now: number;
  #timers: Timer[] = [];
  #jumping = false;

  constructor(start = '2030-01-01T08:00:00.000Z') {
    this.#now = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves time on by hand; timers that are due go off as soon as the event loop is idle. */
  advance(ms: number): void {
    this.#now += ms;
  }

  wait(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(asError(signal.reason));
      const timer: Timer = {
        at: this.#now + ms,
        wake: () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        },
      };
      const stop = () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
        reject(asError(signal?.reason));
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.#timers.push(timer);
      this.#jumpWhenIdle();
    });
  }

  #jumpWhenIdle(): void {
    if (this.#jumping) return;
    this.#jumping = true;
    setImmediate(() => {
      this.#jumping = false;
      const next = this.#timers.reduce<Timer | undefined>(
        (first, timer) => (first === undefined || timer.at < first.at ? timer : first),
        undefined,
      );
      if (next === undefined) return;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.wake();
      if (this.#timers.length > 0) this.#jumpWhenIdle();
    });
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The wait was aborted', { cause: reason });
}
