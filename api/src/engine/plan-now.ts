/** The plan as it would be made at this moment: what a preview saves, and what a start compares with. */
import { AppError } from '../core/model/app-error.ts';
import type { MapInput } from '../core/map/map-shapes.ts';
import type { Building } from '../core/model/building.ts';
import type { BuildingId, KnownPlace, TenantId } from '../core/model/place.ts';
import { desiredPlaces } from '../core/desired/desired-places.ts';
import { DEFAULT_POLICY, makePlan } from '../core/plan/make-plan.ts';
import type { LiveBuilding, Plan } from '../core/plan/plan.ts';
import type { ReadAs, SavedPlan } from '../ports/stores.ts';
import { SignInNeeded, type Viewer } from '../ports/token-source.ts';
import { withAcceptedOrphans } from './accepted-orphans.ts';
import { canonicalText } from './canonical-text.ts';
import type { Deps } from './deps.ts';
import { mapInput } from './map-input.ts';
import { readAsViewer } from './read-as-viewer.ts';
import { readLive } from './read-live.ts';

export interface PlanNow {
  readonly plan: Plan;
  readonly model: Building;
  readonly revision: string;
  readonly basis: SavedPlan['basis'];
  readonly readAs: ReadAs;
  /** What the floor map of it is made of. */
  readonly map: MapInput;
}

/**
 * Reads the newest snapshot, the ledger and Microsoft Places, and plans. Sends no write.
 *
 * @param viewer the person who wants to see it; without one the connected account looks
 * @throws AppError `notFound` `no-such-building`; `permission` when the account has to sign in again
 */
export async function planNow(
  deps: Deps,
  tenant: TenantId,
  buildingId: BuildingId,
  viewer?: Viewer,
): Promise<PlanNow> {
  const snapshot = await deps.stores.buildings.snapshot(tenant, buildingId);
  if (snapshot === null) {
    throw new AppError('notFound', 'no-such-building', 'There is no building with this id.');
  }
  const { model, revision } = snapshot;
  // Reading Microsoft Places takes longer than getting ready to draw.
  deps.maps?.maker.expect?.(model);
  const { places: desired, findings } = desiredPlaces(model, deps.clock.now());
  const ledger = await deps.stores.known.load(tenant, buildingId);
  const known = await withAcceptedOrphans(deps, { tenant, buildingId }, ledger, desired);
  const listsLagAfter = new Date(deps.clock.now().getTime() - deps.graceMs);
  const wanted = { desired, known, listsLagAfter };
  const reading = readAsViewer(deps, tenant, viewer, (directory) => readLive(directory, wanted));
  const { live, readAs } = await reading.catch(signInRefusal);
  const others = await placesOfOthers(deps, { tenant, buildingId }, known, live);
  const plan = makePlan({
    desired,
    findings: [...snapshot.findings, ...findings],
    known,
    live,
    policy: DEFAULT_POLICY,
    sourceComplete: model.complete,
    others,
  });
  const basis = {
    source: revision,
    known: deps.hash(canonicalText(ledger)),
    live: deps.hash(canonicalText(live)),
  };
  return { plan, model, revision, basis, readAs, map: mapInput(model, desired, known) };
}

/** Of the places that could be taken over, those that another building of ours has already. */
async function placesOfOthers(
  deps: Deps,
  { tenant, buildingId }: { tenant: TenantId; buildingId: BuildingId },
  known: readonly KnownPlace[],
  live: LiveBuilding,
): Promise<Set<string>> {
  const ours = new Set(known.map((place) => place.placeId));
  const places = [...live.buildings, ...live.below, ...live.byMailbox];
  const free = places.map((place) => place.placeId).filter((id) => !ours.has(id));
  return new Set(await deps.stores.known.ofOthers(tenant, buildingId, free));
}

function signInRefusal(error: unknown): never {
  if (!(error instanceof SignInNeeded)) throw error;
  throw new AppError('permission', error.code, error.message, { hint: error.hint, cause: error });
}
