/** Curves as short straight lines. */
import svgpath from 'svgpath';
import type { Position } from '../../core/model/building.ts';

const MOST_PIECES = 200;

/** A path as rings of corners; every part counts as closed, as it does when it is filled. @param tolerance largest distance from the curve, in units of the result */
export function ringsOfPath(d: string, transforms: readonly string[], tolerance: number): Position[][] {
  let path = svgpath(spelledOut(d));
  for (const transform of transforms) path = path.transform(transform);
  const rings: Position[][] = [];
  let ring: Position[] = [];
  path
    .abs()
    .unarc()
    .unshort()
    .iterate((segment, _index, x, y) => {
      const numbers = segment.slice(1) as number[];
      const at = (i: number): Position => [numbers[i] ?? NaN, numbers[i + 1] ?? NaN];
      switch (segment[0]) {
        case 'M':
          ring = [at(0)];
          rings.push(ring);
          break;
        case 'L':
          ring.push(at(0));
          break;
        case 'H':
          ring.push([numbers[0] ?? NaN, y]);
          break;
        case 'V':
          ring.push([x, numbers[0] ?? NaN]);
          break;
        case 'C':
          ring.push(...cubic([x, y], at(0), at(2), at(4), tolerance));
          break;
        case 'Q':
          ring.push(...quadratic([x, y], at(0), at(2), tolerance));
          break;
        default:
          break;
      }
    });
  return rings.filter((one) => one.length >= 3 && one.flat().every(Number.isFinite));
}

/** Numbers that one command takes. */
const TAKES: Readonly<Record<string, number>> = { m: 2, l: 2, t: 2, h: 1, v: 1, s: 4, q: 4, c: 6 };
const LONG_RUN = /([MLTHVSQC])([^A-DF-Z]{1000,})/gi;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** A command with thousands of numbers, written out as thousands of commands: the parser is slow in the former. */
function spelledOut(d: string): string {
  return d.replace(LONG_RUN, (_run, command: string, numbers: string) => {
    const all = numbers.match(NUMBER) ?? [];
    const takes = TAKES[command.toLowerCase()] ?? 2;
    const following = command === 'M' ? 'L' : command === 'm' ? 'l' : command;
    let text = '';
    for (let i = 0; i < all.length; i += takes)
      text += `${i === 0 ? command : following}${all.slice(i, i + takes).join(' ')}`;
    return text;
  });
}

const bend = (a: Position, b: Position, c: Position): number =>
  Math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1]);

const pieces = (most: number, tolerance: number): number =>
  Math.min(MOST_PIECES, Math.max(1, Math.ceil(Math.sqrt(most / tolerance)) || 1));

function cubic(a: Position, b: Position, c: Position, d: Position, tolerance: number): Position[] {
  const n = pieces(0.75 * Math.max(bend(a, b, c), bend(b, c, d)), tolerance);
  return Array.from({ length: n }, (_, i) => {
    const [t, u] = [(i + 1) / n, 1 - (i + 1) / n];
    const mix = (k: 0 | 1) => u ** 3 * a[k] + 3 * u * u * t * b[k] + 3 * u * t * t * c[k] + t ** 3 * d[k];
    return [mix(0), mix(1)] as const;
  });
}

function quadratic(a: Position, b: Position, c: Position, tolerance: number): Position[] {
  const n = pieces(0.25 * bend(a, b, c), tolerance);
  return Array.from({ length: n }, (_, i) => {
    const [t, u] = [(i + 1) / n, 1 - (i + 1) / n];
    const mix = (k: 0 | 1) => u * u * a[k] + 2 * u * t * b[k] + t * t * c[k];
    return [mix(0), mix(1)] as const;
  });
}

/** The arc of a DXF polyline between two corners: bulge = tan of a quarter of its angle. The end is the last point. */
export function bulged(from: Position, to: Position, bulge: number, tolerance: number): Position[] {
  const chord = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!Number.isFinite(bulge) || Math.abs(bulge) < 1e-9 || chord === 0) return [to];
  const angle = 4 * Math.atan(bulge);
  const radius = (chord * (1 + bulge * bulge)) / (4 * Math.abs(bulge));
  const step = 2 * Math.acos(Math.max(0, 1 - tolerance / radius));
  const n = Math.min(MOST_PIECES, Math.max(1, Math.ceil(Math.abs(angle) / step)));
  // The centre lies left of the chord for a bulge to the right, and the other way round.
  const along = (1 - bulge * bulge) / (4 * bulge);
  const centre: Position = [
    (from[0] + to[0]) / 2 - along * (to[1] - from[1]),
    (from[1] + to[1]) / 2 + along * (to[0] - from[0]),
  ];
  const start = Math.atan2(from[1] - centre[1], from[0] - centre[0]);
  return Array.from({ length: n }, (_, i) => {
    if (i === n - 1) return to;
    const turn = start + (angle * (i + 1)) / n;
    return [centre[0] + radius * Math.cos(turn), centre[1] + radius * Math.sin(turn)] as const;
  });
}

/** Rings as polygons: a ring inside another is its hole, one inside a hole stands for itself again. */
export function nested(rings: readonly Position[][]): Position[][][] {
  const sized = rings.map((ring) => ({ ring, area: Math.abs(areaOf(ring)) })).sort((a, b) => b.area - a.area);
  const polygons: { outline: Position[]; holes: Position[][] }[] = [];
  sized.forEach(({ ring }, i) => {
    const corner = ring[0] ?? [NaN, NaN];
    const around = sized.slice(0, i).filter((other) => inside(other.ring, corner)).length;
    const home = polygons.findLast(({ outline }) => inside(outline, corner));
    if (around % 2 === 1 && home) home.holes.push(ring);
    else polygons.push({ outline: ring, holes: [] });
  });
  return polygons.map(({ outline, holes }) => [outline, ...holes]);
}

export function areaOf(ring: readonly Position[]): number {
  let sum = 0;
  ring.forEach(([x, y], i) => {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y];
    sum += x * ny - nx * y;
  });
  return sum / 2;
}

export function inside(ring: readonly Position[], [x, y]: Position): boolean {
  let is = false;
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length] ?? [ax, ay];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) is = !is;
  });
  return is;
}
