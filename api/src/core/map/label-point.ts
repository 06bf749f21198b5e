/** Where a name is written. */
import polylabel from 'polylabel';
import type { Position } from '../model/building.ts';
import { STEPS, type Area } from './grid.ts';
import { boxOf, holds } from './ring-checks.ts';

/** A point well inside the area, on the grid; the middle of it when the area is plain. */
export function labelPoint(area: Area): Position {
  const [left, bottom, right, top] = boxOf(area.slice(0, 1));
  const least = Math.min(right - left, top - bottom);
  const precision = Math.max(1, Math.min(STEPS / 10, least / 8));
  const [x, y] = polylabel(area, precision);
  const found: Position = [Math.round(x), Math.round(y)];
  return holds(area, found) ? found : widestInside(area, bottom, top);
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
