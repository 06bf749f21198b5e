/** A map package that the tenant takes, to be spoilt one thing at a time. */
import { randomUUID } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import type { Json } from './open-tenant.ts';

/** Features by file, without `.geojson`; open to every kind of damage. */
export type Package = Record<string, Json>;

/** A closed square, counter-clockwise; about eleven metres a side. */
export const square = (x: number, y: number, size = 0.0001): number[][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];
const polygon = (...rings: number[][][]) => ({ type: 'Polygon', coordinates: rings });
const label = (en: string) => ({ en });

interface MadeFeature {
  readonly id: string;
  readonly feature_type: string;
}

function feature(type: string, geometry: unknown, properties: Record<string, unknown>): MadeFeature {
  const made = { type: 'Feature', id: randomUUID(), feature_type: type, geometry, properties };
  return made;
}

/** Which places the package draws. */
export interface Drawn {
  readonly building: string;
  readonly floor: string;
  readonly ordinal: number;
  readonly room: string | null;
  readonly section: string | null;
  readonly desk: string | null;
}

function makeLevel(drawn: Drawn, buildingId: string): MadeFeature {
  return feature('level', polygon(square(10, 50, 0.001)), {
    category: 'unspecified',
    ordinal: drawn.ordinal,
    outdoor: false,
    name: label('One'),
    short_name: label('1'),
    restriction: null,
    building_ids: [buildingId],
    directory_id: drawn.floor,
    bearing: 12.5,
  });
}

/** One building, one level, one unit, one section, one fixture. */
export function makePackage(drawn: Drawn): Package {
  const building = feature('building', null, {
    category: 'unspecified',
    name: label('North'),
    directory_id: drawn.building,
  });
  const level = makeLevel(drawn, building.id);
  const on = { level_id: level.id };
  return {
    building: [building],
    footprint: [
      feature('footprint', polygon(square(10, 50, 0.001)), {
        category: 'ground',
        name: null,
        building_ids: [building.id],
      }),
    ],
    level: [level],
    unit: [
      feature('unit', polygon(square(10, 50)), {
        ...on,
        category: 'conferenceroom',
        name: label('Birch'),
        display_point: { type: 'Point', coordinates: [10.00005, 50.00005] },
        directory_id: drawn.room,
      }),
      feature(
        'unit',
        { type: 'MultiPolygon', coordinates: [[square(10.0002, 50)], [square(10.0004, 50)]] },
        { ...on, category: 'walkway' },
      ),
    ],
    section: [
      feature('section', polygon(square(10.0005, 50)), {
        ...on,
        category: 'cubicle',
        name: label('Desks'),
        directory_id: drawn.section,
      }),
    ],
    fixture: [
      feature('fixture', polygon(square(10.0005, 50, 0.00001)), {
        ...on,
        category: 'desk',
        name: label('D1'),
        rotation: 90,
        directory_id: drawn.desk,
      }),
    ],
  };
}

/** Packs every list as a FeatureCollection; anything else is packed as it is, under its name. */
export function zipPackage(files: Package): string {
  const entries = Object.entries(files).map(([name, content]: [string, Json]) => {
    const value: unknown = Array.isArray(content)
      ? { type: 'FeatureCollection', features: content }
      : content;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [name.includes('.') || name.endsWith('/') ? name : `${name}.geojson`, strToU8(text)] as const;
  });
  return Buffer.from(zipSync(Object.fromEntries(entries))).toString('base64');
}
