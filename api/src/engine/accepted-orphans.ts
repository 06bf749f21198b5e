/** Orphans that a person has accepted, so that the same missing places do not hold every plan from then on. */
import type { DesiredPlace, KnownPlace } from '../core/model/place.ts';
import { refText, type BuildingId, type TenantId } from '../core/model/place.ts';
import type { PlanNode } from '../core/plan/plan.ts';
import type { Deps } from './deps.ts';

/**
 * The ledger with `leftSource` on places that the source no longer has and that the last finished run kept: its plan
 * named them, and whoever started it released the guard that they tripped.
 */
export async function withAcceptedOrphans(
  deps: Pick<Deps, 'stores'>,
  { tenant, buildingId }: { readonly tenant: TenantId; readonly buildingId: BuildingId },
  known: readonly KnownPlace[],
  desired: readonly DesiredPlace[],
): Promise<readonly KnownPlace[]> {
  const wanted = new Set(desired.map(refText));
  if (known.every((place) => wanted.has(refText(place)))) return known;
  const last = await deps.stores.runs.latest(tenant, buildingId);
  if (last?.state !== 'done' && last?.state !== 'doneWithFailures') return known;
  const plan = await deps.stores.plans.load(tenant, last.planId, 'empty');
  const kept = new Set(plan ? keptPlaces(plan.tree) : []);
  return known.map((place) => (kept.has(refText(place)) ? { ...place, leftSource: true } : place));
}

const keptPlaces = (node: PlanNode): string[] => [
  ...(node.action === 'keep' ? [refText(node)] : []),
  ...node.children.flatMap(keptPlaces),
];
