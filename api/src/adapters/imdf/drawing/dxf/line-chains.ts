/** Outlines that are drawn as single lines which meet at their ends. */
import type { Position } from '../../../../core/model/building.ts';

export interface Line {
  readonly points: readonly Position[];
  readonly handle: string;
  /** Lines of different layers do not belong together. */
  readonly layer: string;
}

interface Chain {
  readonly ring: Position[];
  readonly handles: readonly string[];
}

/**
 * Follows lines from end to end. Only where exactly two meet is it clear how an outline goes on.
 * @param near ends this close are the same place, in units of the drawing
 */
export function closedChains(
  lines: readonly Line[],
  near: number,
): { readonly chains: Chain[]; readonly rest: number } {
  const nodeAt = placesOf(near);
  const ends = lines.map(
    ({ points, layer }) => [nodeAt(points[0], layer), nodeAt(points.at(-1), layer)] as const,
  );
  const meeting = new Map<number, number[]>();
  ends.forEach((pair, i) => {
    for (const node of pair) meeting.set(node, [...(meeting.get(node) ?? []).slice(0, 2), i]);
  });
  const chains: Chain[] = [];
  const seen = new Set<number>();
  let inChains = 0;
  for (const start of lines.keys()) {
    if (seen.has(start)) continue;
    const followed = follow(start, ends, meeting, seen);
    if (!followed) continue;
    const ring = followed.flatMap(({ line, back }) => {
      const points = lines[line]?.points ?? [];
      return (back ? points.toReversed() : points).slice(0, -1);
    });
    if (ring.length < 3) continue;
    inChains += followed.length;
    chains.push({ ring, handles: followed.map(({ line }) => lines[line]?.handle ?? '') });
  }
  return { chains, rest: lines.length - inChains };
}

interface Step {
  readonly line: number;
  readonly back: boolean;
}

/** @returns the lines of a chain that comes back to where it began */
function follow(
  start: number,
  ends: readonly (readonly [number, number])[],
  meeting: ReadonlyMap<number, readonly number[]>,
  seen: Set<number>,
): Step[] | undefined {
  const [home, first] = ends[start] ?? [-1, -1];
  const steps: Step[] = [{ line: start, back: false }];
  seen.add(start);
  let node = first;
  while (node !== home) {
    const here = meeting.get(node) ?? [];
    const next = here.find((line) => !seen.has(line));
    if (here.length !== 2 || next === undefined) return undefined;
    const [from, to] = ends[next] ?? [-1, -1];
    seen.add(next);
    steps.push({ line: next, back: from !== node });
    node = from === node ? to : from;
  }
  return meeting.get(home)?.length === 2 ? steps : undefined;
}

/** Numbers places; one that is near a known one of the same layer has its number. */
function placesOf(near: number): (point: Position | undefined, layer: string) => number {
  const known = new Map<string, { at: Position; node: number }>();
  let count = 0;
  return (point = [NaN, NaN], layer) => {
    const [x, y] = point;
    const [column, row] = [Math.floor(x / near), Math.floor(y / near)];
    for (const dx of [0, -1, 1])
      for (const dy of [0, -1, 1]) {
        const other = known.get(`${column + dx} ${row + dy} ${layer}`);
        if (other && Math.hypot(other.at[0] - x, other.at[1] - y) <= near) return other.node;
      }
    count += 1;
    known.set(`${column} ${row} ${layer}`, { at: point, node: count });
    return count;
  };
}
