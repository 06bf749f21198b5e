/** Check-ins of reservations: create and read one (graph-places.md section 2). */
import {
  badRequest,
  conflict,
  notFound,
  unreadable,
  type GraphAnswer,
  type GraphRequest,
} from './exchange.ts';
import type { CheckIn } from './tenant.ts';
import { complex, isRecord, oneOf, text } from './value-checks.ts';
import type { Service } from './write-places.ts';

const claimCheck = complex(
  'checkInClaim',
  {
    calendarEventId: text(1000, 1),
    checkInMethod: oneOf('unspecified', 'manual', 'inferred', 'verified'),
  },
  ['calendarEventId', 'checkInMethod'],
);

const wireClaim = ({ placeId: _, ...claim }: CheckIn) => ({
  '@odata.type': '#microsoft.graph.checkInClaim',
  ...claim,
});

/** `POST /places/{id}/checkIns`. */
export function createCheckIn(service: Service, request: GraphRequest, id: string): GraphAnswer {
  const place = service.tenant.byPath(id);
  if (place === undefined) throw notFound(id);
  if (place.type !== 'room' && place.type !== 'desk' && place.type !== 'workspace') {
    throw badRequest(`A '${place.type}' cannot be checked in to.`);
  }
  if (!isRecord(request.body)) throw unreadable('The request body must be a JSON object.');
  claimCheck(request.body, 'checkInClaim');
  const body = request.body as { calendarEventId: string; checkInMethod: string };
  if (service.tenant.checkIn(place.placeId, body.calendarEventId) !== undefined) {
    throw conflict(`The event '${body.calendarEventId}' is checked in already.`);
  }
  const claim: CheckIn = {
    placeId: place.placeId,
    calendarEventId: body.calendarEventId,
    checkInMethod: body.checkInMethod,
    createdDateTime: service.now().toISOString(),
  };
  service.tenant.commit({ kind: 'checkIn', claim });
  return { status: 201, body: wireClaim(claim) };
}

/** `GET /places/{id}/checkIns/{calendarEventId}`. */
export function readCheckIn(service: Service, id: string, calendarEventId: string): GraphAnswer {
  const place = service.tenant.byPath(id);
  const claim = place && service.tenant.checkIn(place.placeId, calendarEventId);
  if (claim === undefined) throw notFound(calendarEventId);
  return { status: 200, body: wireClaim(claim) };
}
