/** The step that keeps the number of open requests down and waits at the tenant's gate. */
import pLimit from 'p-limit';
import type { Clock } from '../../ports/clock.ts';
import { batchItems } from './batch.ts';
import { type Answer, type Call, CallFailed, type Step } from './call.ts';
import type { GraphLimits } from './limits.ts';
import { retryAfterOf } from './retry-after.ts';
import { serviceErrorOf } from './service-error.ts';
import type { TenantGate } from './tenant-gate.ts';

const TOO_MANY_REQUESTS = 429;

/**
 * At most {@link GraphLimits.inFlight} at once, reads a little less. A slot is never held while waiting, and
 * the gate is looked at again inside the slot, so nothing that queued before a 429 slips out after it.
 *
 * Reads and writes queue apart, and no more than may be open get into the common line: however many writes wait, a read
 * gets one of the next free slots.
 */
export function throttle(gate: TenantGate, limits: GraphLimits, clock: Clock, next: Step): Step {
  const all = pLimit(limits.inFlight);
  const reads = pLimit(limits.readsInFlight);
  const writes = pLimit(limits.inFlight);
  const inSlot = <T>(call: Call, work: () => Promise<T>): Promise<T> =>
    (call.method === 'GET' ? reads : writes)(() => all(work));

  const sendIfOpen = async (call: Call): Promise<Answer | undefined> => {
    if (call.signal?.aborted)
      throw new CallFailed('aborted', { code: 'aborted', message: 'Stopped before it was sent.' });
    if (gate.closedForMs() > 0) return undefined;
    const answer = await next(call);
    note(answer);
    return answer;
  };

  const note = (answer: Answer) => {
    const throttled = [answer, ...batchItems(answer).values()].filter(
      (one) => one.status === TOO_MANY_REQUESTS,
    );
    if (throttled.length === 0) gate.answered();
    for (const one of throttled) gate.throttled(retryAfterOf(one, clock.now()), serviceErrorOf(one));
  };

  return async (call) => {
    for (;;) {
      await gate.pass(call.signal);
      const answer = await inSlot(call, () => sendIfOpen(call));
      if (answer !== undefined) return answer;
    }
  };
}
