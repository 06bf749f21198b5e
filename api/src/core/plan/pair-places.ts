/**
 * Which live place each desired place is, if any: by the ledger, by the source's hint, by mailbox, or by one
 * single name match under the same parent. Nothing is guessed: what is not sure is left alone and asked about.
 */
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, KnownPlace, LivePlace, PlaceRef } from '../model/place.ts';
import { canonicalEmail, normalName } from './canonical.ts';
import type { LivePlaces } from './live-places.ts';
import type { Policy } from './plan.ts';
import type { PlaceTable } from './place-table.ts';
import { saidIn, say, spoken } from '../model/sentence.ts';
import type { Sentence, Words } from '../model/sentence.ts';

/** Who a desired place turned out to be. */
export type Pair =
  /** In the ledger and live. */
  | { readonly kind: 'ours'; readonly live: LivePlace; readonly known: KnownPlace }
  /** Live, and taken over now. `formerly`: the ledger has it under a source id that is gone. */
  | {
      readonly kind: 'found';
      readonly live: LivePlace;
      /** Part of the sentence "It exists already: ...". */
      readonly how: Sentence;
      readonly formerly?: KnownPlace;
    }
  /** To be created. */
  | { readonly kind: 'new'; readonly goneKnown?: KnownPlace }
  /** Nothing can be said, because a read failed. */
  | { readonly kind: 'unread' }
  /** Not written to, and nothing below it. */
  | {
      readonly kind: 'left';
      readonly code: string;
      readonly reason: string;
      readonly hint?: string | undefined;
      readonly words?: Words | undefined;
    };

export interface PairingInput {
  readonly table: PlaceTable;
  readonly live: LivePlaces;
  /** The live read is whole. */
  readonly complete: boolean;
  readonly sourceComplete: boolean;
  readonly policy: Pick<Policy, 'adopt'>;
  /** Ids in the ledgers of other buildings of the tenant. */
  readonly others: ReadonlySet<string>;
}

/** One pair per place of the table. */
export function pairPlaces(input: PairingInput): Pair[] {
  const pairing = new Pairing(input);
  // The ledger speaks first and for everybody, so that no hint or name can take what is another's.
  // Hint and mailbox are sure wherever the place is, so they come before any name.
  pairing.fill((at, place) => pairing.byLedger(at, place));
  pairing.fill((at, place) => pairing.byHint(place) ?? pairing.byMailbox(at, place));
  pairing.fill((at, place) => pairing.byName(at, place));
  return pairing.leaveBelow();
}

class Pairing {
  readonly #in: PairingInput;
  readonly #pairs: (Pair | undefined)[];
  #claims: Claims | undefined;
  /** Old names of places that are paired already, by type and wanted parent. */
  #inTransit: ReadonlySet<string> | undefined;

  constructor(input: PairingInput) {
    this.#in = input;
    this.#pairs = new Array<Pair | undefined>(input.table.places.length).fill(undefined);
  }

