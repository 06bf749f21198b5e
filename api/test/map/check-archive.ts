/**
 * A second opinion on full IMDF 1.0.0 archives, as `check-bytes.ts` is on Places packages: reads the bytes, knows
 * nothing of the code that wrote them, and checks the tables of imdf.md sections 2.1 to 2.6 written down anew.
 */
import { unzipSync } from 'fflate';
import { invalidity, polygonsOf, shoelace, type Json, type Read } from './check-bytes.ts';

/** Properties of a type: `*` = never null. All of them have to be there. `geometry` is what the type's may be. */
const TYPES: Record<string, { geometry: string; properties: string; also?: string }> = {
  address: {
    geometry: 'none',
    properties: '*address *locality *country unit province postal_code postal_code_ext postal_code_vanity',
  },
  amenity: {
    geometry: 'Point',
    properties:
      '*category *unit_ids accessibility name alt_name hours phone website address_id correlation_id',
  },
  anchor: { geometry: 'Point', properties: '*unit_id address_id' },
  building: {
    geometry: 'none',
    properties: '*category name alt_name restriction display_point address_id',
    also: 'directory_id',
  },
  detail: { geometry: 'line', properties: '*level_id' },
  fixture: {
    geometry: 'area',
    properties: '*category *level_id name alt_name anchor_id display_point',
    also: 'directory_id rotation',
  },
  footprint: { geometry: 'area', properties: '*category *building_ids name' },
  geofence: {
    geometry: 'area',
    properties:
      '*category restriction accessibility name alt_name correlation_id display_point building_ids level_ids parents',
  },
  kiosk: { geometry: 'area', properties: '*level_id name alt_name anchor_id display_point' },
  level: {
    geometry: 'area',
    properties:
      '*category *outdoor *ordinal *name *short_name restriction display_point address_id building_ids',
    also: 'directory_id bearing',
  },
  occupant: {
    geometry: 'none',
    properties: '*name *category *anchor_id hours phone website validity correlation_id',
  },
  opening: {
    geometry: 'LineString',
    properties: '*category *level_id accessibility access_control door name alt_name display_point',
  },
  section: {
    geometry: 'area',
    properties:
      '*category *level_id restriction accessibility name alt_name display_point address_id correlation_id parents',
    also: 'directory_id',
  },
  unit: {
    geometry: 'area',
    properties: '*category *level_id restriction accessibility name alt_name display_point',
    also: 'directory_id',
  },
  venue: {
    geometry: 'area',
    properties: '*category *name *display_point *address_id restriction alt_name hours phone website',
  },
};

/** Which type each reference has to point at. */
const REFERENCES: Record<string, string> = {
  building_ids: 'building',
  level_id: 'level',
  level_ids: 'level',
  unit_id: 'unit',
  unit_ids: 'unit',
  anchor_id: 'anchor',
  address_id: 'address',
};

const CATEGORIES: Record<string, RegExp> = {
  building: /^(parking|transit(\.(bus|train))?|unspecified)$/,
  footprint: /^(aerial|ground|subterranean)$/,
  level: /^((arrivals|departures)(\.(domestic|intl))?|parking|transit|unspecified)$/,
  fixture:
    /^(baggagecarousel|boardinggate\.desk|checkin\.(desk|kiosk)|desk|equipment|furniture|immigration\.desk|inspection\.desk|obstruction|securityequipment|stage|vegetation|wall)$/,
  geofence: /^(concourse|geofence|paidarea|platform|postsecurity|presecurity|terminal|underconstruction)$/,
  opening: /^(automobile|bicycle|emergencyexit|pedestrian(\.(principal|transit))?|service)$/,
};
const FORM = /^[a-z0-9]+(\.[a-z0-9]+)*$/;
const UNKNOWN_TO_IMDF = ['workspace', 'water'];
/** Lists that a property may only take from. */
const ACCESSIBILITY =
  /^(assisted\.listening|braille|hearing(loop)?|signlanginterpreter|tactilepaving|tdd|trs|volume|wheelchair)$/;
const ACCESS =
  /^(badgereader|fingerprintreader|guard|keyaccess|outofservice|passwordaccess|retinascanner|voicerecognition)$/;
