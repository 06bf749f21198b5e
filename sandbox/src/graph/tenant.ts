/** The tenant's memory of places and maps: one journal, and an index for every question the rules ask. */
import type { Journal } from '../record/journal.ts';
import { PLACE_TYPES, type PlaceType } from './place-types.ts';
import type { StoredFeature, StoredMap } from './stored-map.ts';
import { deskMailbox, nameOf, twinKey, type StoredPlace } from './stored-place.ts';

export interface CheckIn {
  readonly placeId: string;
  readonly calendarEventId: string;
  readonly checkInMethod: string;
  readonly createdDateTime: string;
}

/** One line of the journal. */
export type Change =
  | { readonly kind: 'place'; readonly place: StoredPlace }
  | { readonly kind: 'placeGone'; readonly placeId: string; readonly mailbox: string | null }
  | { readonly kind: 'map'; readonly map: StoredMap }
  | { readonly kind: 'mapGone'; readonly buildingId: string }
  | { readonly kind: 'feature'; readonly buildingId: string; readonly feature: StoredFeature }
  | { readonly kind: 'featureGone'; readonly buildingId: string; readonly featureId: string }
  | { readonly kind: 'checkIn'; readonly claim: CheckIn };

/** A map with its features by id. */
export interface LiveMap {
  readonly buildingId: string;
  readonly visibleFrom: number;
  readonly features: Map<string, StoredFeature>;
}

export class Tenant {
  readonly #journal: Journal<Change>;
  readonly #seed: readonly StoredPlace[];
  #byPlaceId = new Map<string, StoredPlace>();
  #byId = new Map<string, StoredPlace>();
  #byMailbox = new Map<string, StoredPlace>();
  #byType = new Map<PlaceType, StoredPlace[]>();
  #children = new Map<string, Map<string, StoredPlace>>();
  #twins = new Map<string, StoredPlace>();
  #maps = new Map<string, LiveMap>();
  #checkIns = new Map<string, CheckIn>();
  #deletedMailboxes: string[] = [];
  #lastSeq = 0;

