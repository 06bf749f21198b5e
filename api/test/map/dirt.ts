/** What other tools do to IMDF archives, each as one change to a clean one. */
import { at, feature, polygon, ring, type Features, type Json } from './rich-archive.ts';

type Change = (features: Features) => void;

const first = (type: string, change: (one: Json) => void): Change => {
  return (all) => {
    const one = all[type]?.[0];
    if (one) change(one);
  };
};
const each = (types: string, change: (one: Json, n: number) => void): Change => {
  return (all) => types.split(' ').forEach((type) => (all[type] ?? []).forEach(change));
};
const shape = (change: (coordinates: Json) => Json): Change =>
  first('unit', (unit) => (unit.geometry.coordinates = change(unit.geometry.coordinates)));
const give = (type: string, properties: Json): Change =>
  first(type, (one) => Object.assign(one.properties, properties));
const spaces = 'unit section fixture';

/** Changes an id wherever it stands; references may be written in another way than the id itself. */
function renamed(
  all: Features,
  types: string,
  to: (id: string) => Json,
  refer: (id: string) => Json = to,
): void {
  const ids = new Set(types.split(' ').flatMap((type) => (all[type] ?? []).map((one) => one.id)));
  const reference = (value: Json): Json =>
    Array.isArray(value) ? value.map(reference) : ids.has(value) ? refer(value) : value;
  for (const one of Object.values(all).flat()) {
    for (const name of Object.keys(one.properties)) one.properties[name] = reference(one.properties[name]);
    if (ids.has(one.id)) one.id = to(one.id);
  }
}

const positions = (value: Json, change: (position: number[]) => Json): Json =>
  typeof value?.[0] === 'number' ? change(value) : value.map((one: Json) => positions(one, change));
const everywhere = (change: (position: number[]) => Json): Change =>
  each(
    `venue footprint level ${spaces} kiosk geofence opening detail amenity anchor`,
    ({ geometry }) => (geometry.coordinates = positions(geometry.coordinates, change)),
  );

export const GEOMETRY: Record<string, Change> = {
  'clockwise rings': each('unit level', ({ geometry }) => geometry.coordinates[0].reverse()),
  MultiPolygons: each('unit level footprint', (one) => {
    one.geometry = { type: 'MultiPolygon', coordinates: [one.geometry.coordinates] };
  }),
  'a unit in two parts': first('unit', (unit) => {
    unit.geometry = { type: 'MultiPolygon', coordinates: [[ring(0, 0, 4, 4)], [ring(5, 0, 4, 4)]] };
  }),
  'rings that are not closed': each('unit level', ({ geometry }) => geometry.coordinates[0].pop()),
  'points twice': each('unit', ({ geometry }) =>
    geometry.coordinates[0].splice(1, 0, geometry.coordinates[0][0]),
  ),
  heights: everywhere((position) => [...position, 12.5]),
  'heights and measures': everywhere((position) => [...position, 12.5, 1]),
  'numbers as text': everywhere((position) => position.map(String)),
  'no geometry': first('unit', (unit) => (unit.geometry = null)),
  'no member for the geometry': first('fixture', (one) => delete one.geometry),
  'a point for an area': first('section', (one) => (one.geometry = { type: 'Point', coordinates: at(1, 1) })),
  'a level without a shape': first('level', (level) => (level.geometry = null)),
  'a level that crosses itself': first('level', ({ geometry }) => {
    const [a, b, c, d] = geometry.coordinates[0];
    geometry.coordinates[0] = [a, c, b, d, a];
  }),
  'a collection of geometries': first('unit', (unit) => {
    const geometries = [unit.geometry, { type: 'Point', coordinates: at(5, 5) }];
    unit.geometry = { type: 'GeometryCollection', geometries };
  }),
  'a collection without areas': first('unit', (unit) => {
    unit.geometry = { type: 'GeometryCollection', geometries: [{ type: 'Point', coordinates: at(5, 5) }] };
  }),
  'an empty polygon': shape(() => []),
  'a ring without an area': shape(([[a, b]]) => [[a, b, a, a]]),
  'a bow tie': shape(([[a, b, c, d]]) => [[a, c, b, d, a]]),
  'a spike': shape(([[a, b, ...more]]) => [[a, b, at(40, 0), b, ...more]]),
  'a hole along the wall': shape(([outline]) => [outline, ring(0, 5, 3, 3)]),
  'a hole outside': shape(([outline]) => [outline, ring(100, 100, 3, 3)]),
  holes: each('unit', ({ geometry }, n) => geometry.coordinates.push(ring((n % 6) * 10 + 3, 3, 2, 2))),
  'a position that is none': shape(([[, ...more]]) => [[null, ...more]]),
  'a position off the earth': shape(([[, ...more]]) => [[[500, 95], ...more]]),
  'a unit at 0, 0': first('unit', (unit) => {
    unit.geometry = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [0.0001, 0],
          [0.0001, 0.0001],
          [0, 0],
        ],
      ],
    };
  }),
  'a sliver': shape(() => [ring(0, 0, 10, 0.0004)]),
  'latitude first': everywhere(([x, y, ...more]) => [y, x, ...more]),
  'all in one place': each('unit', (unit) => (unit.geometry = polygon(ring(0, 0, 10, 10)))),
  'a building with a shape': first('building', (one) => (one.geometry = polygon(ring(0, 0, 60, 30)))),
  'openings of one point': first('opening', ({ geometry }) => geometry.coordinates.pop()),
  'openings as several lines': each('opening', (one) => {
    one.geometry = { type: 'MultiLineString', coordinates: [one.geometry.coordinates] };
  }),
  'a kiosk as a point': first('kiosk', (one) => (one.geometry = { type: 'Point', coordinates: at(25, 5) })),
  'display points elsewhere': each('venue building level', ({ properties }) => {
    properties.display_point = { type: 'Point', coordinates: [0, 0] };
  }),
};

