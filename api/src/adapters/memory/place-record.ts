/** The places of the simulated directory and the rules for changing them (graph-places.md sections 4 to 9). */
import type { LivePlace, PlaceFields, PlaceId, PlaceType } from '../../core/model/place.ts';
import type { PlaceWrite } from '../../ports/place-directory.ts';

/** A clear no, in the words of the service. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}
type Create = Extract<PlaceWrite, { kind: 'create' }>;
type Update = Extract<PlaceWrite, { kind: 'update' }>;
type Remove = Extract<PlaceWrite, { kind: 'remove' }>;

const PARENTS: Readonly<Record<PlaceType, readonly PlaceType[]>> = {
  building: [],
  floor: ['building'],
  section: ['floor'],
  room: ['floor', 'section'],
  workspace: ['floor', 'section'],
  desk: ['section'],
};
const MAX_NAME = 200;

export class PlaceRecord {
  readonly #places = new Map<PlaceId, { place: LivePlace; createdAt: number }>();
  readonly #children = new Map<string, Set<PlaceId>>();
  #next = 1;
  /** false: a second place with the same name, type, parent and address is taken, as while a list lags behind. */
  refusesDuplicates = true;

  get all(): LivePlace[] {
    return [...this.#places.values()].map((row) => row.place);
  }

  createdBefore(time: number): LivePlace[] {
    return [...this.#places.values()].filter((row) => row.createdAt <= time).map((row) => row.place);
  }

  /** By id, placeId or mailbox. */
  find(id: string): LivePlace | undefined {
    const direct = this.#places.get(id as PlaceId);
    return direct?.place ?? this.all.find((place) => place.id === id || place.mailbox === id);
  }

  isBelow(place: LivePlace, ancestorId: string): boolean {
    for (let id = place.parentId; id !== null; id = this.#places.get(id as PlaceId)?.place.parentId ?? null) {
      if (id === ancestorId) return true;
    }
    return false;
  }

  /** Puts a place there as if somebody else had made it long ago. */
  add(place: Pick<LivePlace, 'type' | 'parentId'> & { mailbox?: string; fields: PlaceFields }): LivePlace {
    return this.#insert(place, 0);
  }

  create(write: Create, at: number): LivePlace | Refusal {
    const name = write.fields.displayName;
    if (name === undefined || name === '' || name.length > MAX_NAME) {
      return badRequest('displayName is required and has at most 200 characters.');
    }
    const refusal = this.#wrongParent(write.type, write.parentId) ?? this.#duplicate(write, name);
    return refusal ?? this.#insert(write, at);
  }

  update(write: Update): LivePlace | Refusal {
    const found = this.find(write.id);
    if (found === undefined) return notFound(write.id);
    if (found.type !== write.type) return badRequest(`The place is not a ${write.type}.`);
    const parentId = write.parentId ?? found.parentId;
    const refusal = write.parentId === undefined ? undefined : this.#wrongParent(write.type, write.parentId);
    if (refusal !== undefined) return refusal;
    const place = { ...found, parentId, fields: { ...found.fields, ...write.fields } };
    this.#put(place, found.parentId);
    return place;
  }

  remove(write: Remove): LivePlace | Refusal {
    const found = this.find(write.id);
    if (found === undefined) return notFound(write.id);
    if (found.type === 'room' || found.type === 'workspace') {
      return { status: 405, code: 'MethodNotAllowed', message: 'Rooms and workspaces cannot be deleted.' };
    }
    if ((this.#children.get(found.placeId)?.size ?? 0) > 0) {
      return badRequest('The place still is the parent of another place.');
    }
    this.#places.delete(found.placeId);
    if (found.parentId !== null) this.#children.get(found.parentId)?.delete(found.placeId);
    return found;
  }

  #insert(
    wanted: Pick<LivePlace, 'type' | 'parentId' | 'fields'> & { mailbox?: string },
    at: number,
  ): LivePlace {
    const number = this.#next;
    this.#next += 1;
    const placeId = guid('a', number);
    const bookable = wanted.type === 'room' || wanted.type === 'workspace';
    const mailbox = wanted.mailbox ?? (needsMailbox(wanted) ? mailboxFor(wanted.fields, number) : undefined);
    const place: LivePlace = {
      type: wanted.type,
      id: bookable ? guid('b', number) : placeId,
      placeId,
      parentId: wanted.parentId,
      fields: { ...emptyFields(wanted.type), ...wanted.fields },
      ...(mailbox === undefined ? {} : { mailbox }),
    };
    this.#places.set(placeId, { place, createdAt: at });
    this.#put(place, null);
    return place;
  }

  #put(place: LivePlace, oldParentId: string | null): void {
    const row = this.#places.get(place.placeId);
    this.#places.set(place.placeId, { place, createdAt: row?.createdAt ?? 0 });
    if (oldParentId !== null) this.#children.get(oldParentId)?.delete(place.placeId);
    if (place.parentId === null) return;
    const siblings = this.#children.get(place.parentId) ?? new Set();
    this.#children.set(place.parentId, siblings.add(place.placeId));
  }

  #wrongParent(type: PlaceType, parentId: string | null): Refusal | undefined {
    const allowed = PARENTS[type];
    if (parentId === null) return allowed.length === 0 ? undefined : badRequest('parentId is required.');
    const parent = this.#places.get(parentId as PlaceId)?.place;
    if (parent === undefined) return badRequest(`The parent ${parentId} does not exist.`);
    if (allowed.includes(parent.type)) return undefined;
    return badRequest(`A ${type} cannot be below a ${parent.type}.`);
  }

  #duplicate(write: Create, name: string): Refusal | undefined {
    if (!this.refusesDuplicates) return undefined;
    const siblings =
      write.parentId === null
        ? this.all.filter((place) => place.parentId === null)
        : [...(this.#children.get(write.parentId) ?? [])].map((id) => this.#places.get(id)?.place);
    const address = JSON.stringify(write.fields.address ?? null);
    const twin = siblings.find(
      (place) =>
        place?.type === write.type &&
        place.fields.displayName === name &&
        JSON.stringify(place.fields.address ?? null) === address,
    );
    return (
      twin && badRequest(`A place with the same name, type, parent and address exists: ${twin.placeId}.`)
    );
  }
}

function needsMailbox({ type, fields }: Pick<LivePlace, 'type' | 'fields'>): boolean {
  if (type === 'room' || type === 'workspace') return true;
  return type === 'desk' && (fields.mode?.kind === 'reservable' || fields.mode?.kind === 'dropIn');
}

function mailboxFor(fields: PlaceFields, number: number): string {
  const name = (fields.displayName ?? 'place').toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return `${name}${number}@contoso.example`;
}

/** What Graph answers for fields that nobody set. */
function emptyFields(type: PlaceType): PlaceFields {
  const common = { address: null, geoCoordinates: null, phone: null, isWheelChairAccessible: false };
  if (type === 'floor') return { ...common, sortOrder: null };
  if (type === 'room' || type === 'workspace') return { ...common, capacity: null };
  if (type === 'desk') return { ...common, mode: { kind: 'unavailable', reason: 'New' } };
  return common;
}

const guid = (kind: 'a' | 'b', number: number) =>
  `${kind}0000000-0000-4000-8000-${String(number).padStart(12, '0')}` as PlaceId;
const badRequest = (message: string): Refusal => ({ status: 400, code: 'BadRequest', message });
const notFound = (id: string): Refusal => ({
  status: 404,
  code: 'ItemNotFound',
  message: `No place ${id}.`,
});
