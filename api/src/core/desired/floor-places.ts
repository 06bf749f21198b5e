/** A floor with its sections, rooms, workspaces and desks (field.md S12, S13, S27-S35). */
import type { Floor, Space } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { DesiredPlace, PlaceFields, PlaceMode, PlaceRef } from '../model/place.ts';
import { canonicalEmail, normalName } from '../plan/canonical.ts';
import { deskMode } from './desk-mode.ts';
import type { LocalDay } from './desk-mode.ts';
import { checkedFields, cleanName, nameProblem } from './place-rules.ts';
import type { Skip } from './place-rules.ts';
import { saidIn, say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

/** Desks and desk pools need a section; this is the one they get when the source has none for them. */
const DESKS = 'Desks';

/** The floor first, then its sections, then what is in them; amenities and structure are drawn, never places. */
export function floorPlaces(
  floor: Floor,
  building: PlaceRef,
  today: LocalDay,
  withoutGeometry: boolean,
): DesiredPlace[] {
  const top = floorPlace(floor, building, withoutGeometry);
  const sections = floor.spaces.filter(({ kind }) => kind === 'section');
  const sectionKeys = new Set(sections.map(({ key }) => key));
  const rest = floor.spaces.filter(({ kind }) => kind === 'room' || kind === 'workspace' || kind === 'desk');

  const inOwnSection = ({ parentKey }: Space): boolean =>
    parentKey !== undefined && sectionKeys.has(parentKey);
  const ownDesks = sections.find(({ name }) => normalName(name) === normalName(DESKS));
  const desks: PlaceRef = { type: 'section', key: ownDesks?.key ?? `${floor.key}/desks` };
  const needsDesks = rest.some((space) => space.kind !== 'room' && !inOwnSection(space));

  const parentOf = (space: Space): PlaceRef => {
    if (space.parentKey !== undefined && inOwnSection(space))
      return { type: 'section', key: space.parentKey };
    return space.kind === 'room' ? top : desks;
  };
  return [
    top,
    ...sections.map((section) => spacePlace(section, top, today)),
    ...(needsDesks && !ownDesks ? [desksSection(desks, top)] : []),
    ...rest.map((space) => spacePlace(space, parentOf(space), today)),
  ];
}

const ref = ({ type, key }: PlaceRef): PlaceRef => ({ type, key });

const desksSection = (section: PlaceRef, floor: PlaceRef): DesiredPlace => ({
  ...section,
  name: DESKS,
  parent: ref(floor),
  fields: { displayName: DESKS },
  findings: [],
});

function floorPlace(floor: Floor, building: PlaceRef, withoutGeometry: boolean): DesiredPlace {
  const name = cleanName(floor.name);
  const checked = checkedFields(floor.key, name, { displayName: name, sortOrder: floor.ordinal });
  const skip = floor.problem ?? nameProblem(name) ?? floorSkip(floor, withoutGeometry);
  return {
    type: 'floor',
    key: floor.key,
    name: name.slice(0, 200),
    parent: ref(building),
    fields: checked.fields,
    findings: [...checked.findings, ...(skip ? [skipFinding('floor', floor.key, name, skip)] : [])],
    ...(skip && { skip }),
    ...(floor.placeIdHint !== undefined && { placeIdHint: floor.placeIdHint }),
  };
}

function floorSkip(floor: Floor, withoutGeometry: boolean): Skip | null {
  if (!floor.published)
    return {
      code: 'floor-unpublished',
      ...spoken({ reason: say`The floor is not published in the source.` }),
    };
  const drawn =
    floor.outline !== undefined || floor.spaces.some((space) => space.geometry ?? space.mapRef !== undefined);
  if (drawn || withoutGeometry) return null;
  return {
    code: 'floor-without-plan',
    ...spoken({
      reason: say`The floor has no plan: its map was not drawn or not saved in the source, or not published.`,
    }),
  };
}

const HINTS: Readonly<Record<string, Sentence>> = {
  'floor-unpublished': say`Publish the floor in the source, then sync again.`,
  'floor-without-plan': say`Draw and save the map of the floor in the source and publish it, then sync again.`,
};

/** A floor that is not published is a choice; anything else is worth a warning or more. */
const skipFinding = (type: string, key: string, name: string, skip: Skip): Finding => ({
  code: skip.code,
  severity: skip.code === 'floor-unpublished' ? 'info' : type === 'floor' ? 'warning' : 'error',
  ...spoken({
    message: say`The ${{ type }} "${{ name: name.slice(0, 200) }}" is left alone. ${{ reason: saidIn(skip, 'reason') }}`,
    hint: HINTS[skip.code],
  }),
  key,
});

function spacePlace(space: Space, parent: PlaceRef, today: LocalDay): DesiredPlace {
  const type = space.kind as 'section' | 'room' | 'workspace' | 'desk';
  const name = cleanName(space.name);
  const { fields, createOnly, findings } = spaceFields(space, name, today);
  const checked = checkedFields(space.key, name, fields);
  const skip = space.problem ?? nameProblem(name);
  const mailbox = type === 'room' || type === 'workspace' ? space.mailbox : undefined;
  return {
    type,
    key: space.key,
    name: name.slice(0, 200),
    parent: ref(parent),
    fields: checked.fields,
    findings: [...findings, ...checked.findings, ...(skip ? [skipFinding(type, space.key, name, skip)] : [])],
    ...(createOnly && { createOnly }),
    ...(mailbox !== undefined && { mailbox: canonicalEmail(mailbox) }),
    ...(space.placeIdHint !== undefined && { placeIdHint: space.placeIdHint }),
    ...(skip && { skip }),
  };
}

interface Wanted {
  readonly fields: PlaceFields;
  readonly createOnly?: PlaceFields;
  readonly findings: readonly Finding[];
}

/** Microsoft's default mode of a new desk is not settled (graph-places.md section 7), so a create always says one. */
const NOT_BOOKABLE: PlaceFields = { mode: { kind: 'unavailable' } };

function spaceFields(space: Space, displayName: string, today: LocalDay): Wanted {
  const named: PlaceFields = {
    displayName,
    ...(space.accessible !== undefined && { isWheelChairAccessible: space.accessible }),
  };
  const seats: PlaceFields = { ...named, ...(space.capacity !== undefined && { capacity: space.capacity }) };
  switch (space.kind) {
    case 'room':
      return { fields: { ...seats, ...(space.phone !== undefined && { phone: space.phone }) }, findings: [] };
    case 'workspace':
      return withMode(seats, workspaceMode(space), []);
    case 'desk': {
      const { mode, findings } = deskMode(space, today);
      return withMode(named, mode, findings);
    }
    case 'section':
    case 'amenity':
    case 'structure':
    case 'circulation':
    case 'other':
      return { fields: { displayName }, findings: [] };
  }
}

const workspaceMode = ({ bookable }: Space): PlaceMode | undefined =>
  bookable === undefined ? undefined : { kind: bookable ? 'reservable' : 'unavailable' };

const withMode = (fields: PlaceFields, mode: PlaceMode | undefined, findings: readonly Finding[]): Wanted =>
  mode ? { fields: { ...fields, mode }, findings } : { fields, createOnly: NOT_BOOKABLE, findings };