export const IDS: Record<string, Change> = {
  'no UUIDs': (all) => renamed(all, `level ${spaces} anchor building`, (id) => `item ${id.slice(4, 8)}`),
  'capitals in ids only': (all) =>
    renamed(
      all,
      `level unit`,
      (id) => id.toUpperCase(),
      (id) => id,
    ),
  'braces around ids': (all) => renamed(all, `level unit`, (id) => `{${id.toUpperCase()}}`),
  'numbers for ids': (all) => renamed(all, `level unit anchor`, (id) => Number.parseInt(id.slice(0, 8), 16)),
  'ids among the properties': each(spaces, (one) => {
    one.properties.id = one.id;
    delete one.id;
  }),
  'an id twice': (all) => {
    if (all['unit']?.[1]) all['unit'][1].id = all['unit'][0].id;
  },
  'an id twice, in other letters': (all) => {
    if (all['unit']?.[1]) all['unit'][1].id = String(all['unit'][0].id).toUpperCase();
  },
  'one id for a unit and its anchor': (all) => {
    if (all['anchor']?.[0]) all['anchor'][0].id = all['anchor'][0].properties.unit_id;
  },
  'no id': first('unit', (one) => delete one.id),
  'an empty id': first('opening', (one) => (one.id = '')),
  'a feature that is null': (all) => all['unit']?.push(null),
  'a feature that is text': (all) => all['opening']?.push('door'),
  'no properties': first('unit', (one) => (one.properties = null)),
  'no feature_type': each(`level ${spaces} opening`, (one) => delete one.feature_type),
  'another feature_type': first('unit', (one) => (one.feature_type = 'room')),
};

export const REFERENCES: Record<string, Change> = {
  'no level': give('unit', { level_id: null }),
  'an unknown level': give('fixture', { level_id: 'ffffffff-0000-4000-8000-000000000000' }),
  'a list of levels': each(spaces, ({ properties }) => (properties.level_id = [properties.level_id])),
  'references as objects': each(spaces, ({ properties }) => {
    properties.level_id = { id: properties.level_id, feature_type: 'level' };
  }),
  'buildings as text': each('level footprint', ({ properties }) => {
    properties.building_ids = JSON.stringify(properties.building_ids);
  }),
  'one building id': each('level', ({ properties }) => ([properties.building_ids] = properties.building_ids)),
  'levels of no building': each('level', ({ properties }) => (properties.building_ids = null)),
  'another building without levels': (all) =>
    all['building']?.push(feature('building', null, { name: { en: 'Annex' }, category: 'unspecified' })),
  'another building with a level': (all) => {
    const building = feature('building', null, { name: { en: 'Tower' }, category: 'transit.bus' });
    const level = feature('level', polygon(ring(100, 0, 30, 30)), {
      name: { en: 'T0' },
      short_name: null,
      category: 'parking',
      ordinal: 0,
      outdoor: false,
      building_ids: [building.id],
    });
    const unit = feature('unit', polygon(ring(100, 0, 10, 10)), {
      name: { en: 'Lobby' },
      category: 'lobby',
      level_id: level.id,
    });
    all['building']?.push(building);
    all['level']?.push(level);
    all['unit']?.push(unit);
  },
  'a level of two buildings': (all) => {
    const other = feature('building', null, { name: { en: 'Shared' }, category: 'unspecified' });
    all['building']?.push(other);
    all['level']?.[1]?.properties.building_ids?.push?.(other.id);
  },
  'no building': (all) => (all['building'] = []),
  'no footprint': (all) => (all['footprint'] = []),
  'several footprints': (all) =>
    all['footprint']?.push(
      feature('footprint', polygon(ring(0, 0, 60, 40)), {
        category: 'aerial',
        name: { en: 'Roof' },
        building_ids: all['footprint'][0]?.properties.building_ids,
      }),
    ),
  'a footprint beside the levels': first('footprint', (one) => {
    one.geometry = polygon(ring(-20, 0, 10, 10));
  }),
  'an unknown footprint': give('footprint', { category: 'roof' }),
  'a level without units': (all) =>
    all['level']?.push(
      feature('level', polygon(ring(0, 0, 60, 30)), {
        name: { en: 'Roof' },
        short_name: { en: 'Roof garden' },
        category: 'unspecified',
        ordinal: 7,
        outdoor: true,
        building_ids: all['building']?.[0] ? [all['building'][0].id] : null,
      }),
    ),
  'an amenity in no unit': give('amenity', { unit_ids: [] }),
  'an anchor of no unit': give('anchor', { unit_id: null }),
  'an occupant without an anchor': give('occupant', { anchor_id: 'nowhere' }),
  relationships: (all) =>
    (all['relationship'] = [feature('relationship', null, { category: 'stairs', direction: 'undirected' })]),
};

