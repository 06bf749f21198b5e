/** The rules about the shape of one feature (imdf.md sections 2.3 and 3.4). */
import type { Position } from '../model/building.ts';
import type { RuleId } from './package-rules.ts';
import { isSimple, signedArea } from './ring-checks.ts';

type Say = (rule: RuleId, detail?: string) => void;

/** A tenth of a millimetre: corners closer than that are one. */
const STEPS = 1e9;

/** @returns the outlines when nothing is wrong with any of them */
export function checkedShape(geometry: unknown, say: Say): readonly (readonly Position[])[] {
  const polygons = polygonsOf(geometry);
  if (!polygons) {
    say('geometry-kind');
    return [];
  }
  const said = new Set<RuleId>();
  for (const rings of polygons) {
    if (rings.length > 1) said.add('hole');
    const [outline] = rings;
    const fault = outline === undefined ? 'geometry-kind' : faultOf(outline);
    if (fault) said.add(fault);
  }
  for (const rule of said) say(rule);
  return said.size > 0 ? [] : polygons.map(([outline]) => outline as Position[]);
}

/** Lists of rings of anything; undefined when it is no area. */
function polygonsOf(geometry: unknown): unknown[][] | undefined {
  if (typeof geometry !== 'object' || geometry === null) return undefined;
  const { type, coordinates, ...rest } = geometry as { type?: unknown; coordinates?: unknown };
  if (Object.keys(rest).length > 0 || !Array.isArray(coordinates) || coordinates.length === 0)
    return undefined;
  const polygons: unknown[] = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  return polygons.length > 0 && polygons.every((one) => Array.isArray(one)) ? polygons : undefined;
}

function faultOf(ring: unknown): RuleId | undefined {
  if (!Array.isArray(ring)) return 'geometry-kind';
  if (!ring.every(isDegrees)) return 'position-off-earth';
  if (ring.length < 4) return 'ring-short';
  const [first, last] = [ring[0] as Position, ring.at(-1) as Position];
  if (first[0] !== last[0] || first[1] !== last[1]) return 'ring-open';
  const open = ring.slice(0, -1).map(([x, y]): Position => [Math.round(x * STEPS), Math.round(y * STEPS)]);
  if (!isSimple(open)) return 'ring-crosses';
  return signedArea(open) < 0 ? 'ring-clockwise' : undefined;
}

const isDegrees = (position: unknown): position is Position =>
  Array.isArray(position) &&
  position.length === 2 &&
  typeof position[0] === 'number' &&
  typeof position[1] === 'number' &&
  Math.abs(position[0]) <= 180 &&
  Math.abs(position[1]) <= 90;
