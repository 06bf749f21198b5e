/** What a map is made of: the source, what is synced of it, and the ids of the places it links to. */
import type { Building } from '../core/model/building.ts';
import { refText, type DesiredPlace, type KnownPlace } from '../core/model/place.ts';
import type { ImpliedSection, MapInput } from '../core/map/map-shapes.ts';

/**
 * Links only what the ledger has on the floor where the source has it: a place that could not be moved yet would make
 * Microsoft refuse the whole map.
 */
export function mapInput(
  building: Building,
  desired: readonly DesiredPlace[],
  known: readonly KnownPlace[],
): MapInput {
  const wanted = new Map(desired.map((place) => [refText(place), place]));
  const ledger = new Map(known.map((place) => [refText(place), place]));
  const placeIds: Record<string, string> = {};
  for (const [ref, place] of wanted) {
    const written = ledger.get(ref);
    if (written === undefined || place.skip !== undefined) continue;
    if (floorOf(ref, wanted) === floorOf(ref, ledger)) placeIds[ref] = written.placeId.toLowerCase();
  }
  return {
    building,
    placeIds,
    leftAlone: desired.filter(({ skip }) => skip !== undefined).map(refText),
    impliedSections: impliedSections(building, desired),
  };
}

type Placed = Pick<DesiredPlace, 'type' | 'key' | 'parent'>;

/** The floor a place is on, or itself when it is a building or a floor. */
function floorOf(ref: string, places: ReadonlyMap<string, Placed>): string | undefined {
  let place = places.get(ref);
  while (place && place.type !== 'floor' && place.type !== 'building') {
    place = place.parent ? places.get(refText(place.parent)) : undefined;
  }
  return place && refText(place);
}

function impliedSections(building: Building, desired: readonly DesiredPlace[]): ImpliedSection[] {
  const drawn = new Set(building.floors.flatMap(({ spaces }) => spaces.map(({ key }) => key)));
  const made = desired.filter(({ type, key, skip }) => type === 'section' && !drawn.has(key) && !skip);
  return made.map(({ key, name, parent }) => ({
    key,
    name,
    floorKey: parent?.key ?? '',
    members: desired
      .filter(({ parent: above }) => above?.type === 'section' && above.key === key)
      .map((place) => place.key),
  }));
}
