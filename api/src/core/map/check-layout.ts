/** The rules about how features lie: on the earth, on their level, beside each other. */
import Flatbush from 'flatbush';
import type { Position } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import { nearAnchor } from './antimeridian.ts';
import type { CheckedFeature } from './check-feature.ts';
import { combine, squareMetres, toGrid, type Area } from './grid.ts';
import { broken } from './package-rules.ts';
import { boxOf, holds, type Ring } from './ring-checks.ts';
import { tangentPlane, type TangentPlane } from './tangent-plane.ts';
import { say } from '../model/sentence.ts';

/** Share of a shape that may lie outside of its level. */
const OUTSIDE = 0.02;
/** Units may overlap by this much before it is worth a word, square metres. */
const OVERLAP = 0.05;
/** A building does not reach farther than this, metres. */
const HUGE = 20_000;

interface Laid {
  readonly feature: CheckedFeature;
  readonly rings: readonly Ring[];
}

export function checkLayout(features: readonly CheckedFeature[]): Finding[] {
  const drawn = features.filter(({ outlines }) => outlines.length > 0);
  const longitude = drawn[0]?.outlines[0]?.[0]?.[0];
  if (longitude === undefined) return [];
  const [left, bottom, right, top] = boxOf(
    drawn.flatMap(({ outlines }) =>
      outlines.map((ring) => ring.map(([lon, lat]): Position => [nearAnchor(lon, { longitude }), lat])),
    ),
  );
  const anchor = { longitude: (left + right) / 2, latitude: (bottom + top) / 2 };
  const plane = tangentPlane({ anchor, rotation: 0, scale: 1 });
  const whole = say`The building`;
  const [x, y] = plane.toLocal([right, top]);
  if (!(Math.hypot(x, y) < HUGE)) return [broken('building-huge', whole)];
  const findings =
    Math.hypot(anchor.longitude, anchor.latitude) < 0.5 ? [broken('at-null-island', whole)] : [];
  const laid = drawn.map((feature) => ({ feature, rings: onGrid(feature.outlines, plane) }));
  return [
    ...findings,
    ...laid.flatMap((one) => pointOutside(one, plane)),
    ...outsideLevels(laid),
    ...overlaps(laid),
    ...namesTwice(features),
  ];
}

const onGrid = (outlines: readonly (readonly Position[])[], plane: TangentPlane): Ring[] =>
  outlines.map((ring) => ring.slice(0, -1).map((position) => toGrid(plane.toLocal(position))));

function pointOutside({ feature, rings }: Laid, plane: TangentPlane): Finding[] {
  const { displayPoint, what, path } = feature;
  if (!displayPoint || holds(rings, toGrid(plane.toLocal(displayPoint)))) return [];
  return [broken('display-point-outside', what, { path })];
}

function outsideLevels(laid: readonly Laid[]): Finding[] {
  const levels = new Map(
    laid.filter(({ feature }) => feature.layer === 'level').map((one) => [one.feature.id, one.rings]),
  );
  return laid.flatMap(({ feature, rings }) => {
    const level = feature.levelId === undefined ? undefined : levels.get(feature.levelId);
    // Within a level without dents nothing can stick out; that spares most of the clipping.
    if (!level || (level.length === 1 && isWithin(level[0] ?? [], rings.flat()))) return [];
    const all = areaOf(combine('union', rings));
    const inside = areaOf(combine('intersect', rings, level));
    if (all - inside <= OUTSIDE * all) return [];
    const detail = `${Math.round((1 - inside / all) * 100)} %`;
    return [broken('outside-level', feature.what, { path: feature.path, detail })];
  });
}

const areaOf = (areas: readonly Area[]): number => squareMetres(areas);

/** Corners this far beyond a wall still count as on it, grid steps: one centimetre. */
const ON_WALL = 100;

/** How far each point lies left of the wall from a to b, at most and at least, times the wall's length. */
function leftOf(a: Position, b: Position, points: Ring): readonly [most: number, least: number] {
  let most = -Infinity;
  let least = Infinity;
  for (const point of points) {
    const left = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0]);
    if (left > most) most = left;
    if (left < least) least = left;
  }
  return [most, least];
}

/** Every point lies left of every wall: then the outline has no dent that could matter, and all of it is inside. */
const isWithin = (outline: Ring, points: Ring): boolean =>
  everyWall(outline, (a, b, slack) => leftOf(a, b, outline)[1] >= 0 && leftOf(a, b, points)[1] >= -slack);

/** One wall of the outline has the outline on its left and all of the others on its right: they cannot overlap. */
const isApart = (outline: Ring, others: Ring): boolean =>
  !everyWall(outline, (a, b, slack) => leftOf(a, b, others)[0] > slack || leftOf(a, b, outline)[1] < 0);

const everyWall = (ring: Ring, is: (a: Position, b: Position, slack: number) => boolean): boolean =>
  ring.every((a, i) => {
    const b = ring[(i + 1) % ring.length] as Position;
    return is(a, b, ON_WALL * Math.hypot(b[0] - a[0], b[1] - a[1]));
  });

function overlap(one: readonly Ring[], other: readonly Ring[]): number {
  const [a, ...moreA] = one;
  const [b, ...moreB] = other;
  const single = a !== undefined && b !== undefined && moreA.length === 0 && moreB.length === 0;
  // Neighbours that only share a wall are most of the pairs, and clipping is dear.
  if (single && (isApart(a, b) || isApart(b, a))) return 0;
  return areaOf(combine('intersect', one, other));
}

/** Named units only: a section's outline and furniture lie over others on purpose. */
function overlaps(laid: readonly Laid[]): Finding[] {
  const findings: Finding[] = [];
  const units = laid.filter(({ feature }) => feature.layer === 'unit' && feature.name !== undefined);
  for (const some of Map.groupBy(units, ({ feature }) => feature.levelId).values()) {
    const index = new Flatbush(some.length);
    const boxes = some.map(({ rings }) => boxOf(rings));
    for (const [left, bottom, right, top] of boxes) index.add(left, bottom, right, top);
    index.finish();
    some.forEach((one, i) => {
      const [left, bottom, right, top] = boxes[i] as (typeof boxes)[number];
      // A wall they share is not an overlap: a centimetre is left off all around.
      const near = index.search(left + 100, bottom + 100, right - 100, top - 100).filter((j) => j > i);
      for (const j of near) {
        const other = some[j] as Laid;
        const shared = overlap(one.rings, other.rings);
        if (shared <= OVERLAP) continue;
        const detail = `${other.feature.what}, ${shared.toFixed(2)} square metres`;
        findings.push(broken('units-overlap', one.feature.what, { path: one.feature.path, detail }));
      }
    });
  }
  return findings;
}

function namesTwice(features: readonly CheckedFeature[]): Finding[] {
  const seen = new Set<string>();
  return features.flatMap(({ layer, levelId, name, placeId, what, path }) => {
    if (name === undefined || levelId === undefined || placeId === null) return [];
    const key = JSON.stringify([layer, levelId, name]);
    if (seen.has(key)) return [broken('name-twice', what, { path })];
    seen.add(key);
    return [];
  });
}
