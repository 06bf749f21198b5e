import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { StoredBuilding } from '../ports/stores.ts';
import type { Deps } from './deps.ts';

/** The building of this tenant with this id. @throws AppError `notFound` `no-such-building` */
export async function theBuilding(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  id: BuildingId,
): Promise<StoredBuilding> {
  const building = await deps.stores.buildings.load(tenant, id);
  if (building !== null) return building;
  throw new AppError('notFound', 'no-such-building', 'There is no building with this id.');
}
