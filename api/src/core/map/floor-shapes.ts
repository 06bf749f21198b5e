/** One floor: every shape of the source in one plane, cleaned, with its outline. */
import type { Floor, Geometry, Position, Space } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { PlaceRef } from '../model/place.ts';
import { layerOf } from './categories.ts';
import { cleanArea, ringsOf } from './clean-area.ts';
import { withoutCommonWalls } from './common-walls.ts';
import { fitDrawing, type DrawnElement, type Drawing } from './drawing.ts';
import { combine, GRID_RADIUS, grow, squareMetres, type Area } from './grid.ts';
import type { ImpliedSection, MapFloor, MapShape } from './map-shapes.ts';
import { repairFindings, spotAt, spotOf } from './shape-findings.ts';
import type { Owner } from './shape-findings.ts';
import { SharedCorners, withSharedWalls } from './shared-corners.ts';
import type { TangentPlane } from './tangent-plane.ts';
import { say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

/** A desk that is only a point, metres. */
const DESK: Position = [1.6, 0.8];
/** Below this a shape is a point, square metres. */
const POINT = 0.05;
/** Gaps between rooms up to twice this are closed when the outline is made from them, metres. */
const CLOSING = 0.2;
/** Rings of a made outline below this are nothing, square metres. */
const SMALLEST_RING = 1;
/** How far a made section reaches around its desks, metres. */
const AROUND_DESKS = 1;

interface Site {
  readonly plane: TangentPlane;
  readonly drawing: Drawing | undefined;
  readonly impliedSections: readonly ImpliedSection[];
  /** The source is tables, which never have shapes. */
  readonly tables: boolean;
}

/** @returns no floor when there is nothing to draw on it; the findings say why */
export function floorShapes(
  floor: Floor,
  site: Site,
): { readonly floor?: MapFloor; readonly findings: Finding[] } {
  const drafting = new Drafting(floor, site);
  const own = floor.outline && drafting.areasOf(floor.outline, undefined, floorOwner(floor));
  const drawn = floor.spaces.flatMap((space) => drafting.shapeOf(space));
  const shapes = sharedWalls([...drawn, ...drafting.sectionsFor(drawn, own)]);
  const outline = own && own.length > 0 ? own : outlineOf(shapes);
  const { findings } = drafting;
  if (outline.length === 0) {
    if (shapes.length === 0 && !floor.outline) return { findings };
    const said = spoken({
      message: say`The floor "${{ name: floor.name }}" has no outline that could be drawn.`,
    });
    findings.push({ code: 'map-no-outline', severity: 'warning', ...said, key: floor.key });
    return { findings };
  }
  const { key, name, shortName, ordinal, outdoor } = floor;
  return {
    floor: {
      key,
      name,
      ...(shortName !== undefined && { shortName }),
      ordinal,
      ...(outdoor === true && { outdoor }),
      outline,
      shapes,
    },
    findings,
  };
}

const floorOwner = ({ key, name }: Floor) => ({ key, label: say`The floor "${{ name }}"` });

/** Only what tiles a floor shares walls: desks and furniture stand free. */
function sharedWalls(shapes: readonly MapShape[]): MapShape[] {
  const tiling = shapes.filter(({ layer, areas }) => layer === 'unit' && areas.length > 0);
  const walls = withSharedWalls(tiling.flatMap(({ areas }) => areas));
  let next = 0;
  const done = new Map(
    tiling.map((shape) => {
      const areas = walls.slice(next, next + shape.areas.length);
      next += shape.areas.length;
      return [shape, { ...shape, areas }];
    }),
  );
  return shapes.map((shape) => done.get(shape) ?? shape);
}

/** The union of what stands on the floor with thin gaps closed (imdf.md section 6.4). */
function outlineOf(shapes: readonly MapShape[]): Area[] {
  const ground = shapes.filter(({ layer }) => layer !== 'fixture');
  const rings = ringsOf((ground.length > 0 ? ground : shapes).flatMap(({ areas }) => areas));
  if (rings.length === 0) return [];
  const wide = grow(combine('union', withoutCommonWalls(rings)).flat(), CLOSING);
  const closed = combine('union', grow(combine('union', wide).flat(), -CLOSING));
  return closed
    .map((area) => area.filter((ring, i) => i === 0 || -squareMetres([[ring]]) >= SMALLEST_RING))
    .toSorted((a, b) => squareMetres([b]) - squareMetres([a]))
    .filter((area, i) => i === 0 || squareMetres([area]) >= SMALLEST_RING);
}

/** Works on one floor and collects what is found on the way. */
class Drafting {
  readonly findings: Finding[] = [];
  readonly #floor: Floor;
  readonly #site: Site;
  readonly #corners = new SharedCorners();
  readonly #onPlan: ((point: Position) => Position) | undefined;

  constructor(floor: Floor, site: Site) {
    this.#floor = floor;
    this.#site = site;
    this.#onPlan = this.#placeDrawing();
  }

  shapeOf(space: Space): MapShape[] {
    const floor = this.#floor.name;
    // Made only when there is something to say: a building has ten thousand shapes and few findings.
    const owner: Owner = {
      key: space.key,
      get label() {
        return say`${{ type: capital(space.kind) }} "${{ name: space.name }}" on "${{ floor }}"`;
      },
    };
    const areas = this.areasOf(space.geometry, space.mapRef, owner, space.kind === 'desk');
    if (areas.length === 0) {
      this.#notDrawn(space, owner);
      return [];
    }
    const place = placeOf(space);
    return [
      {
        key: space.key,
        kind: space.kind,
        ...layerOf(space),
        ...(space.name !== '' && space.problem === undefined && { name: space.name }),
        areas,
        ...(place && { place }),
      },
    ];
  }

  areasOf(
    geometry: Geometry | undefined,
    mapRef: string | undefined,
    owner: Owner,
    isDesk = false,
  ): readonly Area[] {
    const raw = this.#rawOf(geometry, mapRef);
    if (!raw) return [];
    if (raw.type === 'point') return isDesk && !isFar(raw.at) ? this.#deskAt(raw.at, owner) : [];
    if (raw.polygons.some((rings) => rings.some((ring) => ring.some(isFar)))) {
      this.#far(owner);
      return [];
    }
    const clean = cleanArea(raw.polygons, this.#corners.place);
    if (isDesk && clean.areas.length > 0 && squareMetres(clean.areas) < POINT) {
      const [x, y] = spotOf(clean.areas) ?? [0, 0];
      return this.#deskAt([x, y], owner);
    }
    this.findings.push(...repairFindings(clean.repairs, clean.areas, owner));
    return clean.areas;
  }

  /** Sections without a shape of their own reach around their desks: a desk is found on the map through its section. */
  sectionsFor(shapes: readonly MapShape[], outline: readonly Area[] | undefined): MapShape[] {
    const byKey = new Map(shapes.map((shape) => [shape.key, shape]));
    const wanted = this.#site.impliedSections.filter(({ floorKey }) => floorKey === this.#floor.key);
    return wanted.flatMap(({ key, name, members }): MapShape[] => {
      const rings = ringsOf(members.flatMap((member) => byKey.get(member)?.areas ?? []));
      if (rings.length === 0 || byKey.has(key)) return [];
      const around = combine('union', grow(combine('union', rings).flat(), AROUND_DESKS));
      const inside = outline ? combine('intersect', ringsOf(around), ringsOf(outline)) : around;
      const areas = inside.toSorted((a, b) => squareMetres([b]) - squareMetres([a]));
      if (areas.length === 0) return [];
      const place: PlaceRef = { type: 'section', key };
      return [{ key, kind: 'section', layer: 'section', category: 'cubicle', name, areas, place }];
    });
  }

  #placeDrawing(): ((point: Position) => Position) | undefined {
    const { drawing, plane } = this.#site;
    const { plan, name, key } = this.#floor;
    if (!plan || !drawing) return undefined;
    const tell = (code: string, severity: Finding['severity'], message: Sentence, hint?: Sentence) =>
      this.findings.push({ code, severity, ...spoken({ message, hint }), key });
    for (const { said, hint, severity = 'info' } of drawing.notes)
      tell('map-drawing', severity, say`The drawing of "${{ name }}": ${{ note: said }}`, hint);
    const fit = fitDrawing(plan.controlPoints, drawing.yDown, plane);
    if (!fit.ok) {
      const why = {
        tooFew: say`fewer than two control points`,
        samePlace: say`control points that are all in one place`,
        stretched: say`control points that stretch one axis more than 5 % against the other`,
        mirrored: say`control points that turn the drawing over like a mirror`,
      }[fit.why];
      tell(
        'map-drawing-not-placed',
        'warning',
        say`The drawing of "${{ name }}" has ${{ why }}, so nothing in it can be placed.`,
        say`Give two or three points of the drawing and where they are.`,
      );
      return undefined;
    }
    if (fit.rms > 0.5) {
      tell(
        'map-drawing-inexact',
        'warning',
        say`The control points of the drawing of "${{ name }}" disagree by ${{ metres: fit.rms.toFixed(2) }} m.`,
        say`Check the points: one of them may be wrong.`,
      );
    }
    return ([x, y]) => fit.apply([x, drawing.yDown ? -y : y]);
  }

  #rawOf(geometry: Geometry | undefined, mapRef: string | undefined): DrawnElement | undefined {
    if (geometry?.type === 'local') return { type: 'area', polygons: geometry.polygons };
    if (geometry?.type === 'geo') {
      const { plane } = this.#site;
      return { type: 'area', polygons: mapped(geometry.polygons, (degrees) => plane.toLocal(degrees)) };
    }
    const ref = geometry?.ref ?? mapRef;
    const element = ref === undefined ? undefined : this.#site.drawing?.elements.get(ref);
    if (!element || !this.#onPlan) return undefined;
    return element.type === 'point'
      ? { type: 'point', at: this.#onPlan(element.at) }
      : { type: 'area', polygons: mapped(element.polygons, this.#onPlan) };
  }

  #deskAt([x, y]: Position, { key, label }: Owner): readonly Area[] {
    const [w, d] = [DESK[0] / 2, DESK[1] / 2];
    const said = spoken({
      message: say`${{ label }} is only a point in the source. It is drawn 1.60 by 0.80 m.`,
    });
    this.findings.push({ code: 'map-desk-footprint', severity: 'info', ...said, key, at: spotAt([x, y]) });
    const ring: Position[] = [
      [x - w, y - d],
      [x + w, y - d],
      [x + w, y + d],
      [x - w, y + d],
    ];
    return cleanArea([[ring]], this.#corners.place).areas;
  }

  #far({ key, label }: Owner): void {
    this.findings.push({
      code: 'map-far-away',
      severity: 'warning',
      ...spoken({
        message: say`${{ label }} is drawn more than 4 km from where the building is, so it is not on the map.`,
        hint: say`Latitude and longitude may be swapped, or metres may count from another origin.`,
      }),
      key,
    });
  }

  /** Only what people look for is worth a word. */
  #notDrawn({ key, kind, problem, geometry, mapRef }: Space, owner: Owner): void {
    if (problem !== undefined) return;
    const wasDrawn = geometry !== undefined || mapRef !== undefined;
    if (!wasDrawn && (this.#site.tables || (kind !== 'room' && kind !== 'desk'))) return;
    this.findings.push({
      code: 'map-no-shape',
      severity: wasDrawn ? 'warning' : 'info',
      ...spoken({
        message: wasDrawn
          ? say`${{ label: owner.label }} is not on the map: its shape cannot be drawn or is not in the drawing of the floor.`
          : say`${{ label: owner.label }} has no shape in the source, so it is synced but not on the map.`,
        hint: say`Draw it in the source.`,
      }),
      key,
    });
  }
}

const mapped = (
  polygons: readonly (readonly (readonly Position[])[])[],
  to: (point: Position) => Position,
): Position[][][] => polygons.map((rings) => rings.map((ring) => ring.map(to)));

const isFar = ([x, y]: Position): boolean => !(Math.hypot(x, y) <= GRID_RADIUS);

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const PLACES: ReadonlySet<string> = new Set(['room', 'workspace', 'desk', 'section']);

const placeOf = ({ kind, key }: Space): PlaceRef | undefined =>
  PLACES.has(kind) ? { type: kind as PlaceRef['type'], key } : undefined;
