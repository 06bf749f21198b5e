/** A floor as lines to draw: pure geometry in metres, x right, y down as SVG has it. */
import type { Action, Finding, MapFloor, MapShape } from '#contract';

/** A shape that stands for a place, ready to draw. */
export interface Unit {
  readonly shape: MapShape;
  /** `type:key`, as rows of the plan are called; the shape's own id when it stands for no place. */
  readonly id: string;
  readonly path: string;
  readonly center: readonly [number, number];
  /** Room for a label, in metres. */
  readonly width: number;
  readonly action: Action | undefined;
  readonly worst: Finding['severity'] | undefined;
}

export interface Drawing {
  /** x, y, width, height with a margin, for viewBox. */
  readonly box: readonly [number, number, number, number];
  /** What cannot be chosen, one path per kind: thousands of walls cost as much as one shape. */
  readonly backdrop: readonly {
    readonly kind: 'outline' | 'structure' | 'circulation' | 'other';
    readonly path: string;
  }[];
  readonly units: readonly Unit[];
}

type Ring = readonly (readonly [number, number])[];

const BACKDROP = new Set<MapShape['kind']>(['outline', 'structure', 'circulation', 'other']);
const ORDER = { section: 0, amenity: 1, room: 2, workspace: 3, desk: 4 } as const;
const MARGIN = 0.04;

const round = (value: number) => Math.round(value * 1000) / 1000;

function ringPath(ring: Ring): string {
  if (ring.length < 3) return '';
  return `M${ring.map(([x, y]) => `${round(x)} ${round(-y)}`).join('L')}Z`;
}

/** All rings in one path; holes stay holes with `fill-rule: evenodd`. */
export const shapePath = (shape: Pick<MapShape, 'polygons'>): string =>
  shape.polygons.flatMap((rings) => rings.map(ringPath)).join('');

/** Signed area (shoelace); its sign tells the winding. */
function ringArea(ring: Ring): number {
  let sum = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    sum += x * nextY - nextX * y;
  });
  return sum / 2;
}

/** Centre of gravity of a ring, or the mean of its corners when it has no area. */
function ringCenter(ring: Ring): [number, number] {
  const area = ringArea(ring);
  let sumX = 0;
  let sumY = 0;
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[(index + 1) % ring.length] ?? [x, y];
    const cross = area === 0 ? 1 : x * nextY - nextX * y;
    sumX += (area === 0 ? x : x + nextX) * cross;
    sumY += (area === 0 ? y : y + nextY) * cross;
  });
  const by = area === 0 ? Math.max(1, ring.length) : 6 * area;
  return [sumX / by, sumY / by];
}

function largestRing(shape: MapShape): Ring {
  const outer = shape.polygons.map(([ring = []]) => ring);
  return outer.reduce<Ring>(
    (best, ring) => (Math.abs(ringArea(ring)) > Math.abs(ringArea(best)) ? ring : best),
    outer[0] ?? [],
  );
}

function worstOf(findings: readonly Finding[]): Finding['severity'] | undefined {
  for (const severity of ['error', 'warning', 'info'] as const) {
    if (findings.some((finding) => finding.severity === severity)) return severity;
  }
  return undefined;
}

function unitOf(shape: MapShape, actions: ReadonlyMap<string, Action>): Unit {
  const ring = largestRing(shape);
  const [x, y] = ringCenter(ring);
  const xs = ring.map(([at]) => at);
  const id = shape.key === undefined ? shape.id : `${shape.kind}:${shape.key}`;
  return {
    shape,
    id,
    path: shapePath(shape),
    center: [round(x), round(-y)],
    width: ring.length === 0 ? 0 : Math.max(...xs) - Math.min(...xs),
    action: actions.get(id) ?? shape.action,
    worst: worstOf(shape.findings),
  };
}

/**
 * Prepares a floor for drawing.
 * @param actions what the plan on screen does, by `type:key`; wins over what the map itself says
 */
export function drawFloor(floor: MapFloor, actions: ReadonlyMap<string, Action>): Drawing {
  const [minX, minY, maxX, maxY] = floor.bounds;
  const margin = Math.max(maxX - minX, maxY - minY, 1) * MARGIN;
  const kinds = ['outline', 'circulation', 'structure', 'other'] as const;
  return {
    box: [minX - margin, -maxY - margin, maxX - minX + 2 * margin, maxY - minY + 2 * margin],
    backdrop: kinds.map((kind) => ({
      kind,
      path: floor.features
        .filter((shape) => shape.kind === kind)
        .map(shapePath)
        .join(''),
    })),
    units: floor.features
      .filter((shape) => !BACKDROP.has(shape.kind))
      .map((shape) => unitOf(shape, actions))
      .sort((a, b) => drawOrder(a) - drawOrder(b)),
  };
}

const drawOrder = ({ shape }: Unit) => ORDER[shape.kind as keyof typeof ORDER] ?? 0;

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

const AHEAD: Readonly<Record<Direction, readonly [number, number]>> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
};

/** The unit one reaches by an arrow key: ahead, near, and not far to the side. Undefined at the edge. */
export function nextUnit(units: readonly Unit[], from: Unit, direction: Direction): Unit | undefined {
  const [aheadX, aheadY] = AHEAD[direction];
  let best: Unit | undefined;
  let bestCost = Infinity;
  for (const unit of units) {
    const x = unit.center[0] - from.center[0];
    const y = unit.center[1] - from.center[1];
    const forward = x * aheadX + y * aheadY;
    const sideways = Math.abs(x * aheadY) + Math.abs(y * aheadX);
    if (unit === from || forward <= 1e-6 || sideways > forward * 2) continue;
    const cost = forward + sideways * 2;
    if (cost < bestCost) [best, bestCost] = [unit, cost];
  }
  return best;
}

/** The floor on which a place of the plan is drawn: its own, or the floor itself. */
export function floorOf(floors: readonly MapFloor[], id: string): MapFloor | undefined {
  return floors.find(
    (floor) =>
      `floor:${floor.key}` === id ||
      floor.features.some((shape) => `${shape.kind}:${shape.key ?? ''}` === id),
  );
}
