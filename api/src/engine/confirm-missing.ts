/** Lists lag behind a create: what we wrote a moment ago and do not find in a list is asked for by its id. */
import type { KnownPlace, LivePlace } from '../core/model/place.ts';
import type { PlaceDirectory } from '../ports/place-directory.ts';
import { inFlight } from './in-flight.ts';
import { english, say } from '../core/model/sentence.ts';

/** More than this many are not asked for one by one: then the list is not up to date and a plan has to wait. */
const ASK_AT_MOST = 40;
const ASKED_AT_ONCE = 4;

/** What the lists did not show although it is there, and what can be said about the rest. */
export interface Confirmed {
  readonly there: readonly LivePlace[];
  /** Why nothing may be concluded from the list, in words. */
  readonly failure?: string;
}

/**
 * Asks for the places of the ledger that were written since `writtenAfter` and are not among `listed`.
 * @throws ReadFailed
 */
export async function confirmMissing(
  directory: PlaceDirectory,
  known: readonly KnownPlace[],
  listed: readonly LivePlace[],
  writtenAfter: Date,
): Promise<Confirmed> {
  const seen = new Set<string>(listed.map((place) => place.placeId));
  const missing = known.filter(
    (place) => !seen.has(place.placeId) && Date.parse(place.writtenAt) > writtenAfter.getTime(),
  );
  if (missing.length > ASK_AT_MOST) {
    const failure = english(
      say`Microsoft Places does not list ${{ count: missing.length }} places that were written moments ago. Plan again in some minutes.`,
    );
    return { there: [], failure };
  }
  const there: LivePlace[] = [];
  await inFlight(missing, ASKED_AT_ONCE, async (place) => {
    const live = await readKnown(directory, place);
    if (live !== null) there.push(live);
  });
  return { there };
}

/** A room or workspace is addressed by its mailbox, because its path id may change (graph-places.md section 4). */
export function readKnown(directory: PlaceDirectory, place: KnownPlace): Promise<LivePlace | null> {
  return directory.readPlace(place.mailbox ?? place.placeId);
}
