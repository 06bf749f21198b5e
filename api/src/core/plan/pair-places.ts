/**
 * Which live place each desired place is, if any: by the ledger, by the source's hint, by mailbox, or by one
 * single name match under the same parent. Nothing is guessed: what is not sure is left alone and asked about.
 */
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, KnownPlace, LivePlace, PlaceRef } from '../model/place.ts';
import { canonicalEmail } from './canonical.ts';
import type { LivePlaces } from './live-places.ts';
import type { Policy } from './plan.ts';
import { RefMap } from './ref-map.ts';

/** Who a desired place turned out to be. */
export type Pair =
  /** In the ledger and live. */
  | { readonly kind: 'ours'; readonly live: LivePlace; readonly known: KnownPlace }
  /** Live, and taken over now. `formerly`: the ledger has it under a source id that is gone. */
  | {
      readonly kind: 'found';
      readonly live: LivePlace;
      readonly how: string;
      readonly formerly?: KnownPlace;
    }
  /** To be created. */
  | { readonly kind: 'new'; readonly goneKnown?: KnownPlace }
  /** Nothing can be said, because a read failed. */
  | { readonly kind: 'unread' }
  /** Not written to, and nothing below it. */
  | { readonly kind: 'left'; readonly code: string; readonly reason: string; readonly hint?: string };

export interface PairingInput {
  readonly desired: readonly DesiredPlace[];
  readonly known: RefMap<KnownPlace>;
  readonly knownPlaces: readonly KnownPlace[];
  readonly live: LivePlaces;
  /** The live read is whole. */
  readonly complete: boolean;
  readonly sourceComplete: boolean;
  readonly policy: Pick<Policy, 'adopt'>;
  /** Ids in the ledgers of other buildings of the tenant. */
  readonly others: ReadonlySet<string>;
}

/** Pairs places in the given order, which must have parents before children. */
export function pairPlaces(input: PairingInput): RefMap<Pair> {
  const pairing = new Pairing(input);
  // The ledger speaks first and for everybody, so that no hint or name can take what is another's.
  for (const place of input.desired) pairing.pairByLedger(place);
  for (const place of input.desired) pairing.pairByMark(place);
  for (const place of input.desired) pairing.pairByName(place);
  for (const place of input.desired) pairing.leaveBelow(place);
  return pairing.pairs;
}

class Pairing {
  readonly pairs = new RefMap<Pair>();
  readonly #in: PairingInput;
  /** Live places that a desired place already is, by placeId. */
  readonly #taken = new Map<string, PlaceRef>();
  /** Ledger rows whose source id is not wanted any more, by placeId. */
  readonly #orphans = new Map<string, KnownPlace>();

  constructor(input: PairingInput) {
    this.#in = input;
    const wanted = new RefMap<true>();
    for (const place of input.desired) wanted.set(place, true);
    for (const known of input.knownPlaces) {
      if (wanted.has(known)) this.#taken.set(known.placeId, known);
      else this.#orphans.set(known.placeId, known);
    }
  }

  pairByLedger(place: DesiredPlace): void {
    const known = this.#in.known.get(place);
    if (place.skip) {
      this.pairs.set(place, { kind: 'left', ...place.skip });
      return;
    }
    const live = known && this.#in.live.withId(known.placeId);
    if (known && live) this.pairs.set(place, oursOrMismatch(place, known, live));
  }

  /** Hint and mailbox are sure wherever the place is, so they come before any name. */
  pairByMark(place: DesiredPlace): void {
    if (this.pairs.has(place)) return;
    const pair = this.#byHint(place) ?? this.#byMailbox(place);
    if (pair) this.#settle(place, pair);
  }

  pairByName(place: DesiredPlace): void {
    if (this.pairs.has(place)) return;
    this.#settle(place, this.#byName(place));
  }

  /** Nothing below a place that is left alone is touched, however sure its own match is. */
  leaveBelow(place: DesiredPlace): void {
    if (this.#isBelowLeft(place) && this.pairs.get(place)?.kind !== 'left')
      this.pairs.set(place, below(place.parent));
  }

  #isBelowLeft(place: DesiredPlace): boolean {
    if (place.type === 'building') return false;
    return place.parent === null || (this.pairs.get(place.parent)?.kind ?? 'left') === 'left';
  }

