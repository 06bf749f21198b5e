/** `ingestMapFile`: the whole map of one building at once (graph-places.md section 11). */
import {
  badRequest,
  conflict,
  notFound,
  unreadable,
  type GraphAnswer,
  type GraphRequest,
} from '../exchange.ts';
import type { StoredFeature } from '../stored-map.ts';
import { bool, complex, isRecord, nullable, text, unknownProperty } from '../value-checks.ts';
import type { Service } from '../write-places.ts';
import { checkTogether, directoryId } from './correlation.ts';
import { readFeature, type Feature } from './feature-rules.ts';
import { readPackage } from './package-files.ts';

const setting = nullable(complex('importBuildingMapSetting', { isDryRun: bool }));

function readBody(body: unknown): { file: string; isDryRun: boolean } {
  if (!isRecord(body)) throw unreadable('The request body must be a JSON object.');
  for (const name of Object.keys(body)) {
    if (name !== 'file' && name !== 'importSetting') throw unknownProperty(name, 'ingestMapFile');
  }
  if (body['file'] === undefined || body['file'] === null)
    throw badRequest("The parameter 'file' is required.");
  text()(body['file'], 'file');
  setting(body['importSetting'] ?? null, 'importSetting');
  const chosen = body['importSetting'] as { isDryRun?: boolean } | null | undefined;
  return { file: body['file'] as string, isDryRun: chosen?.isDryRun ?? false };
}

/** All features of a package, each by itself and all together in order. @throws Refusal 400 */
function readFeatures(service: Service, buildingId: string, file: string): Feature[] {
  const features: Feature[] = [];
  const seen = new Set<string>();
  for (const [type, values] of readPackage(file)) {
    for (const value of values) {
      const feature = readFeature(value, type);
      if (seen.has(feature.id)) throw badRequest(`The feature id ${feature.id} is used twice.`);
      seen.add(feature.id);
      features.push(feature);
    }
  }
  checkTogether(service.tenant, buildingId, features);
  return features;
}

/** How a feature is kept: `category` renamed, nulls dropped, the correlation beside it. */
export function storedFeature(feature: Feature, placeId: string | null): StoredFeature {
  const { directory_id: _, category, level_id, ...rest } = feature.properties;
  const properties = {
    ...rest,
    ...(level_id === undefined ? {} : { level_id }),
    ...(category === undefined ? {} : { places_category: category }),
  };
  return {
    id: feature.id,
    featureType: feature.type,
    levelId: typeof level_id === 'string' ? level_id.toLowerCase() : null,
    placeId,
    geometry: feature.geometry,
    properties: Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null)),
  };
}

/** Building and level are always correlated by the file; for the others it depends on the tenant. */
function placeIdFromFile(service: Service, feature: Feature): string | null {
  const always = feature.type === 'building' || feature.type === 'level';
  return always || service.settings.honourFeaturePlaceIds ? directoryId(feature) : null;
}

export function ingestMapFile(service: Service, request: GraphRequest, id: string): GraphAnswer {
  const building = service.tenant.byPlaceId(id);
  if (building?.type !== 'building') throw notFound(id);
  const { file, isDryRun } = readBody(request.body);
  if (!isDryRun && service.tenant.mapOf(building.placeId) !== undefined) {
    throw conflict('The building has a map already. Delete the map, then upload again.');
  }
  const features = readFeatures(service, building.placeId, file);
  if (!isDryRun && service.pretend !== true) {
    const map = {
      buildingId: building.placeId,
      visibleFrom: service.now().getTime() + (request.lagMs ?? service.settings.mapLagMs),
      features: features.map((feature) => storedFeature(feature, placeIdFromFile(service, feature))),
    };
    service.tenant.commit({ kind: 'map', map });
  }
  return { status: 204 };
}
