/** How features find each other and the places they draw (imdf.md sections 2.5 and 3.2). */
import { badRequest } from '../exchange.ts';
import type { PlaceType } from '../place-types.ts';
import type { FeatureType } from '../stored-map.ts';
import type { StoredPlace } from '../stored-place.ts';
import type { Tenant } from '../tenant.ts';
import type { Feature } from './feature-rules.ts';

/** Which places a feature may stand for. */
const DRAWN_AS: Readonly<Partial<Record<FeatureType, readonly PlaceType[]>>> = {
  building: ['building'],
  level: ['floor'],
  unit: ['room', 'workspace'],
  section: ['section'],
  fixture: ['desk'],
};

/** The placeId a feature carries, in lower case; null when it is not correlated. */
export function directoryId(feature: Feature): string | null {
  const value = feature.properties['directory_id'];
  return typeof value === 'string' ? value.toLowerCase() : null;
}

/** The place behind a placeId: of the right type, in this building, and on this floor when one is given. */
export function correlatedPlace(
  tenant: Tenant,
  type: FeatureType,
  placeId: string,
  buildingId: string,
  floorId: string | null,
): StoredPlace {
  const place = tenant.byPlaceId(placeId);
  if (place === undefined) throw badRequest(`The place '${placeId}' of a ${type} does not exist.`);
  if (DRAWN_AS[type]?.includes(place.type) !== true) {
    throw badRequest(`A ${type} cannot be correlated with a place of type '${place.type}' (${placeId}).`);
  }
  const above = [...tenant.upwards(place)].map((one) => one.placeId);
  if (!above.includes(buildingId))
    throw badRequest(`The place '${placeId}' is not in the building '${buildingId}'.`);
  if (floorId !== null && !above.includes(floorId)) {
    throw badRequest(`The place '${placeId}' of a ${type} is not on the floor of its level.`);
  }
  return place;
}

/** Checks references and correlation over a whole package. */
export function checkTogether(tenant: Tenant, buildingId: string, features: readonly Feature[]): void {
  const byType = (type: FeatureType) => features.filter((feature) => feature.type === type);
  const [building, ...others] = byType('building');
  if (building === undefined || others.length > 0)
    throw badRequest('A package must hold exactly one building.');
  if (directoryId(building) !== buildingId) {
    throw badRequest(`The building of the package is not correlated with the place '${buildingId}'.`);
  }
  for (const feature of [...byType('footprint'), ...byType('level')]) checkBuildingIds(feature, building.id);
  if (byType('footprint').length === 0) throw badRequest('A package needs a footprint.');
  const floors = checkLevels(tenant, buildingId, byType('level'));
  for (const type of ['unit', 'section', 'fixture'] as const) {
    for (const feature of byType(type)) checkOnLevel(tenant, buildingId, feature, floors);
  }
}

function checkBuildingIds(feature: Feature, buildingFeatureId: string): void {
  for (const id of feature.properties['building_ids'] as readonly string[]) {
    if (id.toLowerCase() !== buildingFeatureId) {
      throw badRequest(
        `building_ids of ${feature.type} ${feature.id} names ${id}, which is not the building.`,
      );
    }
  }
}

/** Every level stands for one floor, and its ordinal is the floor's sort order. @returns floor placeId by level id */
function checkLevels(tenant: Tenant, buildingId: string, levels: readonly Feature[]): Map<string, string> {
  if (levels.length === 0) throw badRequest('A package needs a level.');
  const floors = new Map<string, string>();
  for (const level of levels) {
    const placeId = directoryId(level);
    if (placeId === null) throw badRequest(`The level ${level.id} is not correlated with a floor.`);
    const floor = correlatedPlace(tenant, 'level', placeId, buildingId, null);
    if ([...floors.values()].includes(placeId))
      throw badRequest(`Two levels are correlated with the floor '${placeId}'.`);
    if (floor.props['sortOrder'] !== level.properties['ordinal']) {
      throw badRequest(`The ordinal of level ${level.id} is not the sort order of the floor '${placeId}'.`);
    }
    floors.set(level.id, placeId);
  }
  return floors;
}

function checkOnLevel(
  tenant: Tenant,
  buildingId: string,
  feature: Feature,
  floors: ReadonlyMap<string, string>,
): void {
  const floorId = floors.get((feature.properties['level_id'] as string).toLowerCase());
  if (floorId === undefined)
    throw badRequest(`level_id of ${feature.type} ${feature.id} is not a level of the package.`);
  const placeId = directoryId(feature);
  if (placeId !== null) correlatedPlace(tenant, feature.type, placeId, buildingId, floorId);
}
