/** Create, update and delete of places, with everything the service refuses (graph-places.md sections 6, 7 and 9). */
import { randomUUID } from 'node:crypto';
import {
  badRequest,
  conflict,
  notAllowed,
  notFound,
  unreadable,
  type GraphAnswer,
  type GraphRequest,
} from './exchange.ts';
import { needsMailbox, readMode, UNAVAILABLE_NEW, type FindPerson } from './modes.ts';
import { checkBody, initialProps } from './place-schema.ts';
import { hasOwnMailbox, isDeletable, PARENTS, typeOfAnnotation, type PlaceType } from './place-types.ts';
import type { Settings } from './settings.ts';
import { deskMailbox, nameOf, wirePlace, type StoredPlace } from './stored-place.ts';
import type { Tenant } from './tenant.ts';
import { isRecord } from './value-checks.ts';

/** What the calls work on. */
export interface Service {
  readonly tenant: Tenant;
  readonly settings: Readonly<Settings>;
  readonly findPerson: FindPerson;
  /** Mail domain of the tenant. */
  readonly domain: string;
  readonly now: () => Date;
  /** True when the caller has no role to write and the tenant only pretends to (see {@link Settings.missingRole}). */
  readonly pretend?: boolean;
}

/** The type a body declares; without it the service sees an abstract `place` and refuses. */
function declaredType(body: unknown): PlaceType {
  const annotation = isRecord(body) ? body['@odata.type'] : undefined;
  if (typeof annotation !== 'string') {
    throw unreadable(
      "The annotation '@odata.type' is required: 'microsoft.graph.place' is an abstract type.",
    );
  }
  const type = typeOfAnnotation(annotation);
  if (type === undefined) throw unreadable(`'${annotation}' is not a type of place.`);
  return type;
}

/** @returns the parent's placeId, checked to exist and to be of an allowed type */
function checkedParent(tenant: Tenant, type: PlaceType, parentId: unknown): string {
  const allowed = PARENTS[type];
  if (allowed.length === 0) throw badRequest(`A '${type}' cannot have a parent.`);
  if (typeof parentId !== 'string') throw badRequest(`'parentId' is required for a '${type}'.`);
  const parent = tenant.byPlaceId(parentId);
  if (parent === undefined) throw badRequest(`The parent place '${parentId}' does not exist.`);
  if (!allowed.includes(parent.type)) {
    throw badRequest(
      `A '${type}' cannot be under a '${parent.type}'; its parent must be: ${allowed.join(', ')}.`,
    );
  }
  return parent.placeId;
}

/** Refuses a second place with the same name, type, parent and address. */
function checkTwin(
  tenant: Tenant,
  type: PlaceType,
  parentId: string | null,
  props: Record<string, unknown>,
  self?: string,
) {
  const twin = tenant.twinOf(type, parentId, props['displayName'], props['address']);
  if (twin === undefined || twin.placeId === self) return;
  throw badRequest(
    `A place with the same name, type, parentId and address already exists. Existing place id: ${twin.placeId}`,
  );
}

/** A free generated address: the name's letters and digits, then digits (graph-places.md section 7). */
function generatedAddress(service: Service, name: string): string {
  const stem = name.replace(/[^a-z0-9]/gi, '').slice(0, 40) || 'place';
  for (;;) {
    const digits = `${randomUUID().replace(/\D/g, '')}${service.now().getTime()}`.slice(-20);
    const address = `${stem}${digits}@${service.domain}`.toLowerCase();
    if (!service.tenant.hasMailbox(address)) return address;
  }
}

const newDeskMailbox = (service: Service, name: string) => ({
  emailAddress: generatedAddress(service, name),
  externalDirectoryObjectId: randomUUID(),
});

/** Values that follow from others: modes, mailboxes of desks, names, addresses that are ignored. */
function settle(
  service: Service,
  type: PlaceType,
  parentId: string | null,
  props: Record<string, unknown>,
  sent: Record<string, unknown>,
) {
  if (sent['mode'] !== undefined) {
    if (sent['mode'] === null) throw badRequest("The property 'mode' cannot be cleared.");
    props['mode'] = readMode(type, sent['mode'], service.findPerson);
  }
  if (hasOwnMailbox(type) && parentId !== null) props['address'] = null;
  if (type === 'desk' && needsMailbox(props['mode']) && props['mailboxDetails'] === null) {
    props['mailboxDetails'] = newDeskMailbox(service, props['displayName'] as string);
  }
}

