/** Where a name is written. */
import polylabel from 'polylabel';
import type { Position } from '../model/building.ts';
import { STEPS, type Area } from './grid.ts';
import { boxOf, holds, signedArea } from './ring-checks.ts';

/** Corners of a box that was rounded are off by up to this, grid steps. */
const CORNER_OFF = 10;

/** A point well inside the area, on the grid; the middle of it when the area is plain. */
export function labelPoint(area: Area): Position {
  const middle = middleOfBox(area);
  if (middle) return middle;
  const [left, bottom, right, top] = boxOf(area.slice(0, 1));
  const least = Math.min(right - left, top - bottom);
  const precision = Math.max(1, Math.min(STEPS / 10, least / 8));
  const [x, y] = polylabel(area, precision);
  const found: Position = [Math.round(x), Math.round(y)];
  return holds(area, found) ? found : widestInside(area, bottom, top);
}

/** Most rooms and desks are boxes, however they are turned: their middle is known without a search. */
function middleOfBox([outline, hole]: Area): Position | undefined {
  const [a, b, c, d, more] = outline ?? [];
  if (!a || !b || !c || !d || more || hole) return undefined;
  const isBox = Math.hypot(a[0] + c[0] - b[0] - d[0], a[1] + c[1] - b[1] - d[1]) <= 2 * CORNER_OFF;
  const longest = Math.max(Math.hypot(b[0] - a[0], b[1] - a[1]), Math.hypot(c[0] - b[0], c[1] - b[1]));
  // As a search would have it: well inside. A squashed box is left to the search.
  const middle: Position = [Math.round((a[0] + c[0]) / 2), Math.round((a[1] + c[1]) / 2)];
  const wide = Math.abs(signedArea([a, b, c, d])) / longest > 10 * CORNER_OFF;
  return isBox && wide ? middle : undefined;
}

/** For the thinnest shapes: the middle of the widest stretch on a line half way up. */
function widestInside(area: Area, bottom: number, top: number): Position {
  const y = (bottom + top) / 2 + 0.25;
  const crossings: number[] = [];
  for (const ring of area) {
    ring.forEach(([ax, ay], i) => {
      const [bx, by] = ring[(i + 1) % ring.length] as Position;
      if (ay > y !== by > y) crossings.push(((bx - ax) * (y - ay)) / (by - ay) + ax);
    });
  }
  crossings.sort((a, b) => a - b);
  let best: Position = area[0]?.[0] ?? [0, 0];
  let width = 0;
  for (let i = 0; i + 1 < crossings.length; i += 2) {
    const [from, to] = [crossings[i] as number, crossings[i + 1] as number];
    if (to - from > width) [width, best] = [to - from, [(from + to) / 2, y]];
  }
  return best;
}
