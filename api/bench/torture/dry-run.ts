/** The simulated tenant's word on a package, without HTTP in between. */
import type { Building } from '../../src/core/model/building.ts';
import type { MapInput } from '../../src/core/map/map-shapes.ts';
import { ingestMapFile } from '../../../sandbox/src/graph/map/import-map.ts';
import { DEFAULT_SETTINGS } from '../../../sandbox/src/graph/settings.ts';
import type { PlaceType } from '../../../sandbox/src/graph/place-types.ts';
import type { StoredPlace } from '../../../sandbox/src/graph/stored-place.ts';
import { Tenant } from '../../../sandbox/src/graph/tenant.ts';
import { openJournal } from '../../../sandbox/src/record/journal.ts';

/** What the import says when it refuses; undefined when it would take the package. */
export function refusalOf({ building, placeIds }: MapInput, zip: Uint8Array): string | undefined {
  const tenant = new Tenant(openJournal(null, 'places'), placesOf(building, placeIds));
  const service = {
    tenant,
    settings: DEFAULT_SETTINGS,
    findPerson: () => null,
    domain: 'contoso.example',
    now: () => new Date(0),
  };
  const body = { file: Buffer.from(zip).toString('base64'), importSetting: { isDryRun: true } };
  try {
    const request = { body } as Parameters<typeof ingestMapFile>[1];
    ingestMapFile(service as never, request, placeIds[`building:${building.key}`] ?? '');
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The places as a sync would have made them. */
function placesOf(building: Building, ids: Readonly<Record<string, string>>): StoredPlace[] {
  const places: StoredPlace[] = [];
  const add = (type: PlaceType, ref: string, parentRef: string | null, props: Record<string, unknown>) => {
    const placeId = ids[ref];
    if (placeId === undefined) return;
    const parentId = parentRef === null ? null : (ids[parentRef] ?? null);
    const seq = places.length + 1;
    const emailAddress = null;
    places.push({ seq, type, id: placeId, placeId, parentId, emailAddress, props, listedFrom: 0 });
  };
  const top = `building:${building.key}`;
  add('building', top, null, { displayName: building.name });
  for (const floor of building.floors) {
    add('floor', `floor:${floor.key}`, top, { displayName: floor.name, sortOrder: floor.ordinal });
    for (const { kind, key, name } of floor.spaces)
      add(kind as PlaceType, `${kind}:${key}`, `floor:${floor.key}`, { displayName: name });
  }
  return places;
}
