/** Metres and degrees by the radii of the ellipsoid and the first terms of their series: shares nothing with the product. */
import type { Position } from '../../src/core/model/building.ts';

const RADIANS = Math.PI / 180;
const [A, F] = [6378137, 1 / 298.257223563];
const E2 = F * (2 - F);

interface Radii {
  readonly along: number;
  readonly across: number;
  readonly lat: number;
}

function radiiAt(latitude: number): Radii {
  const lat = latitude * RADIANS;
  const w = 1 - E2 * Math.sin(lat) ** 2;
  return { along: (A * (1 - E2)) / w ** 1.5, across: A / Math.sqrt(w), lat };
}

/**
 * Longitude and latitude of a point of a plan that is turned by so many degrees. Below a millimetre off within 100 m.
 * @param anchor latitude, longitude
 */
export function onEarth(
  [x, y]: Position,
  [latitude, longitude]: readonly [number, number],
  rotation: number,
): Position {
  const [sin, cos] = [Math.sin(rotation * RADIANS), Math.cos(rotation * RADIANS)];
  const [e, n] = [x * cos + y * sin, y * cos - x * sin];
  const { along, across, lat } = radiiAt(latitude);
  const tan = Math.tan(lat);
  const dLat = n / along - (e * e * tan) / (2 * along * across);
  const dLon = (e / (across * Math.cos(lat))) * (1 + (n * tan) / along);
  const lon = longitude + dLon / RADIANS;
  return [lon > 180 ? lon - 360 : lon < -180 ? lon + 360 : lon, latitude + dLat / RADIANS];
}

/** East and north metres of a position from an anchor (latitude, longitude), the short way round. */
export function metresFrom(
  [lon, lat]: readonly number[],
  [latitude, longitude]: readonly [number, number],
): Position {
  const { along, across, lat: at } = radiiAt(latitude);
  const dLat = ((lat ?? 0) - latitude) * RADIANS;
  const turn = (((lon ?? 0) - longitude + 540) % 360) - 180;
  const dLon = turn * RADIANS;
  const e = dLon * across * Math.cos(at) * (1 - dLat * Math.tan(at));
  return [e, dLat * along + (e * e * Math.tan(at)) / (2 * across)];
}
