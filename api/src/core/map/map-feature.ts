/** Features of IMDF files as they are written (imdf.md section 2). */
import type { GeoJsonArea, GeoJsonLine, GeoJsonLines, GeoJsonPoint } from './on-earth.ts';

export type FeatureType =
  | 'address'
  | 'venue'
  | 'building'
  | 'footprint'
  | 'level'
  | 'unit'
  | 'section'
  | 'fixture'
  | 'opening'
  | 'amenity'
  | 'anchor'
  | 'occupant'
  | 'kiosk'
  | 'detail'
  | 'geofence';

export interface MapFeature {
  readonly id: string;
  readonly type: 'Feature';
  readonly feature_type: FeatureType;
  readonly geometry: GeoJsonArea | GeoJsonLine | GeoJsonLines | GeoJsonPoint | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A file of a package by its name. */
export type MapFiles = ReadonlyMap<string, string>;

/** A label as IMDF wants it: text by language. Sources do not say the language. */
export const label = (name: string | undefined): { en: string } | null =>
  name === undefined || name === '' ? null : { en: name };

/** One feature per line: files of two versions can be compared by eye. */
export const collection = (features: readonly object[]): string =>
  `{"type":"FeatureCollection","features":[\n${features.map((feature) => JSON.stringify(feature)).join(',\n')}\n]}\n`;
