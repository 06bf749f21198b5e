/** Makes a preview: reads everything, plans, saves the plan. Sends no write to Microsoft. */
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { SavedPlan } from '../ports/stores.ts';
import { recordAudit } from './audit-trail.ts';
import { canonicalText } from './canonical-text.ts';
import type { Deps } from './deps.ts';
import { planMap } from './plan-map.ts';
import { planNow } from './plan-now.ts';

/**
 * Makes and saves a plan of the building as its newest snapshot wants it.
 * A read that fails makes the plan incomplete, never an exception.
 * @throws AppError `notFound` `no-such-building`; `permission` when the account has to sign in again
 */
export async function makePlanFor(
  deps: Deps,
  {
    tenant,
    buildingId,
    by,
    byId,
  }: { tenant: TenantId; buildingId: BuildingId; by: string; byId?: string | undefined },
): Promise<SavedPlan> {
  const { plan, revision, basis, map: input } = await planNow(deps, tenant, buildingId);
  const { map, findings } = await planMap(deps, { tenant, buildingId }, { input, revision, plan });
  const saved: SavedPlan = {
    ...plan,
    id: deps.newId(),
    tenantId: tenant,
    buildingId,
    createdAt: deps.clock.now().toISOString(),
    createdBy: by,
    basis,
    revision,
    findings: [...plan.findings, ...findings],
    map,
  };
  await recordPlan(deps, saved, byId);
  await deps.stores.plans.save(saved);
  return saved;
}

/** With the fingerprint of the steps, so that a plan that was changed after somebody looked at it shows. */
function recordPlan(deps: Deps, plan: SavedPlan, userId: string | undefined): Promise<void> {
  const { id, tenantId, buildingId, revision, steps, createdBy: name } = plan;
  const fingerprint = deps.hash(canonicalText(steps));
  return recordAudit(deps.audit, deps.clock, tenantId, [
    {
      action: 'plan.made',
      initiator: userId === undefined ? null : { userId, name },
      actingAs: null,
      subject: { kind: 'plan', id },
      detail: { buildingId, revision, steps: steps.length, fingerprint },
    },
  ]);
}