  /** Asks for every place that has no pair yet. */
  fill(pairOf: (at: number, place: DesiredPlace) => Pair | undefined): void {
    this.#in.table.places.forEach((place, at) => {
      if (this.#pairs[at]) return;
      const pair = pairOf(at, place);
      if (pair?.kind === 'found') this.#claimed().taken.add(pair.live.placeId);
      this.#pairs[at] = pair;
    });
  }

  byLedger(at: number, place: DesiredPlace): Pair | undefined {
    if (place.skip) return { kind: 'left', ...place.skip };
    const known = this.#in.table.known[at];
    const live = known && this.#in.live.withId(known.placeId);
    return known && live && oursOrMismatch(place, known, live);
  }

  byHint(place: DesiredPlace): Pair | undefined {
    const live = place.placeIdHint === undefined ? undefined : this.#in.live.withId(place.placeIdHint);
    if (!live || live.type !== place.type || !this.#in.policy.adopt) return undefined;
    return this.#isFree(live) ? this.#found(live, say`the source names its place id`) : undefined;
  }

  byMailbox(at: number, place: DesiredPlace): Pair | undefined {
    if (place.type !== 'room' && place.type !== 'workspace') return undefined;
    const mailbox = place.mailbox ?? this.#in.table.known[at]?.mailbox;
    if (mailbox === undefined) return undefined;
    const live = this.#in.live.withMailbox(canonicalEmail(mailbox));
    if (!live && place.mailbox === undefined) return undefined;
    if (!live) return this.#in.complete ? mailboxNotFound(mailbox) : { kind: 'unread' };
    if (live.type !== place.type) return mailboxOfOtherType(mailbox, live);
    return this.#isFree(live) ? this.#found(live, say`it has the same mailbox`) : mailboxTaken(mailbox);
  }

  byName(at: number, place: DesiredPlace): Pair {
    if (this.#isBelowLeft(at, place)) return below(place.parent);
    if (!this.#in.complete) return { kind: 'unread' };
    const goneKnown = this.#in.table.known[at];
    const fresh: Pair = this.#isNameInTransit(at, place)
      ? nameTaken(place)
      : { kind: 'new', ...(goneKnown && { goneKnown }) };
    const parent = this.#parentPair(at);
    if (parent?.kind === 'new') return fresh;
    const parentId = parent && 'live' in parent ? parent.live.placeId : null;
    const namesakes = this.#in.live.named(place.type, parentId, place.name);
    const free = namesakes.filter((live) => this.#isFree(live));
    const [match] = free;
    if (free.length > 1) return ambiguous(place, free);
    if (!match) return namesakes.length === 0 ? fresh : nameTaken(place);
    if (this.#claimed().orphans.has(match.placeId) || this.#in.policy.adopt)
      return this.#found(match, say`it has the same name in the same place`);
    return existsAlready(place);
  }

  /** Nothing below a place that is left alone is touched, however sure its own match is. */
  leaveBelow(): Pair[] {
    return this.#in.table.places.map((place, at) => {
      const pair = this.#pairs[at] ?? { kind: 'unread' };
      const final = pair.kind !== 'left' && this.#isBelowLeft(at, place) ? below(place.parent) : pair;
      this.#pairs[at] = final;
      return final;
    });
  }

  #parentPair(at: number): Pair | undefined {
    return this.#pairs[this.#in.table.parents[at] ?? -1];
  }

  #isBelowLeft(at: number, { type }: DesiredPlace): boolean {
    return type !== 'building' && (this.#parentPair(at)?.kind ?? 'left') === 'left';
  }

  /** A place that is renamed in this run has its old name until then, also where it was just moved to. */
  #isNameInTransit(at: number, place: DesiredPlace): boolean {
    this.#inTransit ??= new Set(
      this.#in.table.places.flatMap((other, position) => {
        const pair = this.#pairs[position];
        const old = pair && 'live' in pair ? (pair.live.fields.displayName ?? '') : other.name;
        if (old === other.name || normalName(old) === normalName(other.name)) return [];
        return [this.#nameUnder(position, other, old)];
      }),
    );
    return this.#inTransit.has(this.#nameUnder(at, place, place.name));
  }

  #nameUnder(at: number, { type }: DesiredPlace, name: string): string {
    return `${type}|${this.#in.table.parents[at]}|${normalName(name)}`;
  }

  /** Nobody else's: not taken, not another building's, and not a row that may still be wanted. */
  #isFree({ placeId }: LivePlace): boolean {
    const { taken, orphans } = this.#claimed();
    if (taken.has(placeId) || this.#in.others.has(placeId)) return false;
    return this.#in.sourceComplete || !orphans.has(placeId);
  }

  #found(live: LivePlace, how: Sentence): Pair {
    const formerly = this.#claimed().orphans.get(live.placeId);
    return { kind: 'found', live, how, ...(formerly && { formerly }) };
  }

  /** Made when it is first needed: a plan without anything new never asks. */
  #claimed(): Claims {
    this.#claims ??= {
      taken: new Set(this.#in.table.known.flatMap((row) => (row ? [row.placeId] : []))),
      orphans: new Map(this.#in.table.orphans.map((row) => [row.placeId, row])),
    };
    return this.#claims;
  }
}

