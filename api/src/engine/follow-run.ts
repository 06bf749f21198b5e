/** Follows a run as it happens: every event after `afterSeq`, until the run has ended. */
import type { TenantId } from '../core/model/place.ts';
import { ACTIVE_STATES, type RunEvent, type RunStore } from '../ports/stores.ts';
import type { Clock } from '../ports/clock.ts';

/** How often the journal is asked for news; the journal is shared by all processes, so asking is the one way that always works. */
const ASK_EVERY_MS = 250;

/** Yields batches of events; ends when the run has reached an end state and all is told, or `signal` is aborted. */
export async function* followRun(
  deps: { readonly stores: { readonly runs: Pick<RunStore, 'events' | 'load'> }; readonly clock: Clock },
  run: { readonly tenant: TenantId; readonly runId: string; readonly afterSeq: number },
  signal: AbortSignal,
): AsyncGenerator<RunEvent[]> {
  let seq = run.afterSeq;
  while (!signal.aborted) {
    const ended = !ACTIVE_STATES.includes(
      (await deps.stores.runs.load(run.tenant, run.runId))?.state ?? 'done',
    );
    const events = await deps.stores.runs.events(run.tenant, run.runId, seq);
    seq = events.at(-1)?.seq ?? seq;
    yield events;
    if (ended) return;
    await deps.clock.wait(ASK_EVERY_MS, signal).catch(() => undefined);
  }
}
