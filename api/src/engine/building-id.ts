import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { Deps } from './deps.ts';

/**
 * The id of a building: the one it has, or the one it would get. It is a fingerprint of whose building it is, so
 * that a dry run and the import after it say the same.
 */
export async function buildingIdOf(
  deps: Pick<Deps, 'stores' | 'hash'>,
  { tenant, source, sourceKey }: { tenant: TenantId; source: string; sourceKey: string },
): Promise<BuildingId> {
  const stored = await deps.stores.buildings.idOf(tenant, source, sourceKey);
  return stored ?? asUuid(deps.hash(JSON.stringify([tenant, source, sourceKey])));
}

/** Hexadecimal digits in the form of a version 8 UUID (RFC 9562: the content is our own affair). */
function asUuid(hex: string): BuildingId {
  const digits = `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 32)}`;
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') as BuildingId;
}
