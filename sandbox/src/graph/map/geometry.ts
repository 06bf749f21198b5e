/** Shapes the importer draws: closed, counter-clockwise, without holes (imdf.md sections 2.3 and 3.4). */
import { badRequest, Refusal } from '../exchange.ts';
import { isRecord } from '../value-checks.ts';

type Position = readonly [number, number];

/** What the importer says about an interior ring. */
const holes = () => new Refusal(400, 'BadRequest', 'DsApiRestClient/InvokeActionAsync throw exception');

function readPosition(value: unknown, at: string): Position {
  const [longitude, latitude, ...more] = Array.isArray(value) ? (value as unknown[]) : [];
  const isDegree = (n: unknown, most: number) => typeof n === 'number' && Math.abs(n) <= most;
  if (more.length > 0 || !isDegree(longitude, 180) || !isDegree(latitude, 90)) {
    throw badRequest(`${at}: a position must be longitude and latitude in degrees.`);
  }
  return [longitude as number, latitude as number];
}

/** Twice the signed area around the first corner, which keeps precision at building size. */
function signedArea(ring: readonly Position[]): number {
  const [x0, y0] = ring[0] ?? [0, 0];
  let area = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const [[ax, ay], [bx, by]] = [ring[i] as Position, ring[i + 1] as Position];
    area += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
  }
  return area;
}

const side = (a: Position, b: Position, c: Position): number =>
  Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));

/** Two edges cross in the middle of both; touching is no crossing. */
function crosses(a: Position, b: Position, c: Position, d: Position): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

function crossesItself(ring: readonly Position[]): boolean {
  const edges = ring.slice(1).map((to, i) => {
    const from = ring[i] as Position;
    return { from, to, left: Math.min(from[0], to[0]), right: Math.max(from[0], to[0]) };
  });
  const byLeft = edges.sort((a, b) => a.left - b.left);
  for (let i = 0; i < byLeft.length; i += 1) {
    const one = byLeft[i];
    if (one === undefined) continue;
    for (let j = i + 1; j < byLeft.length; j += 1) {
      const other = byLeft[j];
      if (other === undefined || other.left > one.right) break;
      if (crosses(one.from, one.to, other.from, other.to)) return true;
    }
  }
  return false;
}

function checkRing(value: unknown, at: string): void {
  if (!Array.isArray(value) || value.length < 4)
    throw badRequest(`${at}: a ring needs at least four positions.`);
  const ring = value.map((position) => readPosition(position, at));
  const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
  if (first[0] !== last[0] || first[1] !== last[1]) throw badRequest(`${at}: the ring is not closed.`);
  const area = signedArea(ring);
  if (area === 0) throw badRequest(`${at}: the ring has no area.`);
  if (area < 0) throw badRequest(`${at}: the exterior ring must be counter-clockwise.`);
  if (crossesItself(ring)) throw badRequest(`${at}: the ring crosses itself.`);
}

function checkPolygon(value: unknown, at: string): void {
  if (!Array.isArray(value) || value.length === 0) throw badRequest(`${at}: a polygon needs a ring.`);
  if (value.length > 1) throw holes();
  checkRing(value[0], at);
}

/** Refuses everything but a Polygon or MultiPolygon that can be drawn. */
export function checkShape(geometry: unknown, at: string): void {
  if (!isRecord(geometry)) throw badRequest(`${at}: the geometry must be a Polygon or a MultiPolygon.`);
  for (const name of Object.keys(geometry)) {
    if (name !== 'type' && name !== 'coordinates')
      throw badRequest(`${at}: '${name}' is not part of a geometry.`);
  }
  const coordinates = geometry['coordinates'];
  if (geometry['type'] === 'Polygon') {
    checkPolygon(coordinates, at);
    return;
  }
  if (geometry['type'] !== 'MultiPolygon' || !Array.isArray(coordinates) || coordinates.length === 0) {
    throw badRequest(`${at}: the geometry must be a Polygon or a MultiPolygon.`);
  }
  for (const polygon of coordinates) checkPolygon(polygon, at);
}

/** A label's place: one position. */
export function checkPoint(value: unknown, at: string): void {
  if (!isRecord(value) || value['type'] !== 'Point')
    throw badRequest(`${at}: display_point must be a Point.`);
  readPosition(value['coordinates'], at);
}