/** `POST /places`. */
export function createPlace(service: Service, request: GraphRequest): GraphAnswer {
  const type = declaredType(request.body);
  if (type === 'roomList') throw badRequest('Room lists are created in Exchange.');
  const sent = checkBody(type, request.body, 'create');
  if (sent['displayName'] === undefined) throw badRequest("The property 'displayName' is required.");
  const { parentId: wanted, ...own } = sent;
  const parentId =
    type === 'building' && wanted === undefined ? null : checkedParent(service.tenant, type, wanted);
  const props = { ...initialProps(type), ...own };
  if (type === 'desk' && own['mode'] === undefined) props['mode'] = UNAVAILABLE_NEW;
  if (hasOwnMailbox(type) && own['nickname'] === undefined) props['nickname'] = own['displayName'];
  settle(service, type, parentId, props, own);
  checkTwin(service.tenant, type, parentId, props);
  const place = newPlace(service, request, type, parentId, props);
  if (service.pretend !== true) service.tenant.commit({ kind: 'place', place });
  return { status: 201, body: placeEntity(request, place) };
}

function newPlace(
  service: Service,
  request: GraphRequest,
  type: PlaceType,
  parentId: string | null,
  props: Record<string, unknown>,
): StoredPlace {
  const placeId = randomUUID();
  const own = hasOwnMailbox(type);
  return {
    seq: service.tenant.nextSeq(),
    type,
    id: own ? randomUUID() : placeId,
    placeId,
    parentId,
    emailAddress: own ? generatedAddress(service, props['displayName'] as string) : null,
    props,
    listedFrom: service.now().getTime() + (request.lagMs ?? service.settings.listingLagMs),
  };
}

/** `PATCH /places/{id}`. */
export function updatePlace(service: Service, request: GraphRequest, id: string): GraphAnswer {
  const place = service.tenant.byPath(id);
  if (place === undefined) throw notFound(id);
  const type = declaredType(request.body);
  if (type !== place.type) throw badRequest(`The place '${id}' is a '${place.type}', not a '${type}'.`);
  const { parentId: wanted, ...own } = withRename(service, place, checkBody(type, request.body, 'update'));
  checkOnPremises(place, own);
  const parentId = wanted === undefined ? place.parentId : checkedParent(service.tenant, type, wanted);
  const props = { ...place.props, ...own };
  settle(service, type, parentId, props, own);
  checkTwin(service.tenant, type, parentId, props, place.placeId);
  const changed: StoredPlace = { ...place, parentId, props };
  if (service.pretend !== true) service.tenant.commit({ kind: 'place', place: changed });
  return { status: 200, body: placeEntity(request, changed) };
}

/** What a mailbox on premises cannot take from Graph (graph-places.md section 7). */
function checkOnPremises(place: StoredPlace, sent: Readonly<Record<string, unknown>>): void {
  if (place.onPremises !== true) return;
  const refused = ['address', 'geoCoordinates', 'phone'].find((name) => sent[name] !== undefined);
  if (refused === undefined) return;
  throw badRequest(`The property '${refused}' cannot be set: the mailbox is synchronized from on premises.`);
}

/** A new name, as far as this tenant lets it through (see {@link Settings.renames}); a room list may always be renamed. */
function withRename(
  service: Service,
  place: StoredPlace,
  sent: Record<string, unknown>,
): Record<string, unknown> {
  const { displayName, ...rest } = sent;
  if (displayName === undefined || place.type === 'roomList') return sent;
  if (service.settings.renames === 'refuse') {
    throw badRequest("The property 'displayName' is read-only and cannot be updated.");
  }
  return service.settings.renames === 'ignore' && displayName !== nameOf(place) ? rest : sent;
}

/** `DELETE /places/{id}`: building, floor, section and desk, leaf first. A desk's mailbox goes with it. */
export function removePlace(service: Service, id: string): GraphAnswer {
  const place = service.tenant.byPath(id);
  if (place === undefined) throw notFound(id);
  if (!isDeletable(place.type)) throw notAllowed(`A place of type '${place.type}' cannot be deleted.`);
  if (service.tenant.hasChildren(place.placeId)) {
    throw conflict(`The place '${id}' is the parent of other places; delete or move those first.`);
  }
  if (service.pretend !== true) {
    service.tenant.commit({ kind: 'placeGone', placeId: place.placeId, mailbox: deskMailbox(place) });
  }
  return { status: 204 };
}

/** One place as the answer of a call that names it by id: the type is always annotated. */
export function placeEntity(request: GraphRequest, place: StoredPlace): Record<string, unknown> {
  return { '@odata.context': `${request.origin}/v1.0/$metadata#places/$entity`, ...wirePlace(place) };
}
