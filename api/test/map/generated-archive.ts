/** IMDF archives as other tools write them: random, dirty in the ways that real ones are, and readable. */
import fc from 'fast-check';

type Json = ReturnType<typeof JSON.parse>;
/** Content by file name. */
export type ArchiveFiles = Record<string, Json>;

const DEGREE = 0.00001;
const [LON, LAT] = [18.06, 59.33];

const at = (x: number, y: number): number[] => [LON + x * DEGREE, LAT + y * DEGREE];
const ring = (x: number, y: number, w: number, d: number): number[][] => [
  at(x, y),
  at(x + w, y),
  at(x + w, y + d),
  at(x, y + d),
  at(x, y),
];

const feature = (type: string, id: string, geometry: Json, properties: Json): Json => ({
  type: 'Feature',
  feature_type: type,
  id,
  geometry,
  properties,
});

const label = fc.oneof(
  fc.constantFrom<Json[]>(
    { en: 'Birch' },
    { ja: '会議室' },
    { 'ar-EG': 'غرفة' },
    null,
    'plain text',
    {},
    { en: '' },
  ),
);
const category = fc.constantFrom(
  ...[
    'conferenceroom',
    'walkway',
    'stairs',
    'restroom.female',
    'retail',
    'OFFICE',
    'nonpublic',
    'room',
    'column',
  ],
);

const dirt = fc.record({
  clockwise: fc.boolean(),
  height: fc.boolean(),
  multi: fc.boolean(),
  holed: fc.boolean(),
  nothing: fc.integer({ min: 0, max: 20 }).map((n) => n === 0),
});

const unit = (n: number) =>
  fc
    .record({ id: fc.uuid({ version: 4 }), name: label, category, dirt, level: fc.nat({ max: 2 }) })
    .map(({ id, name, category: word, dirt: how, level }) => {
      const [x, y] = [(n % 5) * 10, Math.floor(n / 5) * 10];
      const outline = ring(x, y, 10, 10);
      const rings = how.holed ? [outline, ring(x + 3, y + 3, 2, 2)] : [outline];
      const turned = how.clockwise ? rings.map((one) => one.toReversed()) : rings;
      const shaped = how.height ? turned.map((one) => one.map((p) => [...p, 12.5])) : turned;
      const geometry = how.multi
        ? { type: 'MultiPolygon', coordinates: [shaped] }
        : { type: 'Polygon', coordinates: shaped };
      const properties = {
        name,
        category: word,
        level_id: `level ${level}`,
        alt_name: null,
        restriction: null,
      };
      return feature('unit', id, how.nothing ? null : geometry, properties);
    });

const opening = (n: number): fc.Arbitrary<Json> =>
  fc.record({ id: fc.uuid({ version: 4 }), level: fc.nat({ max: 2 }) }).map(({ id, level }) =>
    feature(
      'opening',
      id,
      { type: 'LineString', coordinates: [at(n * 10 + 2, 0), at(n * 10 + 4, 0)] },
      {
        category: 'pedestrian',
        level_id: `level ${level}`,
        door: { type: 'swinging', automatic: false, material: 'glass' },
        accessibility: ['wheelchair'],
        access_control: null,
        name: null,
        alt_name: null,
        display_point: null,
      },
    ),
  );

/** One building with up to three levels, its units, openings, amenities and what else real archives carry. */
export const generatedArchive: fc.Arbitrary<ArchiveFiles> = fc
  .record({
    units: fc
      .integer({ min: 1, max: 20 })
      .chain((n) => fc.tuple(...Array.from({ length: n }, (_, i) => unit(i)))),
    openings: fc.tuple(opening(0), opening(1)),
    ordinals: fc.constantFrom<Json[]>([0, 1, 2], [-1, 0, 0], [0, 1.5, null]),
    manifest: fc.constantFrom<Json[]>(
      {
        version: '1.0.0',
        created: '2026-01-01T00:00:00Z',
        language: 'en',
        generated_by: null,
        extensions: null,
      },
      { version: '1.0.0.beta.2' },
      undefined,
    ),
    folder: fc.constantFrom('', 'export/', 'Some Folder/imdf/'),
    capitals: fc.boolean(),
    crs: fc.boolean(),
    building: label,
    outdoor: fc.boolean(),
    ids: fc.array(fc.uuid({ version: 4 }), { minLength: 8, maxLength: 8 }),
  })
  .map((all) => assembled(all));

interface Parts {
  readonly units: readonly Json[];
  readonly openings: readonly Json[];
  readonly ordinals: readonly Json[];
  readonly manifest: Json;
  readonly folder: string;
  readonly capitals: boolean;
  readonly crs: boolean;
  readonly building: Json;
  readonly outdoor: boolean;
  readonly ids: readonly string[];
}

function assembled({
  units,
  openings,
  ordinals,
  manifest,
  folder,
  capitals,
  crs,
  building,
  outdoor,
  ids,
}: Parts): ArchiveFiles {
  const [buildingId, footprintId, venueId, addressId, amenityId, anchorId, occupantId, kioskId] = ids as [
    string,
    string,
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const polygon = (rings: number[][][]) => ({ type: 'Polygon', coordinates: rings });
  const whole = polygon([ring(0, 0, 50, 40)]);
  const first = units[0].id;
  const point = { type: 'Point', coordinates: at(5, 5) };
  const features: Record<string, readonly Json[]> = {
    building: [
      feature('building', buildingId, null, {
        name: building,
        category: 'unspecified',
        display_point: point,
      }),
    ],
    footprint: [
      feature('footprint', footprintId, whole, {
        category: 'ground',
        name: null,
        building_ids: [buildingId],
      }),
    ],
    venue: [
      feature('venue', venueId, whole, {
        category: 'university',
        name: { en: 'Campus' },
        display_point: point,
        address_id: addressId,
      }),
    ],
    address: [
      feature('address', addressId, null, {
        address: 'Exempelgatan 1',
        locality: 'Stockholm',
        country: 'SE',
      }),
    ],
    level: ordinals.map((ordinal, i) =>
      feature('level', `level ${i}`, whole, {
        name: { en: `L${i}` },
        short_name: null,
        ordinal,
        outdoor: outdoor && i === 2,
        building_ids: [buildingId],
      }),
    ),
    unit: units,
    opening: openings,
    amenity: [
      feature('amenity', amenityId, point, {
        category: 'printer',
        unit_ids: [first],
        name: { en: 'Printer' },
      }),
    ],
    anchor: [feature('anchor', anchorId, point, { unit_id: first, address_id: null })],
    occupant: [
      feature('occupant', occupantId, null, { name: { en: 'Café' }, category: 'cafe', anchor_id: anchorId }),
    ],
    kiosk: [
      feature('kiosk', kioskId, polygon([ring(1, 1, 2, 2)]), {
        level_id: 'level 0',
        name: null,
        anchor_id: null,
      }),
    ],
  };
  const files: ArchiveFiles = {};
  for (const [type, own] of Object.entries(features)) {
    const name = capitals ? `${type.charAt(0).toUpperCase()}${type.slice(1)}.geojson` : `${type}.geojson`;
    const crsMember = crs
      ? { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } }
      : {};
    files[`${folder}${name}`] = { type: 'FeatureCollection', name: type, ...crsMember, features: own };
  }
  if (manifest !== undefined) files[`${folder}manifest.json`] = manifest;
  return files;
}