const DOOR = /^(movablepartition|open|revolving|shutter|sliding|swinging|turnstile(\.(full|waist)height)?)$/;
const V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/** Every fault of a full archive. */
export function readImdfZip(bytes: Uint8Array): Read {
  const faults: string[] = [];
  const of: Record<string, Json[]> = {};
  const { 'manifest.json': manifest, ...files } = unzipSync(bytes);
  const parse = (content: Uint8Array) =>
    JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content));
  if (manifest) faults.push(...manifestFaults(parse(manifest)));
  else faults.push('no manifest');
  for (const [name, content] of Object.entries(files)) {
    const type = name.replace('.geojson', '');
    if (!TYPES[type] || name !== `${type}.geojson`) faults.push(`file ${name}`);
    else {
      const collection = parse(content);
      if (collection.type !== 'FeatureCollection') faults.push(`${name} is no collection`);
      of[type] = collection.features;
    }
  }
  const ids = new Map<string, string>();
  for (const feature of Object.values(of).flat()) {
    if (ids.has(feature.id)) faults.push(`id twice ${feature.id}`);
    ids.set(feature.id, feature.feature_type);
  }
  if (of['venue']?.length !== 1) faults.push('not one venue');
  for (const [type, features] of Object.entries(of))
    for (const feature of features)
      faults.push(...faultsOf(feature, type, ids, of).map((fault) => `${type} ${feature.id}: ${fault}`));
  return { faults, of };
}