  /** Replays what an earlier process left, or starts from the seed, and compacts the journal. */
  constructor(journal: Journal<Change>, seed: readonly StoredPlace[]) {
    this.#journal = journal;
    this.#seed = seed;
    if (journal.earlier.length === 0) {
      this.reset();
      return;
    }
    this.#forget();
    for (const change of journal.earlier) this.#apply(change);
    journal.compact(this.#snapshot());
  }

  /** Back to the seed. */
  reset(): void {
    this.#forget();
    for (const place of this.#seed) this.#apply({ kind: 'place', place });
    this.#journal.compact(this.#snapshot());
  }

  /** Writes down, then applies. The change is on disk when this returns. */
  commit(change: Change): void {
    this.#journal.append(change);
    this.#apply(change);
  }

  nextSeq(): number {
    return this.#lastSeq + 1;
  }

  /** What a path means: an id, or the address of a room, workspace or room list. A room's `placeId` is not accepted (graph-places.md section 4). */
  byPath(idOrAddress: string): StoredPlace | undefined {
    const key = idOrAddress.toLowerCase();
    if (!key.includes('@')) return this.#byId.get(key);
    const place = this.#byMailbox.get(key);
    return place?.type === 'desk' ? undefined : place;
  }

  byPlaceId(placeId: string): StoredPlace | undefined {
    return this.#byPlaceId.get(placeId.toLowerCase());
  }

  hasMailbox(address: string): boolean {
    return this.#byMailbox.has(address.toLowerCase());
  }

  /** Another place with the same name, type, parent and address. */
  twinOf(type: PlaceType, parentId: string | null, name: unknown, address: unknown): StoredPlace | undefined {
    return parentId === null && type !== 'building'
      ? undefined
      : this.#twins.get(twinKey(type, parentId, name, address));
  }

  /** All of a type in order of creation. */
  ofType(type: PlaceType): readonly StoredPlace[] {
    return this.#byType.get(type) ?? [];
  }

  children(placeId: string): Iterable<StoredPlace> {
    return this.#children.get(placeId)?.values() ?? [];
  }

  hasChildren(placeId: string): boolean {
    return (this.#children.get(placeId)?.size ?? 0) > 0;
  }

  /** Everything of one type below a place, in order of creation. */
  below(placeId: string, type: PlaceType): StoredPlace[] {
    const found: StoredPlace[] = [];
    const open = [placeId];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const child of this.children(at)) {
        if (child.type === type) found.push(child);
        open.push(child.placeId);
      }
    }
    return found.sort((a, b) => a.seq - b.seq);
  }

  /** The place itself, its parent, and so on up to the building. */
  *upwards(place: StoredPlace): Generator<StoredPlace> {
    for (let at: StoredPlace | undefined = place; at !== undefined;) {
      yield at;
      at = at.parentId === null ? undefined : this.#byPlaceId.get(at.parentId);
    }
  }

  mapOf(buildingId: string): LiveMap | undefined {
    return this.#maps.get(buildingId);
  }

  checkIn(placeId: string, calendarEventId: string): CheckIn | undefined {
    return this.#checkIns.get(`${placeId} ${calendarEventId}`);
  }

  all(): readonly StoredPlace[] {
    return PLACE_TYPES.flatMap((type) => this.ofType(type)).sort((a, b) => a.seq - b.seq);
  }

  maps(): readonly LiveMap[] {
    return [...this.#maps.values()];
  }

  /** Mailboxes of deleted places, kept 30 days in a real tenant. */
  deletedMailboxes(): readonly string[] {
    return this.#deletedMailboxes;
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'place':
        this.#unindex(change.place.placeId);
        this.#index(change.place);
        return;
      case 'placeGone':
        this.#unindex(change.placeId, true);
        this.#maps.delete(change.placeId);
        if (change.mailbox !== null) this.#deletedMailboxes.push(change.mailbox);
        return;
      case 'map': {
        const features = new Map(change.map.features.map((feature) => [feature.id, feature]));
        this.#maps.set(change.map.buildingId, { ...change.map, features });
        return;
      }
      case 'mapGone':
        this.#maps.delete(change.buildingId);
        return;
      case 'feature':
        this.#maps.get(change.buildingId)?.features.set(change.feature.id, change.feature);
        return;
      case 'featureGone':
        this.#maps.get(change.buildingId)?.features.delete(change.featureId);
        return;
      case 'checkIn':
        this.#checkIns.set(`${change.claim.placeId} ${change.claim.calendarEventId}`, change.claim);
    }
  }

  #index(place: StoredPlace): void {
    this.#lastSeq = Math.max(this.#lastSeq, place.seq);
    this.#byPlaceId.set(place.placeId, place);
    this.#byId.set(place.id, place);
    const mailbox = place.emailAddress ?? deskMailbox(place);
    if (mailbox !== null) this.#byMailbox.set(mailbox, place);
    const ofType = this.#byType.get(place.type) ?? [];
    const at = positionOf(ofType, place.seq);
    ofType.splice(at, ofType[at]?.seq === place.seq ? 1 : 0, place);
    this.#byType.set(place.type, ofType);
    if (place.parentId !== null) {
      const siblings = this.#children.get(place.parentId) ?? new Map<string, StoredPlace>();
      this.#children.set(place.parentId, siblings.set(place.placeId, place));
    }
    this.#twins.set(keyOf(place), place);
  }

  /** Takes a place out of every index; `gone` also out of its type's list, where a change keeps its position. */
  #unindex(placeId: string, gone = false): void {
    const place = this.#byPlaceId.get(placeId);
    if (place === undefined) return;
    this.#byPlaceId.delete(placeId);
    this.#byId.delete(place.id);
    const mailbox = place.emailAddress ?? deskMailbox(place);
    if (mailbox !== null) this.#byMailbox.delete(mailbox);
    if (place.parentId !== null) this.#children.get(place.parentId)?.delete(placeId);
    if (this.#twins.get(keyOf(place))?.placeId === placeId) this.#twins.delete(keyOf(place));
    if (!gone) return;
    const ofType = this.#byType.get(place.type) ?? [];
    ofType.splice(positionOf(ofType, place.seq), 1);
  }

  #forget(): void {
    this.#byPlaceId = new Map();
    this.#byId = new Map();
    this.#byMailbox = new Map();
    this.#byType = new Map();
    this.#children = new Map();
    this.#twins = new Map();
    this.#maps = new Map();
    this.#checkIns = new Map();
    this.#deletedMailboxes = [];
    this.#lastSeq = 0;
  }

  #snapshot(): Change[] {
    return [
      ...this.all().map((place): Change => ({ kind: 'place', place })),
      ...this.#deletedMailboxes.map((mailbox): Change => ({ kind: 'placeGone', placeId: '', mailbox })),
      ...this.maps().map((map): Change => ({
        kind: 'map',
        map: { ...map, features: [...map.features.values()] },
      })),
      ...[...this.#checkIns.values()].map((claim): Change => ({ kind: 'checkIn', claim })),
    ];
  }
}

const keyOf = (place: StoredPlace): string =>
  twinKey(place.type, place.parentId, nameOf(place), place.props['address']);

/** Where `seq` stands, or would stand, in a list sorted by it. */
function positionOf(sorted: readonly StoredPlace[], seq: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
