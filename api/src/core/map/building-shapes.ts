/** The whole building on one plane. */
import type { Building, Frame, Geometry } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import { ringsOf } from './clean-area.ts';
import { crossesAntimeridian, nearAnchor } from './antimeridian.ts';
import { floorShapes } from './floor-shapes.ts';
import { georeferenceFindings } from './georeference.ts';
import { combine, squareMetres, toMetres, type Area } from './grid.ts';
import { labelPoint } from './label-point.ts';
import type { Drawings, MapFloor, MapInput, MapShapes } from './map-shapes.ts';
import { tangentPlane } from './tangent-plane.ts';
import { say, spoken } from '../model/sentence.ts';

/** Draws everything that has a shape, floor by floor; `yielding` is called between floors. */
export function* buildingShapes(
  { building, leftAlone, impliedSections }: MapInput,
  drawings: Drawings,
): Generator<undefined, MapShapes> {
  const findings: Finding[] = [];
  const frame = frameOf(building, findings);
  const plane = tangentPlane(frame);
  const skipped = new Set(leftAlone);
  const floors: MapFloor[] = [];
  const tables = building.withoutGeometry === true;
  for (const floor of building.floors) {
    if (!floor.published || skipped.has(`floor:${floor.key}`)) continue;
    const drawn = floorShapes(floor, { plane, drawing: drawings.get(floor.key), impliedSections, tables });
    for (const finding of drawn.findings) findings.push(finding);
    if (drawn.floor) floors.push(drawn.floor);
    yield;
  }
  const footprint = footprintOf(floors);
  if (footprint[0])
    findings.push(...georeferenceFindings(building, plane.toGeo(toMetres(labelPoint(footprint[0])))));
  if (crossesAntimeridian(floors, plane)) findings.push(onBothSides(building));
  const bearing = bearingOf(frame.rotation);
  return { plane, bearing, floors, footprint, findings };
}

/** From 0 to less than 360, also when it is written with two decimals. */
function bearingOf(rotation: number): number {
  const degrees = ((rotation % 360) + 360) % 360;
  return degrees < 0.005 || degrees >= 359.995 ? 0 : degrees;
}

const onBothSides = ({ key, name }: Building): Finding => ({
  code: 'map-antimeridian',
  severity: 'warning',
  ...spoken({
    message: say`"${{ name }}" stands on the 180th meridian. Shapes that cross it are cut there, as GeoJSON wants it (RFC 7946 section 3.1.9).`,
    hint: say`Look at the map in Microsoft Places after the upload: its two sides may be drawn apart.`,
  }),
  key,
});

/** The frame of the source; without one the plane lies at the position, else in the middle of what is drawn. */
function frameOf(building: Building, findings: Finding[]): Frame {
  if (building.frame) return building.frame;
  const geometries = building.floors.flatMap(({ outline, spaces }) => [
    outline,
    ...spaces.map(({ geometry }) => geometry),
  ]);
  const middle = middleOfGeo(geometries);
  const at = building.position;
  const local = geometries.some((geometry) => geometry?.type === 'local');
  if (local) {
    findings.push({
      code: 'map-no-frame',
      severity: at ? 'warning' : 'error',
      ...spoken({
        message: at
          ? say`"${{ name: building.name }}" has shapes in metres and no frame. They are laid out from its position, north up.`
          : say`"${{ name: building.name }}" has shapes in metres, but neither a frame nor a position says where they are on the earth.`,
        hint: say`Give the building a frame with anchor and rotation.`,
      }),
      key: building.key,
    });
  }
  const anchor = (local ? at : undefined) ?? middle ?? at ?? { latitude: 0, longitude: 0 };
  return { anchor, rotation: 0, scale: 1 };
}

function middleOfGeo(geometries: readonly (Geometry | undefined)[]): Frame['anchor'] | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  let first: number | undefined;
  for (const geometry of geometries) {
    if (geometry?.type !== 'geo') continue;
    for (const [degrees, latitude] of geometry.polygons.flatMap((rings) => rings.flat())) {
      first ??= degrees;
      const longitude = nearAnchor(degrees, { longitude: first });
      [west, east] = [Math.min(west, longitude), Math.max(east, longitude)];
      [south, north] = [Math.min(south, latitude), Math.max(north, latitude)];
    }
  }
  if (west > east) return undefined;
  // Rounded, so that a map that is written and read again gets the same plane and the same bytes.
  const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;
  return { longitude: rounded((west + east) / 2), latitude: rounded((south + north) / 2) };
}

/** The outline at grade: of the floors at 0, else of the lowest above, else of the highest below (imdf.md section 6.4). */
function footprintOf(floors: readonly MapFloor[]): Area[] {
  const ordinals = floors.map(({ ordinal }) => ordinal);
  const above = ordinals.filter((ordinal) => ordinal >= 0);
  const grade = above.length > 0 ? Math.min(...above) : Math.max(...ordinals);
  const rings = ringsOf(floors.filter(({ ordinal }) => ordinal === grade).flatMap(({ outline }) => outline));
  return combine('union', rings).toSorted((a, b) => squareMetres([b]) - squareMetres([a]));
}
