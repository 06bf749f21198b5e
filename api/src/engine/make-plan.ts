/** Makes a preview: reads everything, plans, saves the plan. Sends no write to Microsoft. */
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { SavedPlan } from '../ports/stores.ts';
import type { Viewer } from '../ports/token-source.ts';
import { recordAudit } from './audit-trail.ts';
import { canonicalText } from './canonical-text.ts';
import type { Deps } from './deps.ts';
import { planMap } from './plan-map.ts';
import { planNow } from './plan-now.ts';

/**
 * Makes and saves a plan of the building as its newest snapshot wants it.
 * @param viewer the person with their tab token, who is to see no more than they may; missing when asked in chat
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
    viewer,
  }: {
    tenant: TenantId;
    buildingId: BuildingId;
    by: string;
    byId?: string | undefined;
    viewer?: Viewer | undefined;
  },
): Promise<SavedPlan> {
  const { plan, revision, basis, readAs, map: input } = await planNow(deps, tenant, buildingId, viewer);
  const reader = readAs.who === 'viewer' ? viewer : undefined;
  const maps = deps.maps?.shownTo?.(tenant, reader) ?? deps.maps?.of(tenant);
  const { map, findings } = await planMap(deps, { tenant, buildingId }, { input, revision, plan, maps });
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
    readAs,
  };
  await recordPlan(deps, saved, byId);
  await deps.stores.plans.save(saved);
  return saved;
}

/** With the fingerprint of the steps, so that a plan that was changed after somebody looked at it shows. */
async function recordPlan(deps: Deps, plan: SavedPlan, userId: string | undefined): Promise<void> {
  const { id, tenantId, buildingId, revision, steps, createdBy: name, readAs } = plan;
  const fingerprint = deps.hash(canonicalText(steps));
  const initiator = userId === undefined ? null : { userId, name };
  const account = await deps.tokens.account(tenantId);
  await recordAudit(deps.audit, deps.clock, tenantId, [
    {
      action: 'plan.made',
      initiator,
      actingAs: readAs?.who === 'viewer' ? initiator : account,
      subject: { kind: 'plan', id },
      detail: { buildingId, revision, steps: steps.length, fingerprint, readAs: readAs?.who ?? null },
    },
  ]);
}
