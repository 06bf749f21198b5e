/** Microsoft Places on Graph v1.0: the port `PlaceDirectory`. Odd behaviour and limits: README.md. */
import type { PlaceDirectory } from '../../ports/place-directory.ts';
import { createGraphClient, type GraphClient, type GraphOptions } from './client.ts';
import { readBelow, readDescendants } from './read-below.ts';
import { listPlaces, readPlace } from './read-places.ts';
import { writePlaces } from './write-places.ts';

/**
 * The places of one tenant. Make one per tenant and process: throttling and the number of open requests are
 * counted in it.
 */
export function createPlaceDirectory(
  options: GraphOptions,
  client: GraphClient = createGraphClient(options),
): PlaceDirectory {
  return {
    readBuildings: () => listPlaces(client, 'building'),
    readBelow: (buildingId, expected) => readBelow(client, buildingId, expected),
    readBookable: async (types) => {
      const lists = await Promise.all([...new Set(types)].map((type) => listPlaces(client, type)));
      return lists.flat();
    },
    readPlace: (id) => readPlace(client, id),
    readDescendants: (parentId, type) => readDescendants(client, parentId, type),
    write: (writes, signal) => writePlaces(client, writes, signal),
  };
}
