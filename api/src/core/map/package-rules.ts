/**
 * What a map package must keep, as data (imdf.md sections 2 and 3). An error: Microsoft Places refuses the package or
 * draws nonsense. A warning: it is accepted, but somebody will miss something.
 */
import type { Finding } from '../model/finding.ts';

interface Rule {
  readonly severity: Finding['severity'];
  /** What is the matter; follows the name of the file or feature. */
  readonly says: string;
  /** What to do about it. */
  readonly repair: string;
}

const rule = (severity: Finding['severity'], says: string, repair: string): Rule => ({
  severity,
  says,
  repair,
});

export const PACKAGE_RULES = {
  'zip-unreadable': rule('error', 'cannot be read as a zip archive', 'Pack the files into an ordinary zip.'),
  'package-large': rule(
    'warning',
    'is larger than 3 MB, which may be refused',
    'Leave out furniture or simplify outlines.',
  ),
  'file-not-accepted': rule(
    'error',
    'is a file that Microsoft Places does not take',
    'Keep building, footprint, level, unit, section and fixture (.geojson) and nothing else.',
  ),
  'file-in-folder': rule('error', 'lies in a folder', 'Put the files directly into the zip.'),
  'file-missing': rule('error', 'is missing', 'Add the file: it is required.'),
  'file-not-json': rule(
    'error',
    'is not JSON in UTF-8 without a byte order mark',
    'Save it again as UTF-8 JSON.',
  ),
  'file-not-collection': rule(
    'error',
    'is not a FeatureCollection with nothing but type and features',
    'Make it one; remove other members such as name or crs.',
  ),
  'feature-broken': rule(
    'error',
    'is not a feature with exactly type, id, feature_type, geometry and properties',
    'Write it anew with these five members.',
  ),
  'feature-id': rule(
    'error',
    'has an id that is not a UUID of version 4',
    'Give it one and keep it for ever.',
  ),
  'feature-id-twice': rule('error', 'has an id that another feature has too', 'Give it an id of its own.'),
  'feature-type': rule(
    'error',
    'has a feature_type that does not fit its file',
    'Move it to the file of its type.',
  ),
  'building-count': rule(
    'error',
    'does not hold exactly one building',
    'A package is about one building: make one package each.',
  ),
  'building-geometry': rule('error', 'has a geometry', 'A building has none: write null.'),
  'geometry-kind': rule(
    'error',
    'has a geometry that is not a Polygon or MultiPolygon of plain positions',
    'Draw it as a closed area.',
  ),
  'position-off-earth': rule(
    'error',
    'has a position that is not longitude and latitude in degrees',
    'Longitude comes first, two numbers per position.',
  ),
  'ring-short': rule('error', 'has a ring with fewer than four positions', 'A ring needs three corners.'),
  'ring-open': rule(
    'error',
    'has a ring that does not end where it begins',
    'Repeat the first position at the end.',
  ),
  'ring-clockwise': rule('error', 'has an outline that runs clockwise', 'Reverse its positions.'),
  'ring-crosses': rule(
    'error',
    'has an outline that crosses or touches itself, or has no area',
    'Draw it anew without crossings.',
  ),
  hole: rule('error', 'has a hole, which makes the import fail', 'Cut it into pieces without holes.'),
  'property-unknown': rule(
    'error',
    'has a property that Microsoft Places does not know; it says "Invalid JSON format" then',
    'Remove the property.',
  ),
  'property-missing': rule('error', 'lacks a property it must have', 'Add it.'),
  'property-wrong': rule('error', 'has a property of the wrong kind', 'Correct the value.'),
  'label-plain': rule(
    'error',
    'has a name that is not an object from languages to texts',
    'Write {"en": "the name"}.',
  ),
  'category-unknown': rule('info', 'has a category that IMDF 1.0.0 does not have', 'It is drawn plainly.'),
  'level-outdoor': rule('error', 'is an outdoor level', 'Write outdoor: false.'),
  'level-missing': rule('error', 'does not hold a level', 'Add a level per floor.'),
  'footprint-missing': rule('error', 'does not hold a footprint', 'Add the outline of the building.'),
  'reference-lost': rule('error', 'names a feature that is not in the package', 'Correct the reference.'),
  'building-not-linked': rule(
    'warning',
    'is not linked with a building in Microsoft Places, so the import fails',
    'Sync the building, then export the map again.',
  ),
  'level-not-linked': rule(
    'warning',
    'is not linked with a floor in Microsoft Places, so the import fails',
    'Sync the floor, then export the map again.',
  ),
  'place-id': rule(
    'error',
    'has a directory_id that is not an id of a place',
    'Use the placeId of the place.',
  ),
  'place-twice': rule(
    'error',
    'is linked with a place that another feature has already',
    'Link each place with one feature.',
  ),
  'display-point-outside': rule(
    'warning',
    'has a display point outside of its area',
    'Move it inside; names are written there.',
  ),
  'outside-level': rule(
    'warning',
    'lies more than 2 % outside of its level',
    'Move it, or draw the level larger.',
  ),
  'units-overlap': rule('warning', 'overlaps another unit', 'Draw the wall between them once.'),
  'name-twice': rule(
    'info',
    'has a name that another one on its floor has too',
    'Different names are found more easily.',
  ),
  'at-null-island': rule(
    'error',
    'lies at latitude 0, longitude 0: the map has no place on the earth',
    'Give the building its position.',
  ),
  'building-huge': rule(
    'error',
    'reaches over more than 20 km',
    'Latitude and longitude may be swapped, or a position is wrong.',
  ),
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof PACKAGE_RULES;

/** A broken rule as a finding. @param what the name of the file or feature; @param detail what exactly */
export function broken(
  id: RuleId,
  what: string,
  { detail, path }: { readonly detail?: string; readonly path?: string } = {},
): Finding {
  const { severity, says, repair } = PACKAGE_RULES[id];
  const message = `${what} ${says}${detail === undefined ? '' : ` (${detail})`}.`;
  return { code: `map-${id}`, severity, message, hint: repair, ...(path !== undefined && { path }) };
}
