/** Every call that Microsoft documents for places in v1.0, and a refusal for everything else (graph-places.md section 2). */
import { createCheckIn, readCheckIn } from './check-ins.ts';
import {
  badRequest,
  notAllowed,
  notFound,
  Refusal,
  type Caller,
  type GraphAnswer,
  type GraphRequest,
} from './exchange.ts';
import { ingestMapFile } from './map/import-map.ts';
import {
  listFeatures,
  readMap,
  removeFeature,
  removeMap,
  upsertFeature,
  type SingleType,
} from './map/map-calls.ts';
import { typeOfSegment, type PlaceType } from './place-types.ts';
import { listDescendants, listMembers, listPlaces, readPlace } from './read-places.ts';
import { createPlace, removePlace, updatePlace, type Service } from './write-places.ts';

type Call = (service: Service, request: GraphRequest) => GraphAnswer;
/** What one address answers to, by method. */
type Calls = Readonly<Partial<Record<'GET' | 'POST' | 'PATCH' | 'DELETE', Call>>>;

const READ_SCOPES = ['Place.Read.All', 'Place.ReadWrite.All'];
const WRITE_SCOPE = 'Place.ReadWrite.All';
/** Exchange Administrator is the least; an application needs the Exchange role for places (graph-places.md section 10). */
const WRITE_ROLES = ['Exchange Administrator', 'Global Administrator', 'TenantPlacesManagement'];

const SINGLES: Readonly<Record<string, SingleType>> = {
  units: 'unit',
  fixtures: 'fixture',
  sections: 'section',
};

const unknownSegment = (segment: string) =>
  new Refusal(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);

/** `/places/{id}/...` */
function callsOfPlace(id: string, rest: readonly string[]): Calls {
  const [first = '', second, third] = rest;
  if (rest.length === 0) {
    return {
      GET: (service, request) => readPlace(service, request, id),
      PATCH: (service, request) => updatePlace(service, request, id),
      DELETE: (service) => removePlace(service, id),
    };
  }
  if (first === 'descendants') {
    const type = typeOfSegment(second ?? '');
    if (type === undefined || third !== undefined) throw unknownSegment(second ?? first);
    return { GET: (service, request) => listDescendants(service, request, id, type) };
  }
  if (first === 'checkIns') return callsOfCheckIns(id, rest.slice(1));
  return callsOfCast(id, typeOfSegment(first), rest);
}

function callsOfCheckIns(id: string, rest: readonly string[]): Calls {
  const [eventId, more] = rest;
  if (eventId === undefined) return { POST: (service, request) => createCheckIn(service, request, id) };
  if (more !== undefined) throw unknownSegment(more);
  return { GET: (service) => readCheckIn(service, id, eventId) };
}

/** `/places/{id}/microsoft.graph.{type}/...` */
function callsOfCast(id: string, type: PlaceType | undefined, rest: readonly string[]): Calls {
  const [cast = '', what, ...more] = rest;
  if (type === 'roomList' && more.length === 0 && (what === 'rooms' || what === 'workspaces')) {
    const member = what === 'rooms' ? 'room' : 'workspace';
    return { GET: (service, request) => listMembers(service, request, id, member) };
  }
  if (type !== 'building') throw unknownSegment(what ?? cast);
  if (what === 'ingestMapFile' && more.length === 0) {
    return { POST: (service, request) => ingestMapFile(service, request, id) };
  }
  if (what !== 'map') throw unknownSegment(what ?? cast);
  return callsOfMap(id, more);
}

/** `.../map/...`; what is not documented (single reads, writes of map, footprints and levels) answers 405. */
function callsOfMap(id: string, rest: readonly string[]): Calls {
  const [list, levelId, singles, featureId, more] = rest;
  if (list === undefined) {
    return {
      GET: (service, request) => readMap(service, request, id),
      DELETE: (service) => removeMap(service, id),
    };
  }
  if (list !== 'footprints' && list !== 'levels') throw unknownSegment(list);
  if (levelId === undefined) {
    const type = list === 'levels' ? 'level' : 'footprint';
    return { GET: (service, request) => listFeatures(service, request, id, type, null) };
  }
  if (singles === undefined) return {};
  const type = list === 'levels' && Object.hasOwn(SINGLES, singles) ? SINGLES[singles] : undefined;
  if (type === undefined || more !== undefined) throw unknownSegment(more ?? singles);
  if (featureId === undefined)
    return { GET: (service, request) => listFeatures(service, request, id, type, levelId) };
  return {
    PATCH: (service, request) => upsertFeature(service, request, id, levelId, type, featureId),
    DELETE: (service) => removeFeature(service, id, levelId, type, featureId),
  };
}

function callsOf(segments: readonly string[]): Calls {
  const [root = '', first, ...rest] = segments;
  if (root !== 'places') throw unknownSegment(root);
  if (first === undefined) return { POST: createPlace };
  const type = rest.length === 0 ? typeOfSegment(first) : undefined;
  if (type !== undefined) return { GET: (service, request) => listPlaces(service, request, type) };
  return callsOfPlace(first, rest);
}

/** What the caller may do. @returns false when the tenant only pretends to write */
function mayWrite(service: Service, caller: Caller): boolean {
  if (!caller.scopes.includes(WRITE_SCOPE)) throw forbidden(`The permission ${WRITE_SCOPE} is missing.`);
  if (caller.directoryRoles.some((role) => WRITE_ROLES.includes(role))) return true;
  if (service.settings.missingRole === 'pretend') return false;
  throw forbidden('The Exchange Administrator role is required to manage places.');
}

/** What the caller may see: by default everybody with the permission sees everything. */
function shownTo(service: Service, { caller, segments }: GraphRequest): Service {
  const { readingWithoutRole: without } = service.settings;
  if (without === 'allow' || caller.appOnly || caller.directoryRoles.length > 0) return service;
  if (without === 'refuse') throw forbidden('A role that shows places is required.');
  // Lists are empty, and what is asked for by its id is not there.
  if (segments.length === 2 && typeOfSegment(segments[1] ?? '') === undefined)
    throw notFound(segments[1] ?? '');
  return { ...service, settings: { ...service.settings, enableBuildings: false } };
}

const forbidden = (message: string) => new Refusal(403, 'ErrorAccessDenied', `Access is denied. ${message}`);

/** Carries out one call. @throws Refusal */
export function route(service: Service, request: GraphRequest): GraphAnswer {
  const calls = callsOf(request.segments);
  const method = request.method as keyof Calls;
  const call = Object.hasOwn(calls, method) ? calls[method] : undefined;
  if (call === undefined) throw notAllowed(`The method '${request.method}' is not supported here.`);
  if (method === 'GET') {
    if (!request.caller.scopes.some((scope) => READ_SCOPES.includes(scope))) {
      throw forbidden('The permission Place.Read.All is missing.');
    }
    return call(shownTo(service, request), request);
  }
  if (request.query.size > 0) throw badRequest('A write takes no query options.');
  return call(mayWrite(service, request.caller) ? service : { ...service, pretend: true }, request);
}
