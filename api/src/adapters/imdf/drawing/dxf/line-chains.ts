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
  const ends = lines.flatMap(({ points, layer }) => [nodeAt(points[0], layer), nodeAt(points.at(-1), layer)]);
  const meeting = new Meeting(ends);
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

/** Which lines end at a node. Plain lists of numbers, because there may be a hundred thousand nodes. */
class Meeting {
  readonly #count: number[] = [];
  readonly #first: number[] = [];
  readonly #second: number[] = [];

  /** @param ends two nodes for every line */
  constructor(ends: readonly number[]) {
    ends.forEach((node, end) => {
      const count = this.#count[node] ?? 0;
      this.#count[node] = count + 1;
      if (count < 2) (count === 0 ? this.#first : this.#second)[node] = Math.floor(end / 2);
    });
  }

  /** @returns nothing where it is not exactly two */
  two(node: number): readonly [number, number] | undefined {
    return this.#count[node] === 2 ? [this.#first[node] ?? 0, this.#second[node] ?? 0] : undefined;
  }
}

/** @returns the lines of a chain that comes back to where it began */
function follow(
  start: number,
  ends: readonly number[],
  meeting: Meeting,
  seen: Set<number>,
): Step[] | undefined {
  const endsOf = (line: number) => [ends[2 * line] ?? -1, ends[2 * line + 1] ?? -1] as const;
  const [home, first] = endsOf(start);
  const steps: Step[] = [{ line: start, back: false }];
  seen.add(start);
  let node = first;
  while (node !== home) {
    const next = meeting.two(node)?.find((line) => !seen.has(line));
    if (next === undefined) return undefined;
    const [from, to] = endsOf(next);
    seen.add(next);
    steps.push({ line: next, back: from !== node });
    node = from === node ? to : from;
  }
  return meeting.two(home) ? steps : undefined;
}

/** Numbers places; one that is near a known one of the same layer has its number. */
function placesOf(near: number): (point: Position | undefined, layer: string) => number {
  const known = new Map<string, number>();
  const places: Position[] = [];
  return (point = [NaN, NaN], layer) => {
    const [x, y] = point;
    const [column, row] = [Math.floor(x / near), Math.floor(y / near)];
    for (const dx of [0, -1, 1])
      for (const dy of [0, -1, 1]) {
        const node = known.get(`${column + dx} ${row + dy} ${layer}`);
        const [atX, atY] = places[node ?? -1] ?? [NaN, NaN];
        if (node !== undefined && Math.hypot(atX - x, atY - y) <= near) return node;
      }
    known.set(`${column} ${row} ${layer}`, places.length);
    return places.push(point) - 1;
  };
}
