/** The full IMDF 1.0.0 archive of a building, for other tools: holes kept, nothing cut (imdf.md section 2). */
import type { Building } from '../model/building.ts';
import type { CarriedFeature, ImdfWords, Label } from '../model/carried-feature.ts';
import { refText } from '../model/place.ts';
import { carriedAreas, carriedFeatures } from './carried-features.ts';
import { FIXTURE_CATEGORIES, SECTION_CATEGORIES, UNIT_CATEGORIES, type Layer } from './categories.ts';
import { FeatureIds } from './feature-ids.ts';
import type { Area } from './grid.ts';
import { labelPoint } from './label-point.ts';
import { collection, label, type FeatureType, type MapFeature, type MapFiles } from './map-feature.ts';
import type { MapFloor, MapInput, MapShape, MapShapes } from './map-shapes.ts';
import { areaOnEarth, pointInside, type GeoJsonPoint } from './on-earth.ts';

/** Names the members that IMDF itself does not have: directory_id and bearing. */
const EXTENSION = 'imdf:extension:places-sync:correlation#1.0.0';
/** What stands for "unknown" where IMDF wants a country (ISO 3166: for users to assign). */
const NO_COUNTRY = 'ZZ';

const KNOWN: Readonly<Record<Layer, ReadonlySet<string>>> = {
  unit: UNIT_CATEGORIES,
  section: SECTION_CATEGORIES,
  fixture: FIXTURE_CATEGORIES,
};
const OTHERWISE: Readonly<Record<Layer, string>> = {
  unit: 'unspecified',
  section: 'private',
  fixture: 'furniture',
};

/** Same input, same bytes. A word that IMDF does not know is replaced by its plainest one. */
export function imdfArchive(
  { building, placeIds }: MapInput,
  shapes: MapShapes,
  hash: (text: string) => string,
): MapFiles {
  const { plane, footprint } = shapes;
  const ids = new FeatureIds(building.key, hash);
  const buildingId = ids.of('building', building.key);
  const addressId = ids.of('address', building.key, 'address');
  const draft: Drafts = {
    ids,
    plane,
    levels: new Map(),
    units: new Map(),
    words: wordsByKey(building),
    buildingId,
    link: (ref) => (placeIds[ref] === undefined ? {} : { directory_id: placeIds[ref] }),
    displayPoint: (areas) =>
      areas[0] ? pointInside(labelPoint(areas[0]), areaOnEarth(areas, plane), plane) : null,
    feature: (type, id, areas, properties) => ({
      id,
      type: 'Feature',
      feature_type: type,
      geometry: areas && areaOnEarth(areas, plane),
      properties,
    }),
  };
  const all = [
    addressFeature(building, addressId),
    venueFeature(building, addressId, footprint, draft),
    buildingFeature(building, addressId, groundOf(building, footprint, plane), draft),
    ...shapes.floors.flatMap((floor) => floorFeatures(floor, shapes.bearing, draft)),
  ];
  all.push(...carriedAndFootprint(building, footprint, draft));
  const files = new Map([['manifest.json', manifest(building)]]);
  for (const [type, own] of Map.groupBy(all, (one) => one.feature_type)) {
    files.set(`${type}.geojson`, collection(own));
  }
  return files;
}

/** A name that Microsoft Places cannot take, or of a place that is left alone, is a name all the same. */
const wordsByKey = ({ floors }: Building): ReadonlyMap<string, ImdfWords> =>
  new Map(
    floors
      .flatMap((floor) => [floor, ...floor.spaces])
      .map(({ key, name, imdf }) => [key, { name: label(name), ...imdf }]),
  );

/** What the source said of the venue, or of the building as a feature. */
function whole<T extends 'venue' | 'building'>({ carried = [] }: Building, type: T) {
  return carried.find((one): one is Extract<CarriedFeature, { type: T }> => one.type === type);
}

const PLAIN_VENUE = {
  category: 'businesscampus',
  restriction: null,
  name: null,
  altName: null,
  hours: null,
  phone: null,
  website: null,
};

function venueFeature(
  building: Building,
  address_id: string,
  footprint: readonly Area[],
  { ids, plane, feature, displayPoint }: Drafts,
): MapFeature {
  const said = whole(building, 'venue');
  const own = said ? carriedAreas(said.polygons, plane) : [];
  const areas = own.length > 0 ? own : footprint;
  const id = said ? ids.of('venue', said.key) : ids.of('venue', building.key, 'venue');
  const { category, restriction, name, altName, hours, phone, website } = said ?? PLAIN_VENUE;
  return feature('venue', id, areas, {
    category,
    restriction,
    name: name ?? label(building.name) ?? label('Building'),
    alt_name: altName,
    display_point: displayPoint(areas),
    address_id,
    hours,
    phone,
    website,
  });
}

/** Where the building stands by the first footprint that is written: its label has to be in one. */
function groundOf(
  { carried = [] }: Building,
  footprint: readonly Area[],
  plane: MapShapes['plane'],
): readonly Area[] {
  const own = carried
    .filter((one) => one.type === 'footprint')
    .map(({ polygons }) => carriedAreas(polygons, plane))
    .find((areas) => areas.length > 0);
  return own ?? footprint;
}

