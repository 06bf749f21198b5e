/** When a run has ended: writes down who is to be told. Sending is another matter, and never changes the run. */
import type { Run } from '../ports/stores.ts';
import type { TenantId } from '../core/model/place.ts';
import type { Deps } from './deps.ts';
import { isActive } from './the-run.ts';

type QueueDeps = Pick<Deps, 'stores' | 'clock'>;

/** One card and one mail per run, however often this is called. */
export async function queueReports(deps: QueueDeps, run: Run): Promise<void> {
  const payload = { runId: run.id, since: deps.clock.now().toISOString() };
  await deps.stores.outbox.add(run.tenantId, 'card', run.id, payload, deps.clock.now());
  await deps.stores.outbox.add(run.tenantId, 'mail', run.id, payload, deps.clock.now());
}

/** The card of a run whose report changed is brought up to date; one that does not stand is not posted for that. */
export async function queueCardChange({ stores, clock }: QueueDeps, run: Run): Promise<void> {
  const payload = { runId: run.id, since: clock.now().toISOString() };
  await stores.outbox.add(run.tenantId, 'cardChange', run.id, payload, clock.now());
}

const DAY_MS = 86_400_000;

/** At start-up: reports of runs that ended while nobody could write that down any more. */
export async function queueMissedReports(deps: QueueDeps, tenant: TenantId): Promise<void> {
  const { items } = await deps.stores.runs.list(tenant, null, { limit: 100 });
  const oldest = deps.clock.now().getTime() - DAY_MS;
  for (const run of items) {
    const endedMs = Date.parse(run.completedAt ?? '');
    if (!isActive(run) && endedMs > oldest) await queueReports(deps, run);
  }
}
