import type { SpaceKind } from '../../../../core/model/building.ts';

/**
 * What becomes of the categories of IMDF 1.0.0 (imdf.md section 2.6). Change a line here to change what an
 * import does; every import shows the lines it used.
 */

/** A unit of these categories becomes a room when it has a name; without one it is only drawn. */
export const ROOM_CATEGORIES: ReadonlySet<string> = new Set([
  'auditorium',
  'classroom',
  'conferenceroom',
  'huddleroom',
  'office',
  'phoneroom',
  'room',
]);

/** A fixture of these categories becomes a desk when it has a name. */
export const DESK_CATEGORIES: ReadonlySet<string> = new Set(['desk']);

/** Units that are only drawn, by what they are drawn as. */
const DRAWN: readonly [kind: SpaceKind, categories: string][] = [
  ['circulation', 'footbridge lobby movingwalkway platform ramp road walkway walkway.island'],
  [
    'structure',
    'brick column concrete drywall elevator escalator glass opentobelow stairs steps structure wood',
  ],
  [
    'amenity',
    'firstaid fitnessroom foodservice kitchen library lounge mailroom mothersroom privatelounge recreation ' +
      'restroom restroom.family restroom.female restroom.female.wheelchair restroom.male ' +
      'restroom.male.wheelchair restroom.transgender restroom.transgender.wheelchair restroom.unisex ' +
      'restroom.unisex.wheelchair restroom.wheelchair shower smokingarea terrace waitingroom',
  ],
  [
    'other',
    'fieldofplay laboratory movietheater nonpublic parking serverroom storage theater unenclosedarea ' +
      'unspecified vegetation',
  ],
];

/** Kind by category for units that are only drawn. A category that is missing here is unknown to IMDF 1.0.0. */
export const DRAWN_UNITS: ReadonlyMap<string, SpaceKind> = new Map(
  DRAWN.flatMap(([kind, categories]) => categories.split(' ').map((category) => [category, kind] as const)),
);

/** Fixtures of IMDF 1.0.0 that are only drawn. */
export const DRAWN_FIXTURES: ReadonlySet<string> = new Set(
  (
    'baggagecarousel boardinggate.desk checkin.desk checkin.kiosk equipment furniture immigration.desk ' +
    'inspection.desk obstruction securityequipment stage vegetation wall'
  ).split(' '),
);

const KNOWN: readonly ReadonlySet<string>[] = [
  ROOM_CATEGORIES,
  DESK_CATEGORIES,
  new Set(DRAWN_UNITS.keys()),
  DRAWN_FIXTURES,
];

/** `Conference Room`, `restroom_female`: the word that IMDF has for it; else what is written, in small letters. */
export function categoryOf(written: string | undefined): string {
  if (written === undefined) return 'unspecified';
  const word = written.toLowerCase();
  const spellings = [word, word.replaceAll(/[\s_-]+/g, ''), word.replaceAll(/[\s_-]+/g, '.')];
  return spellings.find((spelling) => KNOWN.some((known) => known.has(spelling))) ?? word;
}
