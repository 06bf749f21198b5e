/** Geometries as real archives have them: numbers as text, areas in collections, latitude first. */
import { fieldOf } from '../geojson.ts';
import { numberOf } from './properties.ts';

/** What was found to be put right in the geometries of an archive. */
export type Untidy = 'text' | 'collection';

/** The geometry with numbers for texts and the areas of a collection as one MultiPolygon; `found` hears of it. */
export function tidyGeometry(geometry: unknown, found: (what: Untidy) => void): unknown {
  const members = fieldOf(geometry, 'geometries');
  if (fieldOf(geometry, 'type') === 'GeometryCollection' && Array.isArray(members)) {
    const areas = members.flatMap((one) => areasOf(tidyGeometry(one, found)));
    if (areas.length === 0) return geometry;
    found('collection');
    return { type: 'MultiPolygon', coordinates: areas };
  }
  const coordinates = fieldOf(geometry, 'coordinates');
  if (!hasText(coordinates)) return geometry;
  found('text');
  return { type: fieldOf(geometry, 'type'), coordinates: inNumbers(coordinates) };
}

function areasOf(geometry: unknown): unknown[] {
  const coordinates = fieldOf(geometry, 'coordinates');
  if (!Array.isArray(coordinates)) return [];
  const type = fieldOf(geometry, 'type');
  return type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
}

const hasText = (value: unknown): boolean =>
  Array.isArray(value) ? value.some(hasText) : typeof value === 'string';

const inNumbers = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(inNumbers)
    : typeof value === 'string'
      ? (numberOf(value) ?? value)
      : value;

/**
 * Whether these geometries have the latitude first: most of their positions are on the earth only that way round. Where
 * both ways are on the earth nobody can tell; the map's georeference check may.
 */
export function isLatitudeFirst(geometries: readonly unknown[]): boolean {
  let [positions, turned, wrong] = [0, 0, 0];
  const look = (value: unknown): void => {
    if (!Array.isArray(value)) return;
    const [x, y] = value as unknown[];
    if (typeof x !== 'number' || typeof y !== 'number') {
      for (const one of value) look(one);
      return;
    }
    positions++;
    if (Math.abs(y) > 90 && Math.abs(y) <= 180 && Math.abs(x) <= 90) turned++;
    else if (Math.abs(x) > 90) wrong++;
  };
  for (const geometry of geometries) look(fieldOf(geometry, 'coordinates'));
  return turned > positions / 2 && wrong === 0;
}

/** The same geometry with the first two numbers of every position exchanged. */
export function turnedAround(geometry: unknown): unknown {
  const turn = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value;
    const [x, y, ...more] = value as unknown[];
    return typeof x === 'number' ? [y, x, ...more] : value.map(turn);
  };
  const coordinates = fieldOf(geometry, 'coordinates');
  return coordinates === undefined
    ? geometry
    : { type: fieldOf(geometry, 'type'), coordinates: turn(coordinates) };
}
