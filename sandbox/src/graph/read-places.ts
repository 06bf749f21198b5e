/** Reads of places: one, by type, below another, and of a room list (graph-places.md section 2). */
import { badRequest, notFound, type GraphAnswer, type GraphRequest } from './exchange.ts';
import { propertyNames } from './place-schema.ts';
import { PAGE_SIZE, type PlaceType } from './place-types.ts';
import { allowOnly, nextLink, readListQuery, readSelect, type ListQuery } from './query.ts';
import type { Settings } from './settings.ts';
import { wirePlace, type StoredPlace } from './stored-place.ts';
import { placeEntity, type Service } from './write-places.ts';

/** One call of descendants never gives more, over all its pages. */
const DESCENDANTS_CAP = 2500;

const isFilterable = (type: PlaceType): boolean =>
  type === 'room' || type === 'workspace' || type === 'roomList';

/** `GET /places/{id}`. A place is shown at once, whatever the lists say. */
export function readPlace(service: Service, request: GraphRequest, id: string): GraphAnswer {
  allowOnly(request.query, ['$select']);
  const place = service.tenant.byPath(id);
  if (place === undefined) throw notFound(id);
  const select = readSelect(request.query, propertyNames(place.type));
  return {
    status: 200,
    body: pick(placeEntity(request, place), select, ['@odata.context', '@odata.type', 'id']),
  };
}

/** `GET /places/microsoft.graph.{type}`. */
export function listPlaces(service: Service, request: GraphRequest, type: PlaceType): GraphAnswer {
  const query = listQuery(request, type);
  const hidden = type !== 'roomList' && !service.settings.enableBuildings;
  return page(service, request, type, query, hidden ? [] : service.tenant.ofType(type));
}

/** `GET /places/{id}/descendants/{placeType}`. */
export function listDescendants(
  service: Service,
  request: GraphRequest,
  id: string,
  type: PlaceType,
): GraphAnswer {
  if (type === 'roomList') throw badRequest('A room list is never below a place.');
  const place = service.tenant.byPath(id);
  if (place === undefined) throw notFound(id);
  const query = readListQuery(request.query, { ...listRules(type), filterable: false });
  const below = service.settings.enableBuildings ? service.tenant.below(place.placeId, type) : [];
  return page(service, request, type, query, below, DESCENDANTS_CAP);
}

/** `GET /places/{roomListAddress}/microsoft.graph.roomlist/{rooms|workspaces}`: by address only, never by id. */
export function listMembers(
  service: Service,
  request: GraphRequest,
  address: string,
  type: 'room' | 'workspace',
): GraphAnswer {
  const list = address.includes('@') ? service.tenant.byPath(address) : undefined;
  if (list?.type !== 'roomList') throw notFound(address);
  const members = (list.members ?? [])
    .map((placeId) => service.tenant.byPlaceId(placeId))
    .filter((place): place is StoredPlace => place?.type === type)
    .sort((a, b) => a.seq - b.seq);
  return page(service, request, type, listQuery(request, type), members);
}

const listRules = (type: PlaceType) => ({
  properties: propertyNames(type),
  filterable: isFilterable(type),
  defaultPageSize: PAGE_SIZE[type],
});

const listQuery = (request: GraphRequest, type: PlaceType): ListQuery =>
  readListQuery(request.query, listRules(type));

/** One page of places that are in order of creation. */
function page(
  service: Service,
  request: GraphRequest,
  type: PlaceType,
  query: ListQuery,
  places: readonly StoredPlace[],
  cap = Infinity,
): GraphAnswer {
  const now = service.now().getTime();
  const { filter } = query;
  const shows = (place: StoredPlace) =>
    place.listedFrom <= now && (filter === null || filter(wirePlace(place)));
  const room = Math.min(query.pageSize, cap - query.given);
  const found: StoredPlace[] = [];
  let more = false;
  let toSkip = query.skip;
  for (let at = firstAfter(places, query.after); at < places.length; at += 1) {
    const place = places[at];
    if (place === undefined || !shows(place)) continue;
    if (toSkip > 0) toSkip -= 1;
    else if (found.length < room) found.push(place);
    else {
      more = true;
      break;
    }
  }
  const given = query.given + found.length;
  const last = found.at(-1);
  const path = request.segments
    .map((segment) => encodeURIComponent(segment).replaceAll('%40', '@'))
    .join('/');
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#places/microsoft.graph.${type}`,
      ...(query.count ? { '@odata.count': places.filter(shows).length } : {}),
      ...(more && last !== undefined && given < cap
        ? { '@odata.nextLink': nextLink(request.origin, path, request.query, last.seq, given) }
        : {}),
      value: found.map((place) => listItem(service.settings, place, query.select)),
    },
  };
}

function listItem(
  settings: Readonly<Settings>,
  place: StoredPlace,
  select: readonly string[] | null,
): Record<string, unknown> {
  const { '@odata.type': annotation, ...item } = pick(wirePlace(place), select, ['@odata.type', 'id']);
  return settings.typeAnnotations === 'always' ? { '@odata.type': annotation, ...item } : item;
}

function pick(
  item: Record<string, unknown>,
  select: readonly string[] | null,
  always: readonly string[],
): Record<string, unknown> {
  if (select === null) return item;
  const wanted = new Set([...always, ...select]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name)));
}

/** Lists are sorted by `seq`, so the start of a page is found without walking over the pages before it. */
function firstAfter(places: readonly StoredPlace[], seq: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
