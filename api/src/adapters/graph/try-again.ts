/** Whether and when a request may be sent again: one policy for reads, writes and items of a batch. */
import type { Clock } from '../../ports/clock.ts';
import { type Answer, type Call, CallFailed, outcomeOf, type Step } from './call.ts';
import type { Tokens } from './authorise.ts';
import type { GraphLimits } from './limits.ts';
import { retryAfterOf } from './retry-after.ts';
import { backoff, pause } from './tenant-gate.ts';

/** Why it did not work, as far as sending again could help. */
export type Trouble =
  /** The tenant's gate does the waiting. */
  | { readonly kind: 'throttled' }
  /** 5xx, 408, no connection, an answer that got lost. */
  | { readonly kind: 'broken'; readonly retryAfterMs: number | null }
  /** 401: helps once, with a fresh token. */
  | { readonly kind: 'unauthorised'; readonly answer: Answer };

/** How often one request has been sent already, by what went wrong. */
export interface Tries {
  readonly throttled: number;
  readonly broken: number;
  readonly unauthorised: number;
}
export const NO_TRIES: Tries = { throttled: 0, broken: 0, unauthorised: 0 };

export interface Patience {
  readonly clock: Clock;
  readonly random: () => number;
  readonly limits: GraphLimits;
}

const FIRST_WAIT_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;
const SHORTEST_ASKED_MS = 1000;

/** What went wrong, or null when the outcome stands. */
export function troubleOf(outcome: Answer | CallFailed, now: Date): Trouble | null {
  if (outcome instanceof CallFailed) {
    const repeatable = outcome.repeatable && (outcome.how === 'notSent' || outcome.how === 'lost');
    return repeatable ? { kind: 'broken', retryAfterMs: null } : null;
  }
  const { status } = outcome;
  if (status === 429) return { kind: 'throttled' };
  if (status === 401) return { kind: 'unauthorised', answer: outcome };
  if (status === 408 || status >= 500) return { kind: 'broken', retryAfterMs: retryAfterOf(outcome, now) };
  return null;
}

/** The wait before the next try and the new count, or null when it has been tried often enough. */
export function nextTry(
  tries: Tries,
  trouble: Trouble,
  { limits, random }: Patience,
): { readonly waitMs: number; readonly tries: Tries } | null {
  const counted = { ...tries, [trouble.kind]: tries[trouble.kind] + 1 };
  switch (trouble.kind) {
    case 'throttled':
      return counted.throttled < limits.throttledTries ? { waitMs: 0, tries: counted } : null;
    case 'unauthorised':
      return counted.unauthorised === 1 ? { waitMs: 0, tries: counted } : null;
    case 'broken': {
      if (counted.broken > limits.retries) return null;
      const own = backoff(FIRST_WAIT_MS, tries.broken, LONGEST_BACKOFF_MS, random);
      const asked = trouble.retryAfterMs === null ? own : Math.max(trouble.retryAfterMs, SHORTEST_ASKED_MS);
      return asked > limits.longestWaitMs ? null : { waitMs: asked, tries: counted };
    }
  }
}

/** Repeats reads until they work or have been tried often enough. Writes judge every item by themselves. */
export function retryReads(patience: Patience, tokens: Tokens, next: Step): Step {
  const { clock } = patience;
  return async (call: Call) => {
    if (call.method !== 'GET') return next(call);
    for (let tries = NO_TRIES; ;) {
      const outcome = await outcomeOf(next(call));
      const trouble = troubleOf(outcome, clock.now());
      const again = trouble && nextTry(tries, trouble, patience);
      if (!again) {
        if (outcome instanceof CallFailed) throw outcome;
        return outcome;
      }
      if (trouble.kind === 'unauthorised') await tokens.renew(trouble.answer);
      if (again.waitMs > 0) await pause(clock, again.waitMs, call.signal);
      tries = again.tries;
    }
  };
}
