import type { TenantId } from '../core/model/place.ts';
import type { PageQuery } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { overviewOf, type BuildingOverview } from './get-building.ts';

/** One page of the buildings of all sources, each with its status. */
export async function listBuildings(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  query: PageQuery,
): Promise<{ items: BuildingOverview[]; nextCursor?: string }> {
  const page = await deps.stores.buildings.list(tenant, query);
  const items = await Promise.all(page.items.map((building) => overviewOf(deps, tenant, building)));
  return page.nextCursor === undefined ? { items } : { items, nextCursor: page.nextCursor };
}
