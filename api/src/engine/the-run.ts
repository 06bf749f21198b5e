import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import { ACTIVE_STATES, type LostAddresses, type Run, type SavedPlan } from '../ports/stores.ts';
import type { Deps } from './deps.ts';

/** A person who asks for something, with what their app role allows. */
export interface Person {
  readonly userId: string;
  readonly name: string;
  readonly isAdmin: boolean;
}

/** Which run, and who asks. */
export interface RunRequest {
  readonly tenant: TenantId;
  readonly runId: string;
  readonly by: Person;
}

/** The run of this tenant with this id. @throws AppError `notFound` `no-such-run` */
export async function theRun(deps: Pick<Deps, 'stores'>, tenant: TenantId, runId: string): Promise<Run> {
  const run = await deps.stores.runs.load(tenant, runId);
  if (run !== null) return run;
  throw new AppError('notFound', 'no-such-run', 'There is no run with this id.');
}

/** The plan of this tenant with this id. @throws AppError `notFound` `no-such-plan`; `conflict` `addresses-sealed` */
export async function thePlan(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  planId: string,
  lost?: LostAddresses,
): Promise<SavedPlan> {
  const plan = await deps.stores.plans.load(tenant, planId, lost);
  if (plan !== null) return plan;
  throw new AppError('notFound', 'no-such-plan', 'There is no plan with this id.');
}

/** Whether an end has not been written for the run. */
export const isActive = (run: Run): boolean => ACTIVE_STATES.includes(run.state);

/** Whether nothing but a person lets it go on. */
export const waitsForPerson = (run: Run): boolean =>
  run.state === 'held' || (run.state === 'paused' && run.resumesAt === undefined);

/** Puts the run into the queue. The key is new with every take-over, so that a resumed run is not taken for a repeat. */
export function queueRun(deps: Pick<Deps, 'queue'>, run: Run): Promise<void> {
  const payload = { tenantId: run.tenantId, runId: run.id };
  return deps.queue.send('run.apply', payload, `${run.id}:${run.epoch}`);
}

/** Lets a run that paused go on by itself at its time, unless a person resumes it before. */
export function queueResume(deps: Pick<Deps, 'queue' | 'clock'>, run: Run): Promise<void> {
  const payload = { tenantId: run.tenantId, runId: run.id };
  const afterMs = Math.max(0, Date.parse(run.resumesAt ?? '') - deps.clock.now().getTime()) || 0;
  return deps.queue.send('run.apply', payload, `${run.id}:${run.epoch}:by-itself`, { afterMs });
}
