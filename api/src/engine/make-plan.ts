/** Makes a preview: reads everything, plans, saves the plan. Sends no write to Microsoft. */
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { SavedPlan } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { planNow } from './plan-now.ts';

/**
 * Makes and saves a plan of the building as its newest snapshot wants it.
 * A read that fails makes the plan incomplete, never an exception.
 * @throws AppError `notFound` `no-such-building`; `permission` when the account has to sign in again
 */
export async function makePlanFor(
  deps: Deps,
  { tenant, buildingId, by }: { tenant: TenantId; buildingId: BuildingId; by: string },
): Promise<SavedPlan> {
  const { plan, revision, basis } = await planNow(deps, tenant, buildingId);
  const saved: SavedPlan = {
    ...plan,
    id: deps.newId(),
    tenantId: tenant,
    buildingId,
    createdAt: deps.clock.now().toISOString(),
    createdBy: by,
    basis,
    revision,
    map: { action: 'none', reason: 'Floor maps are not uploaded yet.', floors: 0 },
  };
  await deps.stores.plans.save(saved);
  return saved;
}