export const WORDS: Record<string, Change> = {
  'ordinals as text': each('level', ({ properties }) => (properties.ordinal = String(properties.ordinal))),
  'ordinals with a gap': each('level', ({ properties }, n) => (properties.ordinal = n * 4 - 3)),
  'equal ordinals': each('level', ({ properties }) => (properties.ordinal = 1)),
  'an ordinal between': give('level', { ordinal: 0.5 }),
  'no ordinal': give('level', { ordinal: null }),
  'names as plain text': each(`${spaces} level building`, ({ properties }) => {
    properties.name = properties.name?.en ?? null;
  }),
  'names as text of JSON': each(`${spaces} level`, ({ properties }) => {
    properties.name = properties.name && JSON.stringify(properties.name);
  }),
  'names that are numbers': each('unit', ({ properties }, n) => (properties.name = { en: 200 + n })),
  'no English': each(`${spaces} level`, ({ properties }, n) => {
    properties.name = properties.name && { ja: `会議室 ${n}`, 'ar-EG': `غرفة ${n}`, ru: `Зал ${n}` };
  }),
  'languages that are none': each(
    'unit',
    ({ properties }, n) => (properties.name = { '': `Room ${n}`, zh_CN: '房间' }),
  ),
  'empty names': each('unit', ({ properties }) => (properties.name = { en: '' })),
  'names of two lines': each('unit', ({ properties }, n) => (properties.name = { en: `Room\n${n}` })),
  'a name without end': give('unit', { name: { en: 'x'.repeat(5000) } }),
  'a name that turns around': give('unit', { name: { en: 'A\u202eB' } }),
  'one name for all': each('unit', ({ properties }) => (properties.name = { en: 'Room' })),
  'no level names': each('level', ({ properties }) => (properties.name = properties.short_name = null)),
  'long short names': each('level', ({ properties }) => (properties.short_name = { en: 'Ground floor' })),
  'capital categories': each(
    spaces,
    ({ properties }) => (properties.category = properties.category.toUpperCase()),
  ),
  'categories of several words': each('unit', ({ properties }, n) => {
    properties.category = ['Conference Room', 'restroom_female', 'Walk Way', 'Retail Store'][n % 4];
  }),
  'unknown categories': each(`${spaces} kiosk venue building level geofence occupant`, ({ properties }) => {
    properties.category = 'Büro (klein)';
  }),
  'no categories': each(`${spaces} venue building level`, ({ properties }) => (properties.category = null)),
  'categories that are numbers': each('unit', ({ properties }) => (properties.category = 7)),
  'restrictions of their own': each(`unit level section`, ({ properties }, n) => {
    properties.restriction = ['restricted', 'staff only', 'EmployeesOnly'][n % 3];
  }),
  'accessibility as text': each(
    'unit opening',
    ({ properties }) => (properties.accessibility = 'Wheelchair'),
  ),
  'accessibility unknown': each(
    'unit amenity',
    ({ properties }) => (properties.accessibility = ['stairs', 'braille']),
  ),
  'odd doors': give('opening', { door: { type: 'magic', automatic: 'yes', material: 'wood' } }),
  'an unknown opening': give('opening', { category: 'window' }),
  'an airport': give('venue', { category: 'airport' }),
  'a venue without a name': give('venue', { name: null }),
  'a building without a name': give('building', { name: null }),
  'names of shops with their occupants only': each('unit', ({ properties }) => (properties.name = null)),
  'properties of their own': each(spaces, ({ properties }) => (properties.gis_id = { deep: [1, 2] })),
  'place ids and mailboxes': each('unit', ({ properties }, n) => {
    properties.directory_id = `0000000${n % 10}-0000-4000-8000-000000000000`;
    properties.smtp_address = `room${n}@contoso.example`;
  }),
  'no country': give('address', { country: null, locality: null }),
};

/** Every change by its name. */
export const DIRT: Record<string, Change> = { ...GEOMETRY, ...IDS, ...REFERENCES, ...WORDS };