/** Live places that a desired place already is, and ledger rows that left the source; by placeId. */
interface Claims {
  readonly taken: Set<string>;
  readonly orphans: Map<string, KnownPlace>;
}

function oursOrMismatch(place: DesiredPlace, known: KnownPlace, live: LivePlace): Pair {
  if (live.type !== place.type)
    return {
      kind: 'left',
      code: 'identity-mismatch',
      ...spoken({
        reason: say`Its place id now belongs to a ${{ type: live.type }}.`,
        hint: say`Somebody replaced the place in Microsoft Places. Check it there before syncing it again.`,
      }),
    };
  if (
    place.mailbox !== undefined &&
    live.mailbox !== undefined &&
    place.mailbox !== canonicalEmail(live.mailbox)
  )
    return {
      kind: 'left',
      code: 'mailbox-differs',
      ...spoken({
        reason: say`It is linked to ${{ now: live.mailbox }}, but the source now says ${{ wanted: place.mailbox }}.`,
        hint: say`Correct the mailbox in the source, or remove the old room in Microsoft Places first.`,
      }),
    };
  return { kind: 'ours', live, known };
}

const below = (parent: PlaceRef | null): Pair => ({
  kind: 'left',
  code: 'parent-left-alone',
  ...spoken({ reason: say`The ${{ type: parent?.type ?? 'place' }} it belongs to is left alone.` }),
});

const mailboxNotFound = (mailbox: string): Pair => ({
  kind: 'left',
  code: 'mailbox-not-found',
  ...spoken({
    reason: say`Microsoft Places does not know the mailbox ${{ mailbox }}.`,
    hint: say`A new mailbox can take up to 24 hours to appear. If it is older, check the address and that it is a room mailbox.`,
  }),
});

const mailboxOfOtherType = (mailbox: string, live: LivePlace): Pair => ({
  kind: 'left',
  code: 'mailbox-of-other-type',
  ...spoken({
    reason: say`The mailbox ${{ mailbox }} belongs to a ${{ type: live.type }}.`,
    hint: say`Correct the mailbox in the source.`,
  }),
});

const mailboxTaken = (mailbox: string): Pair => ({
  kind: 'left',
  code: 'mailbox-taken',
  ...spoken({
    reason: say`The mailbox ${{ mailbox }} already belongs to another place of the source.`,
    hint: say`Correct the mailbox in the source.`,
  }),
});

const ambiguous = (place: DesiredPlace, candidates: readonly LivePlace[]): Pair => ({
  kind: 'left',
  code: 'ambiguous-match',
  ...spoken({
    reason: say`Microsoft Places has ${{ count: candidates.length }} places of type ${{ type: place.type }} with this name (${{
      ids: candidates
        .map(({ placeId }) => placeId)
        .sort()
        .slice(0, 5),
    }}).`,
    hint: say`Rename or remove the extra ones, or give the place id of the right one in the source.`,
  }),
});

const nameTaken = (place: DesiredPlace): Pair => ({
  kind: 'left',
  code: 'name-taken',
  ...spoken({
    reason: say`Another ${{ type: place.type }} of the source still has this name in Microsoft Places.`,
    hint: say`Once that one is renamed or moved, sync again.`,
  }),
});

const existsAlready = (place: DesiredPlace): Pair => ({
  kind: 'left',
  code: 'exists-already',
  ...spoken({
    reason: say`A ${{ type: place.type }} with this name exists in Microsoft Places and is not ours.`,
    hint: say`Allow taking over existing places in the settings, or rename one of the two.`,
  }),
});

/** What a person has to know about a place that is left alone for a reason of Microsoft's side. */
export function leftFinding(place: DesiredPlace, pair: Extract<Pair, { kind: 'left' }>): Finding | null {
  if (place.skip || pair.code === 'parent-left-alone') return null;
  return {
    code: pair.code,
    severity: 'error',
    ...spoken({
      message: say`The ${{ type: place.type }} "${{ name: place.name }}" is left alone. ${{ reason: saidIn(pair, 'reason') }}`,
      ...(pair.hint !== undefined && { hint: saidIn(pair, 'hint') }),
    }),
    key: place.key,
  };
}
