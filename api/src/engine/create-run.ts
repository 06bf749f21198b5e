import { AppError } from '../core/model/app-error.ts';
import type { Step } from '../core/plan/plan.ts';
import { countRun, untouchedPlaces } from '../core/run/run-end.ts';
import type { Run, SavedPlan } from '../ports/stores.ts';
import { recordAudit, refOf, type AuditEvent, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { MAP_OF_OTHERS, mapReleased, releaseMap } from './map-release.ts';
import { isActive, queueRun, type Person } from './the-run.ts';
import { say } from '../core/model/sentence.ts';

/**
 * Writes a new run of these steps down and queues it.
 * @throws AppError `permission` `not-connected`; `conflict` `run-active` with the id of the run in the way;
 *   `transient` `too-many-starts`
 */
export async function createRun(
  deps: Deps,
  plan: SavedPlan,
  steps: readonly Step[],
  by: Person,
  { released = [], ...origin }: { readonly retryOf?: string; readonly released?: readonly string[] } = {},
): Promise<Run> {
  await refuseTooMany(deps, plan);
  const account = await deps.tokens.account(plan.tenantId);
  if (account === null) {
    throw new AppError('permission', 'not-connected', 'No Microsoft account is connected.', {
      hint: 'An administrator connects a Microsoft account in the tab first: the account at the top.',
    });
  }
  const run: Run = {
    id: deps.newId(),
    tenantId: plan.tenantId,
    buildingId: plan.buildingId,
    planId: plan.id,
    state: 'queued',
    requestedBy: by.name,
    actingAs: account.name,
    initiator: (await refOf(deps.audit, plan.tenantId, by)) ?? undefined,
    createdAt: deps.clock.now().toISOString(),
    progress: { done: 0, total: steps.length },
    counts: countRun([], untouchedOf(plan, origin)),
    epoch: 0,
    ...origin,
  };
  // First the audit: a run that cannot be recorded does not start.
  await recordAudit(deps.audit, deps.clock, run.tenantId, requestOf(run, by, account, released));
  if (released.includes(MAP_OF_OTHERS) || (await mapReleased(deps, run))) await releaseMap(deps, run);
  await deps.stores.runs.start(
    run,
    steps.map((step) => step.id),
  );
  await queueRun(deps, run);
  return run;
}

const HOUR_MS = 3_600_000;

/** Counted from what is stored, so that it holds for several processes together and after a restart. */
async function refuseTooMany(deps: Deps, { tenantId, buildingId }: SavedPlan): Promise<void> {
  const { startsPerHour } = deps;
  if (startsPerHour === undefined) return;
  const { items } = await deps.stores.runs.list(tenantId, buildingId, { limit: startsPerHour });
  const oldest = items[startsPerHour - 1];
  if (oldest === undefined) return;
  const retryAfterMs = Date.parse(oldest.createdAt) + HOUR_MS - deps.clock.now().getTime();
  if (retryAfterMs <= 0) return;
  const message = say`This building was synced ${{ count: startsPerHour }} times within an hour.`;
  const hint = 'Wait, or find out what starts it that often.';
  throw new AppError('transient', 'too-many-starts', message, { hint, retryAfterMs });
}

function requestOf(run: Run, by: Person, actingAs: AuditPerson, released: readonly string[]): AuditEvent[] {
  const { id, planId, buildingId, progress, retryOf = null } = run;
  const detail = { planId, buildingId, steps: progress.total, retryOf };
  const subject = { kind: 'plan', id: planId } as const;
  return [
    ...released.map((guard) => ({
      action: 'guard.released' as const,
      initiator: by,
      actingAs: null,
      subject,
      detail: { guard, runId: id },
    })),
    { action: 'run.requested', initiator: by, actingAs, subject: { kind: 'run', id }, detail },
  ];
}

/** Places that the plan itself leaves as they are; a retry is not about them. */
export function untouchedOf(plan: Pick<SavedPlan, 'summary'>, { retryOf }: Pick<Run, 'retryOf'>): number {
  return retryOf === undefined ? untouchedPlaces(plan) : 0;
}

/** Refuses while a run of the building is not finished; the store's own rule decides races. */
export function refuseActiveRun(latest: Run | null): void {
  if (latest === null || !isActive(latest)) return;
  throw new AppError('conflict', 'run-active', 'A run of this building is not finished yet.', {
    runId: latest.id,
  });
}
