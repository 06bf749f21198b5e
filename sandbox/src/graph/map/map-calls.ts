/** Reads of a map, and the change and removal of single units, fixtures and sections (graph-places.md section 2). */
import { badRequest, notFound, unreadable, type GraphAnswer, type GraphRequest } from '../exchange.ts';
import { allowOnly, readSelect } from '../query.ts';
import type { FeatureType, StoredFeature } from '../stored-map.ts';
import type { LiveMap } from '../tenant.ts';
import { isRecord, nullable, text, unknownProperty } from '../value-checks.ts';
import type { Service } from '../write-places.ts';
import { correlatedPlace, directoryId } from './correlation.ts';
import { readFeature, type Feature } from './feature-rules.ts';
import { storedFeature } from './import-map.ts';

/** Features that can be changed one by one. */
export type SingleType = 'unit' | 'fixture' | 'section';

function visibleMap(service: Service, buildingId: string): LiveMap {
  const map = service.tenant.mapOf(buildingId.toLowerCase());
  if (map === undefined || map.visibleFrom > service.now().getTime()) throw notFound(`${buildingId}/map`);
  return map;
}

function levelOf(map: LiveMap, levelId: string): StoredFeature {
  const level = map.features.get(levelId.toLowerCase());
  if (level?.featureType !== 'level') throw notFound(levelId);
  return level;
}

/** `properties` is one text that holds the whole feature, not only its properties. */
function wireFeature(service: Service, feature: StoredFeature): Record<string, unknown> {
  const properties = JSON.stringify({
    id: feature.id,
    type: 'Feature',
    feature_type: feature.featureType,
    geometry: feature.geometry,
    properties: {
      ...feature.properties,
      ...(feature.placeId === null ? {} : { directory_id: feature.placeId }),
    },
  });
  return {
    ...(service.settings.typeAnnotations === 'always'
      ? { '@odata.type': `#microsoft.graph.${feature.featureType}Map` }
      : {}),
    ...(feature.featureType === 'footprint' ? {} : { placeId: feature.placeId }),
    id: feature.id,
    properties,
  };
}

function selected(request: GraphRequest, feature: Record<string, unknown>): Record<string, unknown> {
  const select = readSelect(request.query, new Set(['id', 'placeId', 'properties']));
  if (select === null) return feature;
  return Object.fromEntries(
    Object.entries(feature).filter(
      ([name]) => name === '@odata.type' || name === 'id' || select.includes(name),
    ),
  );
}

/** `GET .../map`. */
export function readMap(service: Service, request: GraphRequest, buildingId: string): GraphAnswer {
  allowOnly(request.query, ['$select']);
  const map = visibleMap(service, buildingId);
  const building = [...map.features.values()].find((feature) => feature.featureType === 'building');
  if (building === undefined) throw notFound(`${buildingId}/map`);
  return { status: 200, body: selected(request, wireFeature(service, building)) };
}

/** `DELETE .../map`. */
export function removeMap(service: Service, buildingId: string): GraphAnswer {
  const map = service.tenant.mapOf(buildingId.toLowerCase());
  if (map === undefined) throw notFound(`${buildingId}/map`);
  if (service.pretend !== true) service.tenant.commit({ kind: 'mapGone', buildingId: map.buildingId });
  return { status: 204 };
}

/** `GET .../map/{footprints|levels}` and `GET .../levels/{levelId}/{units|fixtures|sections}`. */
export function listFeatures(
  service: Service,
  request: GraphRequest,
  buildingId: string,
  type: FeatureType,
  levelId: string | null,
): GraphAnswer {
  allowOnly(request.query, ['$select']);
  const map = visibleMap(service, buildingId);
  const level = levelId === null ? null : levelOf(map, levelId).id;
  const value = [...map.features.values()]
    .filter((feature) => feature.featureType === type && feature.levelId === level)
    .map((feature) => selected(request, wireFeature(service, feature)));
  return {
    status: 200,
    body: { '@odata.context': `${request.origin}/v1.0/$metadata#Collection(${type}Map)`, value },
  };
}