function buildingFeature(
  building: Building,
  address_id: string,
  footprint: readonly Area[],
  { buildingId, displayPoint, feature, link }: Drafts,
): MapFeature {
  const said = whole(building, 'building');
  return feature('building', buildingId, null, {
    category: said?.category ?? 'unspecified',
    restriction: said?.restriction ?? null,
    name: said ? said.name : label(building.name),
    alt_name: said?.altName ?? null,
    display_point: displayPoint(footprint),
    address_id,
    ...link(`building:${building.key}`),
  });
}

/** The footprints of the source; one that is made when it has none. */
function carriedAndFootprint(
  { key, carried = [] }: Building,
  footprint: readonly Area[],
  draft: Drafts,
): MapFeature[] {
  const written = carriedFeatures(carried, draft);
  if (written.some(({ feature_type: type }) => type === 'footprint')) return written;
  const made = { category: 'ground', name: null, building_ids: [draft.buildingId] };
  return [...written, draft.feature('footprint', draft.ids.of('footprint', key, 'outline'), footprint, made)];
}

interface Drafts {
  readonly ids: FeatureIds;
  readonly plane: MapShapes['plane'];
  /** Ids of what was written, by key. */
  readonly levels: Map<string, string>;
  readonly units: Map<string, string>;
  /** What the source said in words of IMDF, by the keys of floors and spaces. */
  readonly words: ReadonlyMap<string, ImdfWords>;
  readonly buildingId: string;
  readonly link: (ref: string) => { readonly directory_id?: string };
  readonly displayPoint: (areas: readonly Area[]) => GeoJsonPoint | null;
  readonly feature: (
    type: FeatureType,
    id: string,
    areas: readonly Area[] | null,
    properties: Record<string, unknown>,
  ) => MapFeature;
}

function floorFeatures(floor: MapFloor, bearing: number, draft: Drafts): MapFeature[] {
  const { ids, feature, displayPoint, link, words } = draft;
  const id = ids.of('level', floor.key);
  draft.levels.set(floor.key, id);
  const level = feature('level', id, floor.outline, {
    ...levelProperties(floor, draft.buildingId, bearing, words.get(floor.key)),
    display_point: displayPoint(floor.outline),
    ...link(`floor:${floor.key}`),
  });
  const spaces = floor.shapes.map((shape) => {
    const spaceId = ids.of(shape.layer, shape.key);
    if (shape.layer === 'unit') draft.units.set(shape.key, spaceId);
    return feature(shape.layer, spaceId, shape.areas, {
      ...spaceProperties(shape, id, words.get(shape.key)),
      display_point: displayPoint(shape.areas),
      ...(shape.place ? link(refText(shape.place)) : {}),
    });
  });
  return [level, ...spaces];
}

/** `created` is when the source was exported, so that the same input gives the same archive. */
const manifest = (building: Building): string =>
  `${JSON.stringify({
    version: '1.0.0',
    created: building.source.exportedAt ?? '2000-01-01T00:00:00Z',
    generated_by: 'places-sync',
    language: whole(building, 'building')?.language ?? 'en',
    extensions: [EXTENSION],
  })}\n`;

function addressFeature({ address, name }: Building, id: string): MapFeature {
  const country = address?.countryOrRegion ?? NO_COUNTRY;
  const state = address?.state;
  const properties = {
    address: address?.street ?? name,
    unit: null,
    locality: address?.city ?? name,
    province: state != null && /^[A-Za-z0-9]{1,3}$/.test(state) ? `${country}-${state.toUpperCase()}` : null,
    country,
    postal_code: address?.postalCode ?? null,
    postal_code_ext: null,
    postal_code_vanity: null,
  };
  return { id, type: 'Feature', feature_type: 'address', geometry: null, properties };
}

const levelProperties = (
  { name, shortName, ordinal, outdoor }: MapFloor,
  buildingId: string,
  bearing: number,
  words: ImdfWords = {},
) => ({
  category: words.category ?? 'unspecified',
  restriction: words.restriction ?? null,
  outdoor: outdoor === true,
  ordinal,
  name: words.name ?? label(name) ?? label(`Level ${ordinal}`),
  short_name: words.shortName ?? label(shortName ?? String(ordinal)),
  address_id: null,
  building_ids: [buildingId],
  ...(bearing !== 0 && { bearing: Math.round(bearing * 100) / 100 }),
});

function spaceProperties({ layer, category, name }: MapShape, levelId: string, words: ImdfWords = {}) {
  const own: Label = words.name === undefined ? label(name) : words.name;
  const common = {
    category: KNOWN[layer].has(category) ? category : OTHERWISE[layer],
    name: own,
    alt_name: words.altName ?? null,
    level_id: levelId,
  };
  if (layer === 'fixture') return { ...common, anchor_id: null };
  const { restriction = null, accessibility = null } = words;
  const area = { ...common, restriction, accessibility };
  return layer === 'unit' ? area : { ...area, address_id: null, correlation_id: null, parents: null };
}
