/** The floor map of a building: as drawn, as Places package, as full IMDF archive. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import type { BuildingMap, MapFloor, MapShape } from '../contract/index.ts';
import type { PictureFloor, PictureShape } from '../core/map/map-picture.ts';
import { refText, type BuildingId } from '../core/model/place.ts';
import { drawnMap, mapFile, replacedMap, type DrawnMap } from '../engine/building-map.ts';
import type { Deps } from '../engine/deps.ts';
import type { Answer, Call, Handlers } from './bind-routes.ts';

export function mapHandlers(deps: Deps): Pick<Handlers, 'getMap'> {
  return {
    getMap: async (call) => {
      const which = {
        tenant: call.caller.tenantId,
        buildingId: (call.params['buildingId'] ?? '') as BuildingId,
      };
      const format = call.query['format'] as 'places' | 'imdf' | 'replaced' | undefined;
      if (format === 'replaced') return zipAnswer(await replacedMap(deps, which), format);
      if (wantsZip(call, format)) return zipAnswer(await mapFile(deps, which, format ?? 'places'), format);
      await sendMap(call, which.buildingId, await drawnMap(deps, which));
      return 'streamed';
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
  fileName: `map-${format}.zip`,
});

async function sendMap({ response }: Call, buildingId: string, map: DrawnMap): Promise<void> {
  response.status(200).set('Cache-Control', 'no-store').type('application/json');
  // Who leaves while it is sent is nobody's fault.
  await pipeline(Readable.from(mapJson(buildingId, map)), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}

/** A {@link BuildingMap}, floor by floor: other requests get their turn in between, because a picture can be megabytes. */
async function* mapJson(buildingId: string, map: DrawnMap): AsyncGenerator<string> {
  const { findings } = map;
  const rest: Omit<BuildingMap, 'floors'> = { buildingId, findings: [...findings] };
  yield `${JSON.stringify(rest).slice(0, -1)},"floors":[`;
  for (const [n, floor] of map.floors.entries()) {
    yield `${n === 0 ? '' : ','}${JSON.stringify(showFloor(floor, map))}`;
    await setImmediate();
  }
  yield ']}';
}

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