interface FeatureBody {
  readonly placeId?: string | null;
  readonly properties?: string;
}

function readBody(type: SingleType, body: unknown): FeatureBody {
  if (!isRecord(body)) throw unreadable('The request body must be a JSON object.');
  for (const [name, value] of Object.entries(body)) {
    if (name === 'placeId') nullable(text())(value, name);
    else if (name === 'properties') text()(value, name);
    else if (name !== '@odata.type') throw unknownProperty(name, `${type}Map`);
    else if (value !== `#microsoft.graph.${type}Map` && value !== `microsoft.graph.${type}Map`) {
      throw unreadable(`The annotation '@odata.type' does not name 'microsoft.graph.${type}Map'.`);
    }
  }
  return body;
}

/** The feature inside the text; the id in the path wins over the one inside (graph-places.md section 11). */
function parseFeature(type: SingleType, properties: string, id: string, levelId: string): Feature {
  let value: unknown;
  try {
    value = JSON.parse(properties);
  } catch {
    throw badRequest("The property 'properties' is not JSON.");
  }
  const feature = readFeature(value, type, 'patch');
  const inside = feature.properties['level_id'];
  if (typeof inside === 'string' && inside.toLowerCase() !== levelId) {
    throw badRequest(`level_id of the ${type} is not the level of the address.`);
  }
  return { ...feature, id, properties: { ...feature.properties, level_id: levelId } };
}

/** `PATCH .../levels/{levelId}/{units|fixtures|sections}/{id}`: 200 changed, 201 created. */
export function upsertFeature(
  service: Service,
  request: GraphRequest,
  buildingId: string,
  levelId: string,
  type: SingleType,
  id: string,
): GraphAnswer {
  const map = visibleMap(service, buildingId);
  const level = levelOf(map, levelId);
  const known = map.features.get(id.toLowerCase());
  if (known !== undefined && (known.featureType !== type || known.levelId !== level.id)) {
    throw badRequest(`The id '${id}' belongs to another feature of the map.`);
  }
  const body = readBody(type, request.body);
  const sent =
    body.properties === undefined ? null : parseFeature(type, body.properties, id.toLowerCase(), level.id);
  if (sent === null && known === undefined)
    throw badRequest("The property 'properties' is required to create a feature.");
  const placeId = placeIdOf(service, body, sent, known);
  if (placeId !== null) correlatedPlace(service.tenant, type, placeId, map.buildingId, level.placeId);
  const feature = sent === null ? { ...(known as StoredFeature), placeId } : storedFeature(sent, placeId);
  if (service.pretend !== true)
    service.tenant.commit({ kind: 'feature', buildingId: map.buildingId, feature });
  return { status: known === undefined ? 201 : 200, body: wireFeature(service, feature) };
}

/** `placeId` of the body; else what the feature says, where this tenant listens to that; else what it was. */
function placeIdOf(
  service: Service,
  body: FeatureBody,
  sent: Feature | null,
  known: StoredFeature | undefined,
): string | null {
  if (body.placeId !== undefined) return body.placeId === null ? null : body.placeId.toLowerCase();
  const inside = sent === null || !service.settings.honourFeaturePlaceIds ? null : directoryId(sent);
  return inside ?? known?.placeId ?? null;
}

/** `DELETE .../levels/{levelId}/{units|fixtures|sections}/{id}`. */
export function removeFeature(
  service: Service,
  buildingId: string,
  levelId: string,
  type: SingleType,
  id: string,
): GraphAnswer {
  const map = visibleMap(service, buildingId);
  const feature = map.features.get(id.toLowerCase());
  if (feature?.featureType !== type || feature.levelId !== levelOf(map, levelId).id) throw notFound(id);
  if (service.pretend !== true) {
    service.tenant.commit({ kind: 'featureGone', buildingId: map.buildingId, featureId: feature.id });
  }
  return { status: 204 };
}