  #settle(place: DesiredPlace, pair: Pair): void {
    if (pair.kind === 'found') this.#taken.set(pair.live.placeId, place);
    this.pairs.set(place, pair);
  }

  #byHint(place: DesiredPlace): Pair | undefined {
    const live = place.placeIdHint === undefined ? undefined : this.#in.live.withId(place.placeIdHint);
    if (!live || live.type !== place.type || !this.#in.policy.adopt) return undefined;
    return this.#free(live) ? this.#found(live, 'the source names its place id') : undefined;
  }

  #byMailbox(place: DesiredPlace): Pair | undefined {
    if (place.type !== 'room' && place.type !== 'workspace') return undefined;
    const mailbox = place.mailbox ?? this.#in.known.get(place)?.mailbox;
    if (mailbox === undefined) return undefined;
    const live = this.#in.live.withMailbox(canonicalEmail(mailbox));
    if (!live && place.mailbox === undefined) return undefined;
    if (!live) return this.#in.complete ? mailboxNotFound(mailbox) : { kind: 'unread' };
    if (live.type !== place.type) return mailboxOfOtherType(mailbox, live);
    return this.#free(live) ? this.#found(live, 'it has the same mailbox') : mailboxTaken(mailbox);
  }

  #byName(place: DesiredPlace): Pair {
    if (this.#isBelowLeft(place)) return below(place.parent);
    const parent = place.parent && this.pairs.get(place.parent);
    if (!this.#in.complete) return { kind: 'unread' };
    const known = this.#in.known.get(place);
    const fresh: Pair = { kind: 'new', ...(known && { goneKnown: known }) };
    if (parent?.kind === 'new') return fresh;
    const parentId = parent && 'live' in parent ? parent.live.placeId : null;
    const namesakes = this.#in.live.named(place.type, parentId, place.name);
    const free = namesakes.filter((live) => this.#free(live));
    const [match] = free;
    if (free.length > 1) return ambiguous(place, free);
    if (!match) return namesakes.length === 0 ? fresh : nameTaken(place);
    if (this.#orphans.has(match.placeId) || this.#in.policy.adopt)
      return this.#found(match, 'it has the same name in the same place');
    return existsAlready(place);
  }

  /** Nobody else's: not taken, not another building's, and not a row that may still be wanted. */
  #free({ placeId }: LivePlace): boolean {
    if (this.#taken.has(placeId) || this.#in.others.has(placeId)) return false;
    return this.#in.sourceComplete || !this.#orphans.has(placeId);
  }

  #found(live: LivePlace, how: string): Pair {
    const formerly = this.#orphans.get(live.placeId);
    return { kind: 'found', live, how, ...(formerly && { formerly }) };
  }
}

function oursOrMismatch(place: DesiredPlace, known: KnownPlace, live: LivePlace): Pair {
  if (live.type !== place.type)
    return {
      kind: 'left',
      code: 'identity-mismatch',
      reason: `Its place id now belongs to a ${live.type}.`,
      hint: 'Somebody replaced the place in Microsoft Places. Check it there before syncing it again.',
    };
  if (
    place.mailbox !== undefined &&
    live.mailbox !== undefined &&
    place.mailbox !== canonicalEmail(live.mailbox)
  )
    return {
      kind: 'left',
      code: 'mailbox-differs',
      reason: `It is linked to ${live.mailbox}, but the source now says ${place.mailbox}.`,
      hint: 'Correct the mailbox in the source, or remove the old room in Microsoft Places first.',
    };
  return { kind: 'ours', live, known };
}

const below = (parent: PlaceRef | null): Pair => ({
  kind: 'left',
  code: 'parent-left-alone',
  reason: `The ${parent?.type ?? 'place'} it belongs to is left alone.`,
});

const mailboxNotFound = (mailbox: string): Pair => ({
  kind: 'left',
  code: 'mailbox-not-found',
  reason: `Microsoft Places does not know the mailbox ${mailbox}.`,
  hint: 'A new mailbox can take up to 24 hours to appear. If it is older, check the address and that it is a room mailbox.',
});

const mailboxOfOtherType = (mailbox: string, live: LivePlace): Pair => ({
  kind: 'left',
  code: 'mailbox-of-other-type',
  reason: `The mailbox ${mailbox} belongs to a ${live.type}.`,
  hint: 'Correct the mailbox in the source.',
});

const mailboxTaken = (mailbox: string): Pair => ({
  kind: 'left',
  code: 'mailbox-taken',
  reason: `The mailbox ${mailbox} already belongs to another place of the source.`,
  hint: 'Correct the mailbox in the source.',
});

const ambiguous = (place: DesiredPlace, candidates: readonly LivePlace[]): Pair => ({
  kind: 'left',
  code: 'ambiguous-match',
  reason: `Microsoft Places has ${candidates.length} places of type ${place.type} with this name (${candidates
    .map(({ placeId }) => placeId)
    .sort()
    .slice(0, 5)
    .join(', ')}).`,
  hint: 'Rename or remove the extra ones, or give the place id of the right one in the source.',
});

const nameTaken = (place: DesiredPlace): Pair => ({
  kind: 'left',
  code: 'name-taken',
  reason: `Another ${place.type} of the source still has this name in Microsoft Places.`,
  hint: 'Once that one is renamed or moved, sync again.',
});

const existsAlready = (place: DesiredPlace): Pair => ({
  kind: 'left',
  code: 'exists-already',
  reason: `A ${place.type} with this name exists in Microsoft Places and is not ours.`,
  hint: 'Allow taking over existing places in the settings, or rename one of the two.',
});

/** What a person has to know about a place that is left alone for a reason of Microsoft's side. */
export function leftFinding(place: DesiredPlace, pair: Extract<Pair, { kind: 'left' }>): Finding | null {
  if (place.skip || pair.code === 'parent-left-alone') return null;
  return {
    code: pair.code,
    severity: 'error',
    message: `The ${place.type} "${place.name}" is left alone. ${pair.reason}`,
    hint: pair.hint,
    key: place.key,
  };
}
