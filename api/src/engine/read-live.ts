/** What Microsoft Places shows for one building now, in as few reads as will do. */
import type { DesiredPlace, KnownPlace, LivePlace, PlaceType } from '../core/model/place.ts';
import { matchBuilding } from '../core/plan/match-building.ts';
import type { LiveBuilding } from '../core/plan/plan.ts';
import { confirmMissing, readKnown } from './confirm-missing.ts';
import { ReadFailed, type ExpectedSize, type PlaceDirectory } from '../ports/place-directory.ts';

interface Wanted {
  readonly desired: readonly DesiredPlace[];
  readonly known: readonly KnownPlace[];
  /** What was written after this may not be in every list yet. */
  readonly listsLagAfter: Date;
}

/**
 * Reads every building, everything below the one that is ours or would be taken over, and, only when the source names
 * a mailbox that was not found there, the rooms and workspaces of the whole tenant.
 *
 * A read that fails never throws and never looks like "nothing there": the answer is incomplete and says why.
 */
export async function readLive(directory: PlaceDirectory, wanted: Wanted): Promise<LiveBuilding> {
  const live = { buildings: [] as LivePlace[], below: [] as LivePlace[], byMailbox: [] as LivePlace[] };
  const { known, desired, listsLagAfter } = wanted;
  try {
    live.buildings = await readBuildings(directory, known);
    const ours = matchBuilding({ ...wanted, buildings: live.buildings });
    if (ours !== undefined) live.below = await directory.readBelow(ours.id, expectedSize(wanted));
    const inside = known.filter((place) => place.type !== 'building');
    const { there, failure } = await confirmMissing(directory, inside, live.below, listsLagAfter);
    if (failure !== undefined) return { complete: false, failures: [failure], ...live };
    live.below.push(...there);
    live.byMailbox = await readByMailbox(directory, desired, live.below);
    return { complete: true, failures: [], ...live };
  } catch (error) {
    if (!(error instanceof ReadFailed)) throw error;
    return { complete: false, failures: [failureText(error)], ...live };
  }
}

/** All of the tenant. One of ours that is not listed is asked for: on it rests what is said about everything below. */
async function readBuildings(directory: PlaceDirectory, known: readonly KnownPlace[]): Promise<LivePlace[]> {
  const buildings = await directory.readBuildings();
  const ours = known.find((place) => place.type === 'building');
  if (ours === undefined || buildings.some((place) => place.placeId === ours.placeId)) return buildings;
  const there = await readKnown(directory, ours);
  return there === null ? buildings : [...buildings, there];
}

async function readByMailbox(
  directory: PlaceDirectory,
  desired: readonly DesiredPlace[],
  below: readonly LivePlace[],
): Promise<LivePlace[]> {
  const found = new Set(below.map((place) => place.mailbox));
  const missing = desired.filter(
    ({ mailbox, skip }) => mailbox !== undefined && skip === undefined && !found.has(mailbox),
  );
  const types = (['room', 'workspace'] as const).filter((type) =>
    missing.some((place) => place.type === type),
  );
  if (types.length === 0) return [];
  const wanted = new Set(missing.map((place) => place.mailbox));
  const bookable = await directory.readBookable(types);
  return bookable.filter(({ mailbox }) => mailbox !== undefined && wanted.has(mailbox));
}

/** The larger of what we want and what we have written: what a read of the building will meet. */
function expectedSize({ desired, known }: Wanted): ExpectedSize {
  const count = (type: PlaceType) =>
    Math.max(
      desired.filter((place) => place.type === type).length,
      known.filter((place) => place.type === type).length,
    );
  return {
    floors: count('floor'),
    desks: count('desk'),
    rooms: count('room'),
    workspaces: count('workspace'),
  };
}

function failureText({ message, error }: ReadFailed): string {
  return error.requestId === null ? message : `${message} (request-id ${error.requestId})`;
}
