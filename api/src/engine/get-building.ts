/** A building as a list shows it: what it is, how it stands, its last run and its last plan. */
import type { Summary } from '../core/plan/plan.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { Run, StoredBuilding } from '../ports/stores.ts';
import { statusOf, type BuildingStatus } from './building-status.ts';
import type { Deps } from './deps.ts';
import { theBuilding } from './the-building.ts';

export interface BuildingOverview extends StoredBuilding {
  readonly status: BuildingStatus;
  readonly lastRun?: Pick<Run, 'id' | 'state' | 'startedAt' | 'completedAt' | 'progress' | 'counts'>;
  readonly lastPlan?: {
    readonly id: string;
    readonly createdAt: string;
    readonly applyable: boolean;
    readonly summary: Summary;
  };
}

/** One building with its status. @throws AppError `notFound` `no-such-building` */
export async function getBuilding(deps: Deps, tenant: TenantId, id: BuildingId): Promise<BuildingOverview> {
  return overviewOf(deps, tenant, await theBuilding(deps, tenant, id));
}

/** Puts a stored building together with what its last run and its last plan say. */
export async function overviewOf(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: StoredBuilding,
): Promise<BuildingOverview> {
  const [run, plan] = await Promise.all([
    deps.stores.runs.latest(tenant, building.id),
    deps.stores.plans.latest(tenant, building.id),
  ]);
  return {
    ...building,
    status: statusOf(building, run, plan),
    ...(run === null ? {} : { lastRun: inShort(run) }),
    ...(plan === null
      ? {}
      : {
          lastPlan: {
            id: plan.id,
            createdAt: plan.createdAt,
            applyable: plan.applyable,
            summary: plan.summary,
          },
        }),
  };
}

const inShort = ({ id, state, startedAt, completedAt, progress, counts }: Run) => ({
  id,
  state,
  startedAt,
  completedAt,
  progress,
  counts,
});
