/** A path of SVG as rings of corners. */
import svgpath from 'svgpath';
import type { Position } from '../../../../core/model/building.ts';
import { alongArc, alongCubic, alongQuadratic, type Arc } from '../curves.ts';
import { mapped, type Matrix } from '../matrix.ts';

interface PathRings {
  /** Every part counts as closed, as it does when it is filled. */
  readonly rings: Position[][];
  /** How many of them the path does not close itself. */
  readonly open: number;
  /** Parts without an area. */
  readonly lines: number;
  /** The text of the path is broken; it is read up to there, as browsers do. */
  readonly broken: boolean;
}

type Numbers = readonly number[];
/** The library's types leave out what went wrong. */
type Path = ReturnType<typeof svgpath> & { readonly err: string };

/**
 * @param tolerance largest distance from the curve, in units of the result
 * @param room the most corners that may come of it
 * @returns nothing when there are more
 */
export function ringsOfPath(
  d: string,
  matrix: Matrix,
  tolerance: number,
  room: number,
): PathRings | undefined {
  const path = parsed(d);
  const parts: Position[][] = [];
  let [part, corners, closed]: [Position[], number, number] = [[], 0, 0];
  const shut = new Set<Position[]>();
  const add = (...points: Position[]): void => {
    for (const point of points) part.push(point);
    corners += points.length;
  };
  path
    .abs()
    .unshort()
    .iterate((segment, _index, x, y) => {
      const numbers = segment.slice(1) as Numbers;
      if (segment[0] === 'Z' || segment[0] === 'z') shut.add(part);
      if (corners > room || segment[0] === 'Z' || segment[0] === 'z') return;
      // After a closing command the next part starts where the last one did.
      if (segment[0] === 'M' || shut.has(part)) {
        part = [];
        parts.push(part);
        if (segment[0] !== 'M') add(mapped(matrix, [x, y]));
      }
      add(...along(segment[0], numbers, [x, y], matrix, tolerance));
    });
  if (corners > room) return undefined;
  const rings = parts.filter((one) => one.length >= 3 && one.every(isFinite));
  for (const ring of rings) if (shut.has(ring) || meets(ring[0], ring.at(-1), tolerance)) closed += 1;
  const lines = parts.filter(({ length }) => length === 2).length;
  return { rings, open: rings.length - closed, lines, broken: path.err !== '' };
}

const isFinite = ([x, y]: Position): boolean => Number.isFinite(x) && Number.isFinite(y);

const meets = (a: Position | undefined, b: Position | undefined, tolerance: number): boolean =>
  a !== undefined && b !== undefined && Math.hypot(a[0] - b[0], a[1] - b[1]) <= tolerance;

function along(command: string, n: Numbers, from: Position, matrix: Matrix, tolerance: number): Position[] {
  const on = (x = NaN, y = NaN): Position => mapped(matrix, [x, y]);
  switch (command) {
    case 'M':
    case 'L':
      return [on(n[0], n[1])];
    case 'H':
      return [on(n[0], from[1])];
    case 'V':
      return [on(from[0], n[0])];
    case 'C':
      return alongCubic(mapped(matrix, from), on(n[0], n[1]), on(n[2], n[3]), on(n[4], n[5]), tolerance);
    case 'Q':
      return alongQuadratic(mapped(matrix, from), on(n[0], n[1]), on(n[2], n[3]), tolerance);
    case 'A': {
      const end = on(n[5], n[6]);
      const arc = arcOf(from, n);
      return arc ? [...alongArc(arc, matrix, tolerance).slice(0, -1), end] : [end];
    }
    default:
      return [];
  }
}

/** Centre and angles of an arc that is given by its ends (SVG 1.1 appendix F.6.5). @returns nothing when it is a line */
function arcOf(
  [x1, y1]: Position,
  [rx = 0, ry = 0, turned = 0, large, sweeps, x2 = NaN, y2 = NaN]: Numbers,
): Arc | undefined {
  const [cos, sin] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)];
  const [dx, dy] = [(x1 - x2) / 2, (y1 - y2) / 2];
  const [px, py] = [cos * dx + sin * dy, cos * dy - sin * dx];
  if (rx === 0 || ry === 0 || (px === 0 && py === 0)) return undefined;
  // Radii that are too small to reach are made just large enough.
  const reach = Math.max(1, Math.hypot(px / rx, py / ry));
  const [a, b] = [Math.abs(rx) * reach, Math.abs(ry) * reach];
  const [ux, uy] = [px / a, py / b];
  const off =
    Math.sqrt(Math.max(0, 1 / (ux * ux + uy * uy) - 1)) * (Boolean(large) === Boolean(sweeps) ? -1 : 1);
  const [cx, cy] = [off * uy, -off * ux];
  const start = Math.atan2(uy - cy, ux - cx);
  let sweep = Math.atan2(-uy - cy, -ux - cx) - start;
  if (sweeps && sweep < 0) sweep += 2 * Math.PI;
  if (!sweeps && sweep > 0) sweep -= 2 * Math.PI;
  return {
    centre: [cos * a * cx - sin * b * cy + (x1 + x2) / 2, sin * a * cx + cos * b * cy + (y1 + y2) / 2],
    u: [cos * a, sin * a],
    v: [-sin * b, cos * b],
    start,
    sweep,
  };
}

/** Numbers that one command takes. */
const TAKES: Readonly<Record<string, number>> = { m: 2, l: 2, t: 2, h: 1, v: 1, s: 4, q: 4, c: 6 };
const LONG_RUN = /([MLTHVSQC])([^A-DF-Z]{1000,})/gi;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** The parser refuses numbers such as `007`, which SVG allows; in arcs `01` may be two flags. */
function parsed(d: string): Path {
  const path = svgpath(spelledOut(d)) as Path;
  if (!path.err.includes('numbers started with `0`') || /a/i.test(d)) return path;
  return svgpath(spelledOut(d.replace(/(?<![\d.eE])0+(?=\d)/g, ''))) as Path;
}

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
