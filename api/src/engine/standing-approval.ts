/** An administrator's word that help desk may sync a building from chat, as long as nothing in the plan is risky. */
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { PageQuery } from '../ports/stores.ts';
import { recordAudit } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { theBuilding } from './the-building.ts';
import type { Person } from './the-run.ts';

export interface StandingApproval {
  readonly allowed: boolean;
  readonly by?: string | undefined;
  /** RFC 3339. */
  readonly at?: string | undefined;
}

const keyOf = (building: BuildingId): string => `standing-approval:${building}`;

/** Not allowed as long as nobody said so. @throws AppError `notFound` `no-such-building` */
export async function standingApproval(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  buildingId: BuildingId,
): Promise<StandingApproval> {
  await theBuilding(deps, tenant, buildingId);
  return kept(deps, tenant, buildingId);
}

/** The buildings of one page that have it; the page may be empty while there are more. */
export async function listStandingApprovals(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  query: PageQuery,
): Promise<{ items: (StandingApproval & { buildingId: BuildingId })[]; nextCursor?: string }> {
  const { items, nextCursor } = await deps.stores.buildings.list(tenant, query);
  const all = await Promise.all(
    items.map(async ({ id }) => ({ buildingId: id, ...(await kept(deps, tenant, id)) })),
  );
  const allowed = all.filter((approval) => approval.allowed);
  return nextCursor === undefined ? { items: allowed } : { items: allowed, nextCursor };
}

async function kept(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  buildingId: BuildingId,
): Promise<StandingApproval> {
  const found = await deps.stores.settings.load(tenant, keyOf(buildingId));
  // Only setStandingApproval writes there.
  return (found as StandingApproval | null) ?? { allowed: false };
}

/** @throws AppError `notFound` `no-such-building` */
export async function setStandingApproval(
  deps: Deps,
  {
    tenant,
    buildingId,
    allowed,
    by,
  }: { tenant: TenantId; buildingId: BuildingId; allowed: boolean; by: Person },
): Promise<StandingApproval> {
  await theBuilding(deps, tenant, buildingId);
  const action = allowed ? 'approval.standing' : 'approval.withdrawn';
  const subject = { kind: 'building', id: buildingId } as const;
  await recordAudit(deps.audit, deps.clock, tenant, [
    { action, initiator: by, actingAs: null, subject, detail: {} },
  ]);
  const approval = { allowed, by: by.name, at: deps.clock.now().toISOString() };
  await deps.stores.settings.save(tenant, keyOf(buildingId), approval);
  return approval;
}
