/** Cuts areas with holes into areas without: Microsoft's importer takes none (imdf.md sections 3.4 and 6.4). */
import type { Area } from './grid.ts';
import { combine } from './grid.ts';
import { ringsOf } from './clean-area.ts';
import { boxOf, type Ring } from './ring-checks.ts';

/**
 * Pieces of an area, largest outline first, cut straight through the middle hole until none is left.
 *
 * Cuts are exact: the pieces share the cut edge and cover what the area covered. With a `gap` they stay that many grid
 * steps apart, for pieces that have to be parts of one MultiPolygon, which must not share an edge.
 */
export function withoutHoles(area: Area, gap = 0): Area[] {
  const [outline, ...holes] = area;
  if (!outline || holes.length === 0) return outline ? [area] : [];
  const middles = holes.map((hole) => {
    const [left, , right] = boxOf([hole]);
    return Math.round((left + right) / 2);
  });
  const cut = middles.toSorted((a, b) => a - b)[Math.floor(middles.length / 2)] ?? 0;
  const [left, bottom, right, top] = boxOf([outline]);
  const half = (from: number, to: number): Ring => [
    [from, bottom - 1],
    [to, bottom - 1],
    [to, top + 1],
    [from, top + 1],
  ];
  const rings = ringsOf([area]);
  const sides = [half(left - 1, cut - Math.floor(gap / 2)), half(cut + Math.ceil(gap / 2), right + 1)];
  return sides.flatMap((side) =>
    combine('intersect', rings, [side]).flatMap((one) => withoutHoles(one, gap)),
  );
}
