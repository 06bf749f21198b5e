/**
 * Settles a create whose answer was lost: the last part of the create protocol
 * (reliability-security.md section 3). It looks, waits for longer than listings lag, and only then acts.
 */
import type { LivePlace } from '../model/place.ts';
import { canonicalEmail, normalName } from '../plan/canonical.ts';
import type { Step } from '../plan/plan.ts';
import { english, say } from '../model/sentence.ts';

export type Resolution =
  /** It was created: record it. `duplicates` look the same; they are reported, and never removed. */
  | { readonly kind: 'adopt'; readonly place: LivePlace; readonly duplicates: readonly LivePlace[] }
  /** It is not there for certain, and a second one would be cheap to put right: attempt + 1. */
  | { readonly kind: 'sendAgain' }
  /** It seems not to be there, but a wrong second one would be expensive: a person decides. */
  | { readonly kind: 'ask'; readonly reason: string }
  | { readonly kind: 'lookAgain'; readonly afterMs: number };

export interface UnknownCreate {
  readonly step: Step;
  /** Where it was created: of the live parent, or of the parent this run created. Undefined for a building. */
  readonly parentId: string | undefined;
  /** Places of its type below the parent (buildings: all), as Graph lists them now. */
  readonly candidates: readonly LivePlace[];
  /** placeIds that belong to other places of the ledger or of this run. */
  readonly taken: ReadonlySet<string>;
  /** Id that came with an unusable answer, if one did. */
  readonly answeredId?: string | undefined;
  /** Since the last time it was sent, by the database's clock. */
  readonly sinceSentMs: number;
  /** How long a listing may lag; longer than the client's time-out. */
  readonly graceMs: number;
  /** How often it was sent. */
  readonly attempt: number;
}

const MAX_SENDS = 3;
const LOOK_EVERY_MS = 15_000;

/** What to do about a create that may or may not have happened. */
export function resolveUnknown(unknown: UnknownCreate): Resolution {
  const { step, sinceSentMs, graceMs, attempt } = unknown;
  const [place, ...duplicates] = matches(unknown);
  if (place) return { kind: 'adopt', place, duplicates };
  const left = graceMs - sinceSentMs;
  if (left > 0) return { kind: 'lookAgain', afterMs: Math.max(1000, Math.min(left, LOOK_EVERY_MS)) };
  if (step.type === 'room' || step.type === 'workspace' || step.type === 'building')
    return {
      kind: 'ask',
      reason: english(
        say`The answer to creating this ${{ type: step.type }} was lost, and it is not in Microsoft Places. Check there; if it is missing, sync again.`,
      ),
    };
  if (attempt >= MAX_SENDS)
    return {
      kind: 'ask',
      reason: english(
        say`Creating this ${{ type: step.type }} was sent several times without a usable answer.`,
      ),
    };
  return { kind: 'sendAgain' };
}

/** In the order Graph lists them, which is the closest thing to their age that it shows. */
function matches({ step, parentId, candidates, taken, answeredId }: UnknownCreate): LivePlace[] {
  const name = normalName(step.fields.displayName ?? step.name);
  const isIt = (place: LivePlace): boolean =>
    place.placeId === answeredId ||
    (step.mailbox !== undefined && place.mailbox !== undefined
      ? canonicalEmail(place.mailbox) === step.mailbox
      : normalName(place.fields.displayName ?? '') === name);
  const isThere = (place: LivePlace): boolean =>
    step.type === 'building' ? place.parentId === null : place.parentId === parentId;
  const found = candidates.filter(
    (place) => place.type === step.type && !taken.has(place.placeId) && isThere(place) && isIt(place),
  );
  const answered = found.filter(({ placeId }) => placeId === answeredId);
  return [...answered, ...found.filter(({ placeId }) => placeId !== answeredId)];
}
