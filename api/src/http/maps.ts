/** The floor map of a building: as drawn, as Places package, as full IMDF archive. */
import type { BuildingMap, MapFloor, MapShape } from '../contract/index.ts';
import type { PictureFloor, PictureShape } from '../core/map/map-picture.ts';
import { refText, type BuildingId } from '../core/model/place.ts';
import { drawnMap, mapFile, type DrawnMap } from '../engine/building-map.ts';
import type { Deps } from '../engine/deps.ts';
import type { Answer, Call, Handlers } from './bind-routes.ts';

export function mapHandlers(deps: Deps): Pick<Handlers, 'getMap'> {
  return {
    getMap: async (call) => {
      const which = {
        tenant: call.caller.tenantId,
        buildingId: (call.params['buildingId'] ?? '') as BuildingId,
      };
      const format = call.query['format'] as 'places' | 'imdf' | undefined;
      if (wantsZip(call, format)) return zipAnswer(await mapFile(deps, which, format ?? 'places'), format);
      return { status: 200, body: showMap(which.buildingId, await drawnMap(deps, which)) };
    },
  };
}

/** Whoever names a format wants the file, unless JSON is asked for in so many words. */
function wantsZip({ request }: Call, format: string | undefined): boolean {
  const accepted = request.accepts(['application/json', 'application/zip']);
  if (accepted === 'application/zip') return true;
  return format !== undefined && !(request.get('Accept') ?? '').includes('application/json');
}

const zipAnswer = ({ zip }: { zip: Uint8Array }, format = 'places'): Answer => ({
  status: 200,
  raw: zip,
  type: 'application/zip',
  fileName: format === 'imdf' ? 'map-imdf.zip' : 'map-places.zip',
});

const showMap = (buildingId: string, map: DrawnMap): BuildingMap => ({
  buildingId,
  floors: map.floors.map((floor) => showFloor(floor, map)),
  findings: [...map.findings],
});

const showFloor = ({ key, name, ordinal, bounds, shapes }: PictureFloor, map: DrawnMap): MapFloor => ({
  key,
  name,
  ordinal,
  bounds: [...bounds],
  features: shapes.map((shape) => showShape(shape, map)),
});

function showShape(shape: PictureShape, { actions, findingsOf }: DrawnMap): MapShape {
  const { id, key, kind, category, name, place, polygons, drawnByPlaces } = shape;
  const action = place && actions.get(refText(place));
  return {
    id,
    key,
    kind,
    category,
    ...(name !== undefined && { name }),
    ...(action !== undefined && { action }),
    findings: [...(findingsOf.get(key) ?? [])],
    drawnByPlaces,
    polygons: polygons.map((rings) => rings.map((ring) => ring.map(([x, y]): [number, number] => [x, y]))),
  };
}
