/**
 * What a map package must keep, as data (imdf.md sections 2 and 3). An error: Microsoft Places refuses the package or
 * draws nonsense. A warning: it is accepted, but somebody will miss something.
 */
import type { Finding } from '../model/finding.ts';
import { say, spoken } from '../model/sentence.ts';
import type { Sentence } from '../model/sentence.ts';

interface Rule {
  readonly severity: Finding['severity'];
  /** What is the matter; follows the name of the file or feature. */
  readonly says: Sentence;
  /** What to do about it. */
  readonly repair: Sentence;
}

const rule = (severity: Finding['severity'], says: Sentence, repair: Sentence): Rule => ({
  severity,
  says,
  repair,
});

export const PACKAGE_RULES = {
  'zip-unreadable': rule(
    'error',
    say`cannot be read as a zip archive`,
    say`Pack the files into an ordinary zip.`,
  ),
  'package-large': rule(
    'warning',
    say`is larger than 3 MB, which may be refused`,
    say`Leave out furniture or simplify outlines.`,
  ),
  'file-not-accepted': rule(
    'error',
    say`is a file that Microsoft Places does not take`,
    say`Keep building, footprint, level, unit, section and fixture (.geojson) and nothing else.`,
  ),
  'file-in-folder': rule('error', say`lies in a folder`, say`Put the files directly into the zip.`),
  'file-missing': rule('error', say`is missing`, say`Add the file: it is required.`),
  'file-not-json': rule(
    'error',
    say`is not JSON in UTF-8 without a byte order mark`,
    say`Save it again as UTF-8 JSON.`,
  ),
  'file-not-collection': rule(
    'error',
    say`is not a FeatureCollection with nothing but type and features`,
    say`Make it one; remove other members such as name or crs.`,
  ),
  'feature-broken': rule(
    'error',
    say`is not a feature with exactly type, id, feature_type, geometry and properties`,
    say`Write it anew with these five members.`,
  ),
  'feature-id': rule(
    'error',
    say`has an id that is not a UUID of version 4`,
    say`Give it one and keep it for ever.`,
  ),
  'feature-id-twice': rule(
    'error',
    say`has an id that another feature has too`,
    say`Give it an id of its own.`,
  ),
  'feature-type': rule(
    'error',
    say`has a feature_type that does not fit its file`,
    say`Move it to the file of its type.`,
  ),
  'building-count': rule(
    'error',
    say`does not hold exactly one building`,
    say`A package is about one building: make one package each.`,
  ),
  'building-geometry': rule('error', say`has a geometry`, say`A building has none: write null.`),
  'geometry-kind': rule(
    'error',
    say`has a geometry that is not a Polygon or MultiPolygon of plain positions`,
    say`Draw it as a closed area.`,
  ),
  'position-off-earth': rule(
    'error',
    say`has a position that is not longitude and latitude in degrees`,
    say`Longitude comes first, two numbers per position.`,
  ),
  'ring-short': rule(
    'error',
    say`has a ring with fewer than four positions`,
    say`A ring needs three corners.`,
  ),
  'ring-open': rule(
    'error',
    say`has a ring that does not end where it begins`,
    say`Repeat the first position at the end.`,
  ),
  'ring-clockwise': rule('error', say`has an outline that runs clockwise`, say`Reverse its positions.`),
  'ring-crosses': rule(
    'error',
    say`has an outline that crosses or touches itself, or has no area`,
    say`Draw it anew without crossings.`,
  ),
  hole: rule('error', say`has a hole, which makes the import fail`, say`Cut it into pieces without holes.`),
  'property-unknown': rule(
    'error',
    say`has a property that Microsoft Places does not know; it says "Invalid JSON format" then`,
    say`Remove the property.`,
  ),
  'property-missing': rule('error', say`lacks a property it must have`, say`Add it.`),
  'property-wrong': rule('error', say`has a property of the wrong kind`, say`Correct the value.`),
  'label-plain': rule(
    'error',
    say`has a name that is not an object from languages to texts`,
    say`Write {"en": "the name"}.`,
  ),
  'category-unknown': rule(
    'info',
    say`has a category that IMDF 1.0.0 does not have`,
    say`It is drawn plainly.`,
  ),
  'level-outdoor': rule('error', say`is an outdoor level`, say`Write outdoor: false.`),
  'level-missing': rule('error', say`does not hold a level`, say`Add a level per floor.`),
  'footprint-missing': rule('error', say`does not hold a footprint`, say`Add the outline of the building.`),
  'reference-lost': rule(
    'error',
    say`names a feature that is not in the package`,
    say`Correct the reference.`,
  ),
  'building-not-linked': rule(
    'warning',
    say`is not linked with a building in Microsoft Places, so the import fails`,
    say`Sync the building, then export the map again.`,
  ),
  'level-not-linked': rule(
    'warning',
    say`is not linked with a floor in Microsoft Places, so the import fails`,
    say`Sync the floor, then export the map again.`,
  ),
  'place-id': rule(
    'error',
    say`has a directory_id that is not an id of a place`,
    say`Use the placeId of the place.`,
  ),
  'place-twice': rule(
    'error',
    say`is linked with a place that another feature has already`,
    say`Link each place with one feature.`,
  ),
  'display-point-outside': rule(
    'warning',
    say`has a display point outside of its area`,
    say`Move it inside; names are written there.`,
  ),
  'outside-level': rule(
    'warning',
    say`lies more than 2 % outside of its level`,
    say`Move it, or draw the level larger.`,
  ),
  'units-overlap': rule('warning', say`overlaps another unit`, say`Draw the wall between them once.`),
  'name-twice': rule(
    'info',
    say`has a name that another one on its floor has too`,
    say`Different names are found more easily.`,
  ),
  'at-null-island': rule(
    'error',
    say`lies at latitude 0, longitude 0: the map has no place on the earth`,
    say`Give the building its position.`,
  ),
  'building-huge': rule(
    'error',
    say`reaches over more than 20 km`,
    say`Latitude and longitude may be swapped, or a position is wrong.`,
  ),
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof PACKAGE_RULES;

/** A broken rule as a finding. @param what the name of the file or feature; @param detail what exactly */
export function broken(
  id: RuleId,
  what: string | Sentence,
  { detail, path }: { readonly detail?: string; readonly path?: string } = {},
): Finding {
  const { severity, says, repair } = PACKAGE_RULES[id];
  const message =
    detail === undefined ? say`${{ what }} ${{ says }}.` : say`${{ what }} ${{ says }} (${{ detail }}).`;
  const said = spoken({ message, hint: repair });
  return { code: `map-${id}`, severity, ...said, ...(path !== undefined && { path }) };
}