const manifestFaults = ({ version, created, language, generated_by, extensions }: Json): string[] => [
  ...(version === '1.0.0' ? [] : ['manifest version']),
  ...(TIME.test(created) ? [] : ['manifest created']),
  ...(/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(language) ? [] : ['manifest language']),
  ...(typeof generated_by === 'string' || generated_by === null ? [] : ['manifest generated_by']),
  ...(extensions === null || extensions.every((one: string) => /^imdf:extension:[^:]+:[^#]+#.+$/.test(one))
    ? []
    : ['manifest extensions']),
];

function faultsOf(
  feature: Json,
  type: string,
  ids: ReadonlyMap<string, string>,
  of: Record<string, Json[]>,
): string[] {
  const { properties, geometry } = feature;
  const { properties: list, also = '', geometry: kind } = TYPES[type]!;
  const words = list.split(' ');
  const must = words.filter((word) => word.startsWith('*')).map((word) => word.slice(1));
  const all = words.map((word) => word.replace('*', ''));
  const known = new Set([...all, ...also.split(' ')]);
  const faults = [
    ...(feature.type === 'Feature' && feature.feature_type === type ? [] : ['type']),
    ...(V4.test(feature.id) ? [] : ['id']),
    ...all.filter((name) => !Object.hasOwn(properties, name)).map((name) => `lacks ${name}`),
    ...must.filter((name) => properties[name] == null).map((name) => `null ${name}`),
    ...Object.keys(properties)
      .filter((name) => !known.has(name))
      .map((name) => `property ${name}`),
    ...valueFaults(properties, type),
    ...referenceFaults(properties, ids),
    ...geometryFaults(geometry, kind),
  ];
  const around = type === 'building' ? (of['footprint'] ?? []).map((one) => one.geometry) : [geometry];
  return [...faults, ...displayFaults(properties.display_point, around)];
}

function valueFaults(properties: Json, type: string): string[] {
  const { category, restriction, unit_ids: units, building_ids: buildings } = properties;
  const labels = ['name', 'alt_name', 'short_name'].filter((name) => {
    const label = properties[name];
    if (label == null) return false;
    const texts = typeof label === 'object' ? Object.entries(label) : [];
    return (
      texts.length === 0 ||
      !texts.every(([tag, text]) => /^[A-Za-z]{2,3}/.test(tag) && typeof text === 'string')
    );
  });
  const form = CATEGORIES[type] ?? FORM;
  return [
    ...labels.map((name) => `label ${name}`),
    ...(category === undefined || (form.test(category) && !UNKNOWN_TO_IMDF.includes(category))
      ? []
      : [`category ${category}`]),
    ...(restriction == null || ['employeesonly', 'restricted'].includes(restriction) ? [] : ['restriction']),
    ...(units !== undefined && units.length === 0 ? ['no unit'] : []),
    ...(buildings != null && buildings.length === 0 ? ['no building'] : []),
    ...listFaults(properties),
    ...(type === 'level' ? levelFaults(properties) : []),
    ...(type === 'address' && !/^[A-Z]{2}$/.test(properties.country) ? ['country'] : []),
  ];
}

/** Lists are null or have something in them, and only words that there are. */
function listFaults({ accessibility, access_control: access, door }: Json): string[] {
  const fits = (list: Json, word: RegExp): boolean =>
    list == null || (list.length > 0 && list.every((one: string) => word.test(one)));
  const { type = null, automatic = null, material = null } = door ?? {};
  const isDoor =
    (type === null || DOOR.test(type)) &&
    [true, false, null].includes(automatic) &&
    [null, 'wood', 'glass', 'metal', 'gate'].includes(material);
  return [
    ...(fits(accessibility, ACCESSIBILITY) ? [] : ['accessibility']),
    ...(fits(access, ACCESS) ? [] : ['access_control']),
    ...(isDoor ? [] : ['door']),
  ];
}

const levelFaults = ({ ordinal, outdoor, building_ids: buildings }: Json): string[] => [
  ...(Number.isInteger(ordinal) ? [] : ['ordinal']),
  ...(typeof outdoor === 'boolean' ? [] : ['outdoor']),
  ...(outdoor || buildings ? [] : ['indoor level without a building']),
];

const referenceFaults = (properties: Json, ids: ReadonlyMap<string, string>): string[] =>
  Object.entries(REFERENCES).flatMap(([name, type]) => {
    const value = properties[name];
    const wanted: string[] = value == null ? [] : Array.isArray(value) ? value : [value];
    return wanted.filter((id) => ids.get(id) !== type).map((id) => `${name} ${id}`);
  });

function geometryFaults(geometry: Json, kind: string): string[] {
  if (kind === 'none') return geometry === null ? [] : ['geometry'];
  if (kind === 'area') return areaFaults(geometry);
  const fits = kind === 'line' ? /^(Multi)?LineString$/.test(geometry?.type) : geometry?.type === kind;
  if (!fits) return ['geometry'];
  const positions: number[] = [geometry.coordinates].flat(3);
  const onEarth = positions.every((n, i) => Math.abs(n) <= (i % 2 === 0 ? 180 : 90));
  const lines = geometry.type === 'MultiLineString' ? geometry.coordinates : [geometry.coordinates];
  const long = kind === 'Point' || lines.every((line: Json[]) => line.length >= 2);
  return onEarth && long ? [] : ['positions'];
}

/** Outlines counter-clockwise, holes clockwise, everything valid to JTS. */
function areaFaults(geometry: Json): string[] {
  if (geometry?.type !== 'Polygon' && geometry?.type !== 'MultiPolygon') return ['no area'];
  const faults = polygonsOf(geometry).flatMap((rings) =>
    rings.flatMap((ring: number[][], i: number) => [
      ...(ring.length >= 4 && String(ring[0]) === String(ring.at(-1)) ? [] : ['open']),
      ...((i === 0) === shoelace(ring) > 0 ? [] : ['winding']),
      ...(ring.every(([lon, lat]) => Math.abs(lon!) <= 180 && Math.abs(lat!) <= 90) ? [] : ['off earth']),
    ]),
  );
  const problem = invalidity(geometry);
  return problem === undefined ? faults : [...faults, problem];
}

function displayFaults(point: Json, around: readonly Json[]): string[] {
  if (point == null) return [];
  if (point.type !== 'Point') return ['display point'];
  const [x, y] = point.coordinates;
  const inside = around.flatMap(polygonsOf).some((rings) => {
    let odd = false;
    for (const ring of rings)
      ring.forEach(([ax, ay]: number[], i: number) => {
        const [bx, by] = ring[(i + 1) % ring.length];
        if (ay! > y !== by > y && x < ((bx - ax!) * (y - ay!)) / (by - ay!) + ax!) odd = !odd;
      });
    return odd;
  });
  return inside ? [] : ['display point outside'];
}
