/** From a building to a map, in steps that let other work in between. */
import type { Finding } from '../model/finding.ts';
import { buildingShapes } from './building-shapes.ts';
import { checkPackage } from './check-package.ts';
import { imdfArchive } from './imdf-archive.ts';
import type { MapFiles } from './map-feature.ts';
import { mapPicture, type MapPicture } from './map-picture.ts';
import type { Drawings, MapInput } from './map-shapes.ts';
import { placesPackage, type Coverage, type MapLink, type PlacesPackage } from './places-package.ts';

/** `picture` comes with the findings of the Places package: that is what a preview shows. */
export type MapKind = 'places' | 'imdf' | 'picture';

export interface MapMade {
  /** Floors that are drawn. */
  readonly floors: number;
  /** What was repaired, what is wrong, what is missing; error = not to be uploaded. */
  readonly findings: readonly Finding[];
  readonly coverage: readonly Coverage[];
  readonly links: readonly MapLink[];
  readonly files?: MapFiles;
  readonly picture?: MapPicture;
}

/** Of one kind of finding this many are listed one by one; the rest is counted. */
const LISTED = 20;

/** Pure: same input, same bytes. Yields after every floor and between the stages. */
export function* makeMap(
  input: MapInput,
  drawings: Drawings,
  kind: MapKind,
  hash: (text: string) => string,
): Generator<undefined, MapMade> {
  const shapes = yield* buildingShapes(input, drawings);
  const floors = shapes.floors.length;
  const none = { floors, findings: inShort(shapes.findings), coverage: [], links: [] };
  if (floors === 0) return none;
  if (kind === 'imdf') return { ...none, files: imdfArchive(input, shapes, hash) };
  const made = placesPackage(input, shapes, hash);
  yield;
  const findings = inShort([...shapes.findings, ...made.findings, ...checked(made)]);
  yield;
  const { files, coverage, links } = made;
  if (kind === 'places') return { floors, findings, coverage, links, files };
  return { floors, findings, coverage, links, picture: mapPicture(input, shapes, hash) };
}

/** The faults of our own package, by the keys of the source. What is not linked yet was said already. */
function checked({ files, owners }: PlacesPackage): Finding[] {
  return checkPackage(files)
    .filter(({ code }) => !/^map-(building|level)-not-linked$|^map-category-unknown$/.test(code))
    .map((finding) => {
      const owner = finding.path === undefined ? undefined : owners.get(finding.path);
      return owner ? { ...finding, ...owner } : finding;
    });
}

function inShort(findings: readonly Finding[]): Finding[] {
  return [...Map.groupBy(findings, ({ code }) => code)].flatMap(([code, some]) => {
    const [first] = some;
    if (some.length <= LISTED || !first) return some;
    const { severity, hint } = first;
    const message = `${some.length - LISTED} more like the ${LISTED} above: ${first.message}`;
    return [...some.slice(0, LISTED), { code, severity, message, hint }];
  });
}
