/** From a building as its source describes it to the places that Microsoft Places should have. */
import type { Building } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, PlaceRef } from '../model/place.ts';
import { refText } from '../model/place.ts';
import { localDay } from './desk-mode.ts';
import type { LocalDay } from './desk-mode.ts';
import { floorPlaces } from './floor-places.ts';
import { leaveDoublesAlone } from './doubles.ts';
import { checkedFields, cleanName, nameProblem } from './place-rules.ts';
import type { Skip } from './place-rules.ts';
import { saidIn, say, spoken } from '../model/sentence.ts';

/**
 * What the source wants, parents before children and otherwise in source order.
 *
 * A place that cannot or must not be synced is in the list too, with `skip` saying why, and so is everything
 * below it. Desk modes depend on the day: `asOf` is read in the building's own time zone (UTC without one).
 *
 * @returns `places`, each with its own findings, and the `findings` that belong to no place
 */
export function desiredPlaces(
  building: Building,
  asOf: Date,
): { places: DesiredPlace[]; findings: Finding[] } {
  const { today, findings } = dayOf(building, asOf);
  const top = buildingPlace(building);
  const below = building.floors.flatMap((floor) =>
    floorPlaces(floor, top, today, building.withoutGeometry === true),
  );
  return { places: withSkipsBelow(leaveDoublesAlone([top, ...below])), findings };
}

function dayOf(building: Building, asOf: Date): { today: LocalDay; findings: Finding[] } {
  const today = localDay(asOf, building.timeZone ?? 'UTC');
  if (today) return { today, findings: [] };
  const finding: Finding = {
    code: 'time-zone-unknown',
    severity: 'warning',
    ...spoken({
      message: say`"${{ name: building.name }}" has an unknown time zone. Desk allocations are read in UTC.`,
      hint: say`Give an IANA name such as Europe/Stockholm.`,
    }),
    key: building.key,
  };
  const utc = asOf.toISOString().slice(0, 10);
  const weekday = (['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'] as const)[asOf.getUTCDay()] ?? 'mo';
  return { today: { date: utc, weekday }, findings: [finding] };
}

function buildingPlace(building: Building): DesiredPlace {
  const name = cleanName(building.name);
  const at = building.position ?? building.frame?.anchor;
  const { fields, findings } = checkedFields(building.key, name, {
    displayName: name,
    ...(building.address && { address: building.address }),
    ...(at && { geoCoordinates: { latitude: at.latitude, longitude: at.longitude } }),
  });
  const skip = nameProblem(name) ?? statusSkip(building);
  return {
    type: 'building',
    key: building.key,
    name: name.slice(0, 200),
    parent: null,
    fields,
    findings: [...findings, ...(skip ? [skipFinding(building.key, name, skip)] : []), ...noAddress(building)],
    ...(skip && { skip }),
    ...(building.placeIdHint !== undefined && { placeIdHint: building.placeIdHint }),
  };
}

const noAddress = (building: Building): Finding[] =>
  building.address
    ? []
    : [
        {
          code: 'address-missing',
          severity: 'info',
          ...spoken({
            message: say`"${{ name: building.name }}" has no address in the source. The one in Microsoft Places is left as it is.`,
          }),
          key: building.key,
        },
      ];

function statusSkip({ status }: Building): Skip | null {
  switch (status) {
    case 'active':
      return null;
    case 'draft':
      return { code: 'building-draft', ...spoken({ reason: say`The building is a draft in the source.` }) };
    case 'closed':
      return {
        code: 'building-closed',
        ...spoken({
          reason: say`The building is closed in the source. Nothing of it is changed or removed in Microsoft Places.`,
        }),
      };
  }
}

const skipFinding = (key: string, name: string, skip: Skip): Finding => ({
  code: skip.code,
  severity: 'warning',
  ...spoken({
    message: say`"${{ name: name.slice(0, 200) }}" is left alone. ${{ reason: saidIn(skip, 'reason') }}`,
  }),
  key,
});

/** Nothing below a place that is left alone is touched. */
function withSkipsBelow(places: readonly DesiredPlace[]): DesiredPlace[] {
  const skipped = new Map<string, { name: string; type: string; code: string }>();
  const above = (parent: PlaceRef | null) => (parent ? skipped.get(refText(parent)) : undefined);
  return places.map((place) => {
    const parent = above(place.parent);
    const skip =
      place.skip ??
      (parent && {
        code: parent.code,
        ...spoken({
          reason: say`The ${{ type: parent.type }} "${{ name: parent.name }}" is left alone, and so is everything below it.`,
        }),
      });
    if (!skip) return place;
    // The topmost reason is the one to solve, so it is the one that is named all the way down.
    skipped.set(refText(place), parent ?? { name: place.name, type: place.type, code: skip.code });
    return place.skip ? place : { ...place, skip };
  });
}
