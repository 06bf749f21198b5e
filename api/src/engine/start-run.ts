/** Starts the run of a saved plan, if the plan still says what would happen. */
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import type { Guard } from '../core/plan/plan.ts';
import type { Run, SavedPlan } from '../ports/stores.ts';
import { canonicalText } from './canonical-text.ts';
import { createRun, refuseActiveRun } from './create-run.ts';
import type { Deps } from './deps.ts';
import { MAP_OF_OTHERS } from './map-release.ts';
import { planNow } from './plan-now.ts';
import { thePlan, type Person } from './the-run.ts';
import { saidIn, say } from '../core/model/sentence.ts';
import type { Sentence } from '../core/model/sentence.ts';

/**
 * Checks the plan, writes the run down as `queued` and hands it to a worker.
 * @throws AppError `notFound` `no-such-plan`; `conflict` `run-active`, `plan-stale`; `guarded` `plan-not-applyable`,
 *   `plan-guarded`; `permission` `not-connected`
 */
export async function startRun(
  deps: Deps,
  input: {
    readonly tenant: TenantId;
    readonly planId: string;
    readonly release: readonly string[];
    readonly by: Person;
  },
): Promise<Run> {
  const plan = await thePlan(deps, input.tenant, input.planId);
  const refuseActive = async () =>
    refuseActiveRun(await deps.stores.runs.latest(plan.tenantId, plan.buildingId));
  await refuseActive();
  refuseUnapplyable(plan);
  refuseGuarded(plan, input.release, input.by);
  refuseMapRelease(plan, input.release, input.by);
  await refuseStale(deps, plan).catch(async (error: unknown) => {
    // A run that began meanwhile is why the plan looks stale: say so, with its id.
    await refuseActive();
    throw error;
  });
  const tripped = plan.guards.filter((guard) => guard.tripped).map((guard) => guard.code);
  const ofMap = replacesMap(plan, input.release) ? [MAP_OF_OTHERS] : [];
  return createRun(deps, plan, plan.steps, input.by, { released: [...tripped, ...ofMap] });
}

/** The map is held by itself, so its release is never needed for the places. */
const replacesMap = ({ map }: SavedPlan, release: readonly string[]): boolean =>
  map.release !== undefined && release.includes(map.release);

function refuseMapRelease(plan: SavedPlan, release: readonly string[], by: Person): void {
  if (by.isAdmin || !replacesMap(plan, release)) return;
  throw new AppError(
    'guarded',
    'plan-guarded',
    'Only a Places.Admin may have a map replaced that somebody else uploaded.',
    { hint: 'Start without the release: everything but the map is synced.' },
  );
}

const saidOf = (guard: Guard): Sentence => saidIn(guard, 'message');

function refuseUnapplyable(plan: SavedPlan): void {
  if (plan.applyable) return;
  const final = plan.guards.filter((guard) => guard.tripped && !guard.releasable);
  const why = final.length > 0 ? final.map(saidOf) : say`Microsoft Places could not be read completely.`;
  throw new AppError('guarded', 'plan-not-applyable', say`This plan cannot be run. ${{ why }}`, {
    hint: 'Remove the cause and make a new plan.',
  });
}

function refuseGuarded(plan: SavedPlan, release: readonly string[], by: Person): void {
  const tripped = plan.guards.filter((guard) => guard.tripped);
  const held = tripped.filter((guard) => !by.isAdmin || !release.includes(guard.code));
  if (held.length === 0) return;
  const codes = held.map((guard) => guard.code).join(', ');
  throw new AppError('guarded', 'plan-guarded', say`${{ guards: held.map(saidOf) }}`, {
    hint: by.isAdmin
      ? say`Check the plan; to run it anyway, release: ${{ codes }}.`
      : say`A Places.Admin has to check the plan and release: ${{ codes }}.`,
  });
}

/**
 * A plan is stale when planning again would not give the same steps: the source, the ledger, or what Microsoft Places
 * shows of the places concerned has changed. What does not concern a step does not matter.
 */
async function refuseStale(deps: Deps, plan: SavedPlan): Promise<void> {
  const building = await deps.stores.buildings.load(plan.tenantId, plan.buildingId);
  if (building?.revision !== plan.revision) throw stale(say`The building was imported anew since.`);
  if (plan.steps.length === 0) return;
  const now = await planNow(deps, plan.tenantId, plan.buildingId);
  if (!now.plan.complete) {
    throw new AppError('transient', 'not-readable', 'Microsoft Places could not be read just now.', {
      hint: now.plan.findings.find((finding) => finding.severity === 'error')?.message ?? 'Try again.',
    });
  }
  if (canonicalText(now.plan.steps) !== canonicalText(plan.steps)) {
    throw stale(say`Microsoft Places or our record of it has changed since.`);
  }
}

const stale = (why: Sentence) =>
  new AppError('conflict', 'plan-stale', say`This plan is out of date. ${{ why }}`, {
    hint: 'Make a new plan and look at it.',
  });
