import type { DraftPolygon } from '../../../core/model/draft.ts';

/** A field of a value that may be anything. */
export const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? (value as Record<string, unknown>)[field]
    : undefined;

/** A GeoJSON geometry as polygons, or undefined when it is none with finite positions on the earth. */
export function polygonOf(geometry: unknown): DraftPolygon | undefined {
  const type = fieldOf(geometry, 'type');
  const coordinates = fieldOf(geometry, 'coordinates');
  if (type === 'Polygon' && isPolygon(coordinates)) return { type, coordinates };
  if (type === 'MultiPolygon' && Array.isArray(coordinates) && coordinates.every(isPolygon)) {
    return { type, coordinates };
  }
  return undefined;
}

type Rings = number[][][];

const isPolygon = (value: unknown): value is Rings =>
  Array.isArray(value) && value.length > 0 && value.every(isRing);

const isRing = (value: unknown): value is number[][] => Array.isArray(value) && value.every(isPosition);

const isPosition = (value: unknown): value is number[] =>
  Array.isArray(value) && within(value[0], 180) && within(value[1], 90);

const within = (value: unknown, most: number): boolean =>
  typeof value === 'number' && Math.abs(value) <= most;
