/** The machine's clock behind the Clock port. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../ports/clock.ts';

export const systemClock: Clock = {
  now: () => new Date(),
  wait: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}),
};
