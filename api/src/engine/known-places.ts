import type { BuildingId, KnownPlace, TenantId } from '../core/model/place.ts';
import type { Page, PageQuery } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { theBuilding } from './the-building.ts';

/** One page of the ledger of a building: what we last wrote. @throws AppError `notFound` `no-such-building` */
export async function knownPlaces(
  deps: Deps,
  tenant: TenantId,
  buildingId: BuildingId,
  query: PageQuery,
): Promise<Page<KnownPlace>> {
  await theBuilding(deps, tenant, buildingId);
  return deps.stores.known.page(tenant, buildingId, query);
}
