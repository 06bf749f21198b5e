/** Category words of IMDF 1.0.0 and which one a space gets (imdf.md sections 2.6 and 3.4). Change a line to change a colour. */
import type { Space } from '../model/building.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

export const UNIT_CATEGORIES = words(
  `auditorium brick classroom column concrete conferenceroom drywall elevator escalator fieldofplay firstaid
  fitnessroom foodservice footbridge glass huddleroom kitchen laboratory library lobby lounge mailroom mothersroom
  movietheater movingwalkway nonpublic office opentobelow parking phoneroom platform privatelounge ramp recreation
  restroom restroom.family restroom.female restroom.female.wheelchair restroom.male restroom.male.wheelchair
  restroom.transgender restroom.transgender.wheelchair restroom.unisex restroom.unisex.wheelchair restroom.wheelchair
  road room serverroom shower smokingarea stairs steps storage structure terrace theater unenclosedarea unspecified
  vegetation waitingroom walkway walkway.island wood`,
);

export const FIXTURE_CATEGORIES = words(
  `baggagecarousel boardinggate.desk checkin.desk checkin.kiosk desk equipment furniture immigration.desk
  inspection.desk obstruction securityequipment stage vegetation wall`,
);

export const SECTION_CATEGORIES = words(
  `arcade baggageclaim baggageclaim.intl carrental carrental.dropoff checkin concessions cubicle dutyfree
  eatingdrinking entertainmentarea entertainmentarea.game entertainmentarea.music entertainmentarea.performance
  entertainmentarea.sport exhibit exhibition gambling gatearea gatearea.holding immigration
  immigration.schengen information paidarea parkandride parking parking.bicycle parking.compact
  parking.ev parking.longterm parking.motorcycle parking.shortterm parking.waitingarea platform postsecurity presecurity
  private
  recomposearea recreation rental retail retaildepartment road seating seatingrow security servicearea ticketing
  vegetation walkway`,
);

/** Walls and the like: drawn last, over the rooms. */
export const WALL_CATEGORIES = words('brick column concrete drywall glass structure wood');

/** Microsoft Places knows this one, IMDF does not. */
export const WORKSPACE = 'workspace';

/** What a name gives away when the source has no category, in the languages of the first customers. */
const TELLING: readonly [RegExp, string][] = [
  [/\b(stairs?|staircase|stairwell|treppe|trappa|escaliers?)\b/i, 'stairs'],
  [/\b(elevators?|lifts?|aufzug|hiss|ascenseurs?)\b/i, 'elevator'],
  [/\b(restrooms?|toilets?|wc|lavatory|toiletten|toaletter?|toilettes)\b/i, 'restroom'],
  [/\b(kitchen|kitchenette|pantry|küche|kök|cuisine)\b/i, 'kitchen'],
  [/\b(lobby|reception|foyer)\b/i, 'lobby'],
  [/\b(lounge)\b/i, 'lounge'],
  [/\b(shower|dusche|dusch|douche)\b/i, 'shower'],
  [/\b(storage|lager|förråd)\b/i, 'storage'],
  [/\b(server ?room)\b/i, 'serverroom'],
  [/\b(first aid)\b/i, 'firstaid'],
  [/\b(columns?|pillars?)\b/i, 'column'],
];

const fromName = (name: string): string | undefined => TELLING.find(([pattern]) => pattern.test(name))?.[1];

export type Layer = 'unit' | 'section' | 'fixture';

/** Kinds whose unit category the source or the name decides, and the word when neither does. */
const PLAINLY: Readonly<Partial<Record<Space['kind'], string>>> = {
  circulation: 'walkway',
  structure: 'structure',
  amenity: 'unspecified',
  other: 'unspecified',
};

const fitting = (given: string | undefined, words: ReadonlySet<string>, otherwise: string): string =>
  given !== undefined && words.has(given) ? given : otherwise;

/** Which file knows the word; a unit may have any. */
function layerOfWord(word = ''): Layer {
  if (UNIT_CATEGORIES.has(word)) return 'unit';
  if (FIXTURE_CATEGORIES.has(word)) return 'fixture';
  return SECTION_CATEGORIES.has(word) ? 'section' : 'unit';
}

/** The file a space belongs in, and its category there. The source's own word wins when it fits the file. */
export function layerOf(space: Space): { layer: Layer; category: string } {
  const { kind, category, name, roomType, layer } = space;
  const given = category !== undefined && /^[a-z0-9]+(\.[a-z0-9]+)*$/.test(category) ? category : undefined;
  if (kind === 'desk') return { layer: 'fixture', category: 'desk' };
  if (kind === 'section')
    return { layer: 'section', category: fitting(given, SECTION_CATEGORIES, 'cubicle') };
  const from = layer ?? (kind === 'other' ? layerOfWord(given) : 'unit');
  if (from === 'fixture') return { layer: from, category: fitting(given, FIXTURE_CATEGORIES, 'furniture') };
  if (from === 'section') return { layer: from, category: fitting(given, SECTION_CATEGORIES, 'private') };
  return { layer: 'unit', category: given ?? unitCategory(kind, name, roomType) };
}

function unitCategory(kind: Space['kind'], name: string, roomType: string | undefined): string {
  if (kind === 'workspace') return WORKSPACE;
  if (kind === 'room')
    return roomType !== undefined && UNIT_CATEGORIES.has(roomType) ? roomType : 'conferenceroom';
  return fromName(name) ?? PLAINLY[kind] ?? 'unspecified';
}
