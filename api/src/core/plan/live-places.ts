/** What Graph showed, ready to be looked up in every way the planner needs. Built in linear time. */
import type { LivePlace, PlaceType } from '../model/place.ts';
import { canonicalEmail, normalName } from './canonical.ts';
import type { LiveBuilding } from './plan.ts';

export class LivePlaces {
  readonly #below = new Map<string, LivePlace>();
  readonly #elsewhere = new Map<string, LivePlace>();
  readonly #byMailbox = new Map<string, LivePlace>();
  readonly #buildings: readonly LivePlace[];
  #children: Map<string, LivePlace[]> | undefined;
  readonly #namesOf = new Map<string, Map<string, LivePlace[]>>();

  constructor({ buildings, below, byMailbox }: Pick<LiveBuilding, 'buildings' | 'below' | 'byMailbox'>) {
    this.#buildings = [...new Map(buildings.map((place) => [place.placeId, place])).values()];
    for (const place of [...byMailbox, ...this.#buildings]) this.#note(place, this.#elsewhere);
    // What was read below the building is the newest word about a place. A page may repeat one.
    for (const place of below) this.#note(place, this.#below);
  }

  #note(place: LivePlace, into: Map<string, LivePlace>): void {
    into.set(place.placeId, place);
    if (place.mailbox !== undefined) this.#byMailbox.set(canonicalEmail(place.mailbox), place);
  }

  /** By Microsoft's stable id. */
  withId(placeId: string): LivePlace | undefined {
    return this.#below.get(placeId) ?? this.#elsewhere.get(placeId);
  }

  withMailbox(mailbox: string): LivePlace | undefined {
    return this.#byMailbox.get(mailbox);
  }

  /** Places of one type with that name (blanks and case aside) directly below a parent; null = buildings. */
  named(type: PlaceType, parentId: string | null, name: string): readonly LivePlace[] {
    const siblings = parentId ?? '';
    let names = this.#namesOf.get(siblings);
    if (!names) {
      names = Map.groupBy(parentId === null ? this.#buildings : this.childrenOf(parentId), nameKey);
      this.#namesOf.set(siblings, names);
    }
    return names.get(`${type}|${normalName(name)}`) ?? [];
  }

  get countBelow(): number {
    return this.#below.size;
  }

  isBelow(placeId: string): boolean {
    return this.#below.has(placeId);
  }

  childrenOf(placeId: string): readonly LivePlace[] {
    this.#children ??= Map.groupBy(this.#below.values(), ({ parentId }) => parentId ?? '');
    return this.#children.get(placeId) ?? [];
  }
}

const nameKey = ({ type, fields }: LivePlace): string => `${type}|${normalName(fields.displayName ?? '')}`;
