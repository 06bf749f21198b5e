/** Compares this machine's clock with Microsoft's, from the `Date` header of answers that come anyway (F26). */
import type { Clock } from '../../ports/clock.ts';
import type { Step } from './call.ts';

/** `Date` has whole seconds. */
const GRAIN_MS = 1000;

/** What the newest answer said. */
export class ClockWatch {
  #aheadMs: number | null = null;

  /** How far this machine is ahead of Microsoft, negative when behind; null before the first answer. */
  get aheadMs(): number | null {
    return this.#aheadMs;
  }

  /** The answer was made at some moment between the two; only what lies outside of that is a difference. */
  note(date: string | null, sentAt: Date, receivedAt: Date): void {
    const theirs = Date.parse(date ?? '');
    if (Number.isNaN(theirs)) return;
    const ahead = sentAt.getTime() - (theirs + GRAIN_MS);
    const behind = theirs - receivedAt.getTime();
    this.#aheadMs = ahead > 0 ? ahead : behind > 0 ? -behind : 0;
  }
}

/** The step that looks at every answer on its way back. */
export function watchClock(watch: ClockWatch, clock: Clock, next: Step): Step {
  return async (call) => {
    const sentAt = clock.now();
    const answer = await next(call);
    watch.note(answer.header('date'), sentAt, clock.now());
    return answer;
  };
}
