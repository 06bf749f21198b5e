import type { DesiredPlace, KnownPlace, LivePlace } from '../model/place.ts';
import { LivePlaces } from './live-places.ts';
import { pairPlaces } from './pair-places.ts';
import { makePlaceTable } from './place-table.ts';

/**
 * The live building that a plan for `desired` would work on: ours by the ledger, or the one it would take over.
 * What is below it has to be read before a plan can be made.
 *
 * @param adopt `Policy.adopt`; take what the plan will get
 * @returns undefined when the building is new, or left alone for a reason that the plan will give
 */
export function matchBuilding(input: {
  readonly desired: readonly DesiredPlace[];
  readonly known: readonly KnownPlace[];
  readonly buildings: readonly LivePlace[];
  readonly adopt?: boolean;
  readonly others?: ReadonlySet<string>;
}): LivePlace | undefined {
  const desired = input.desired.filter(({ type }) => type === 'building').slice(0, 1);
  const knownPlaces = input.known.filter(({ type }) => type === 'building');
  const [place] = desired;
  // Left alone or not in the source: what we know below it is still shown, so it is still read.
  if (!place || place.skip) {
    const ids = new Set<string>(knownPlaces.map(({ placeId }) => placeId));
    return input.buildings.find(({ placeId }) => ids.has(placeId));
  }
  const [pair] = pairPlaces({
    table: makePlaceTable(desired, knownPlaces),
    live: new LivePlaces({ buildings: input.buildings, below: [], byMailbox: [] }),
    complete: true,
    sourceComplete: true,
    policy: { adopt: input.adopt ?? true },
    others: input.others ?? new Set(),
  });
  return pair && 'live' in pair ? pair.live : undefined;
}
