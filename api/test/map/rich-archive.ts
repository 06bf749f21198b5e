/** One clean IMDF archive with every feature type that is read: two levels, six units each, and what belongs to them. */
export type Json = ReturnType<typeof JSON.parse>;
/** Features by type. */
export type Features = Record<string, Json[]>;

const DEGREE = 0.00001;
const [LON, LAT] = [-121.889, 37.3292];

export const at = (x: number, y: number): number[] => [
  Math.round((LON + x * DEGREE) * 1e9) / 1e9,
  Math.round((LAT + y * DEGREE) * 1e9) / 1e9,
];
export const ring = (x: number, y: number, w: number, d: number): number[][] => [
  at(x, y),
  at(x + w, y),
  at(x + w, y + d),
  at(x, y + d),
  at(x, y),
];
export const polygon = (...rings: number[][][]) => ({ type: 'Polygon', coordinates: rings });
const point = (x: number, y: number) => ({ type: 'Point', coordinates: at(x, y) });

let count = 0;
/** The next id; version 4 as IMDF wants it. */
const id = (): string => `${(count += 1).toString(16).padStart(8, '0')}-ab1d-4c0f-9abc-00000000abcd`;

export const feature = (type: string, geometry: Json, properties: Json, key = id()): Json => ({
  type: 'Feature',
  feature_type: type,
  id: key,
  geometry,
  properties,
});

const named = (name: Json) => ({ name, alt_name: null, restriction: null });
const UNITS = ['conferenceroom', 'office', 'walkway', 'stairs', 'restroom.female', 'nonpublic'];

function levelOf(n: number, building: string): Features {
  const whole = polygon(ring(0, 0, 60, 30));
  const level = feature('level', whole, {
    ...named({ en: `Level ${n}`, fr: `Étage ${n}` }),
    short_name: { en: `L${n}` },
    category: 'unspecified',
    ordinal: n,
    outdoor: false,
    building_ids: [building],
    display_point: point(30, 15),
    address_id: null,
  });
  const on = { level_id: level.id, display_point: null };
  const units = UNITS.map((category, i) =>
    feature('unit', polygon(ring(i * 10, 0, 10, 20)), {
      ...named(i < 3 ? { en: `Unit ${n}.${i}` } : null),
      ...on,
      category,
      accessibility: i === 0 ? ['wheelchair'] : null,
    }),
  );
  const anchor = feature('anchor', point(55, 10), { unit_id: units[5].id, address_id: null });
  const contact = { hours: 'Mo-Fr 08:00-18:00', phone: null, website: null, correlation_id: null };
  return {
    level: [level],
    unit: units,
    section: [
      feature('section', polygon(ring(0, 20, 60, 10)), {
        ...named({ en: `North ${n}` }),
        ...on,
        category: 'seating',
      }),
    ],
    fixture: [1, 2, 3].map((i) =>
      feature('fixture', polygon(ring(i * 10, 22, 2, 1)), {
        ...named(i < 3 ? { en: `Desk ${n}.${i}` } : null),
        ...on,
        category: i < 3 ? 'desk' : 'furniture',
        anchor_id: null,
      }),
    ),
    opening: [
      feature(
        'opening',
        { type: 'LineString', coordinates: [at(2, 20), at(4, 20)] },
        {
          ...named(null),
          ...on,
          category: 'pedestrian',
          accessibility: ['wheelchair'],
          access_control: ['badgereader'],
          door: { type: 'swinging', automatic: false, material: 'glass' },
        },
      ),
    ],
    amenity: [
      feature('amenity', point(45, 5), {
        ...named({ en: 'Water' }),
        ...contact,
        category: 'drinkingfountain',
        unit_ids: [units[4].id],
        accessibility: null,
        address_id: null,
      }),
    ],
    anchor: [anchor],
    occupant: [
      feature('occupant', null, {
        name: { en: `Shop ${n}` },
        category: 'cafe',
        anchor_id: anchor.id,
        validity: null,
        ...contact,
      }),
    ],
    kiosk: [
      feature('kiosk', polygon(ring(25, 5, 2, 2)), { ...named({ en: 'Info' }), ...on, anchor_id: null }),
    ],
    detail: [
      feature(
        'detail',
        { type: 'LineString', coordinates: [at(1, 1), at(3, 1), at(3, 2)] },
        {
          level_id: level.id,
        },
      ),
    ],
    geofence: [
      feature('geofence', polygon(ring(0, 0, 20, 20)), {
        ...named({ en: 'Zone' }),
        category: 'geofence',
        accessibility: null,
        correlation_id: null,
        display_point: null,
        building_ids: [building],
        level_ids: [level.id],
        parents: null,
      }),
    ],
  };
}

/** A fresh copy each time, with the same ids. */
export function richArchive(): Features {
  count = 0;
  const address = feature('address', null, { address: '1 Example Rd', locality: 'San Jose', country: 'US' });
  const building = feature('building', null, {
    ...named({ en: 'House', ja: '家' }),
    category: 'unspecified',
    display_point: point(30, 15),
    address_id: address.id,
  });
  const venue = feature('venue', polygon(ring(-5, -5, 70, 40)), {
    ...named({ en: 'Campus' }),
    category: 'shoppingcenter',
    hours: null,
    phone: null,
    website: 'https://contoso.example',
    display_point: point(30, 15),
    address_id: address.id,
  });
  const footprint = feature('footprint', polygon(ring(0, 0, 60, 30)), {
    category: 'ground',
    name: null,
    building_ids: [building.id],
  });
  const features: Features = {
    address: [address],
    venue: [venue],
    building: [building],
    footprint: [footprint],
  };
  for (const level of [levelOf(0, building.id), levelOf(1, building.id)])
    for (const [type, own] of Object.entries(level)) features[type] = [...(features[type] ?? []), ...own];
  return features;
}
