import type { DraftAddress, DraftBuilding } from '../../../../core/model/draft.ts';
import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import { refused, type Reading } from '../reading.ts';
import { readArchive, type Archive } from './archive.ts';
import type { Feature } from './feature.ts';
import { aboutUnclaimed, carriedOf } from './carried.ts';
import { floorOf, levelsByBuilding } from './levels.ts';
import { idsOf, labelOf, pointOf, property, textOf } from './properties.ts';
import { spacesOf, strayFeatures } from './spaces.ts';
import { many, Tally } from './tally.ts';
import { say } from '../../../../core/model/sentence.ts';

/**
 * Reads one IMDF archive (imdf.md section 2), also a dirty one: what cannot be used is left out and named.
 * Keys are the ids of the features. `name` is the file's name, the last resort for a building without one.
 */
export function readImdf(files: readonly SourceFile[], name: string): Reading {
  const tally = new Tally();
  const archive = readArchive(files, tally);
  const error = archive.findings.find(({ severity }) => severity === 'error');
  if (error) return { drafts: [], findings: archive.findings };
  const buildings = buildingsOf(archive, tally);
  if (buildings.length === 0 || archive.features.level.length === 0) {
    const what = buildings.length === 0 ? say`neither a building nor a venue` : say`no level`;
    const result = refused('imdf-empty', say`${{ name }}: the archive has ${{ what }}`, name);
    return { drafts: [], findings: [...result.findings, ...archive.findings, ...tally.findings()] };
  }
  const levels = levelsByBuilding(archive, buildings, tally);
  const known = new Set([...levels.values()].flat().map(({ id }) => id));
  const lost =
    archive.dropped + strayFeatures(archive, known, tally) + archive.features.level.length - known.size;
  const claimed = new Set<string>();
  const drafts = buildings.flatMap((building) => {
    const own = levels.get(building.id) ?? [];
    return own.length > 0 || buildings.length === 1
      ? [draftOf(building, own, { archive, fileName: name, complete: lost === 0, claimed }, tally)]
      : [];
  });
  aboutUnclaimed(archive, claimed, tally);
  aboutEmptyBuildings(buildings.length - drafts.length, tally);
  const findings: Finding[] = [...archive.findings, ...tally.findings()];
  return { drafts, findings };
}

/** Without a building the venue stands in for it. */
function buildingsOf({ features }: Archive, tally: Tally): readonly Feature[] {
  if (features.building.length > 0) return features.building;
  const [venue] = features.venue;
  if (!venue) return [];
  tally.add(
    'imdf-no-building',
    'warning',
    venue.path,
    () => say`The archive has no building; its venue is read as one`,
  );
  return [venue];
}

const aboutEmptyBuildings = (count: number, tally: Tally): void => {
  if (count > 0) {
    tally.add(
      'imdf-empty-building',
      'warning',
      undefined,
      () => say`${{ things: many(count, 'building') }} without levels left out`,
    );
  }
};

interface Whole {
  readonly archive: Archive;
  readonly fileName: string;
  readonly complete: boolean;
  /** Ids of the features that a building has. */
  readonly claimed: Set<string>;
}

function draftOf(
  building: Feature,
  levels: readonly Feature[],
  { archive, fileName, complete, claimed }: Whole,
  tally: Tally,
): DraftBuilding {
  const { language, created, features } = archive;
  const [venue] = features.venue;
  const own = new Set(levels.map(({ id }) => id));
  const spaces = spacesOf(archive, own, tally);
  const alone = features.building.length <= 1;
  const home = { building, alone, levels: own, spaces: new Set(spaces.map(({ id }) => id)) };
  return {
    path: building.path,
    id: building.id,
    name: nameOf(building, archive, fileName, tally),
    address: addressOf(building, archive),
    position: pointOf(property(building, 'display_point')),
    placeIdHint: textOf(property(building, 'directory_id')),
    complete,
    source: { system: 'imdf', instance: venue?.id ?? building.id, exportedAt: created },
    floors: levels.map((level) => floorOf(level, language, tally)),
    spaces,
    carried: carriedOf(archive, home, claimed, tally),
  };
}

function nameOf(building: Feature, archive: Archive, fileName: string, tally: Tally): string {
  const { language, features } = archive;
  const own = labelOf(property(building, 'name'), language);
  if (own !== undefined) return own;
  const venue = labelOf(property(features.venue[0], 'name'), language);
  const name = venue ?? addressOf(building, archive)?.street ?? fileName.replace(/\.[^.]*$/, '');
  tally.add(
    'imdf-building-unnamed',
    'warning',
    building.path,
    () => say`A building without a name is called ${{ name: JSON.stringify(name) }}`,
  );
  return name;
}

/** The building's address, else the venue's, else the only one there is. */
function addressOf(building: Feature, { features }: Archive): DraftAddress | undefined {
  const byId = new Map(features.address.map((address) => [address.id, address]));
  const referred = [building, features.venue[0]]
    .flatMap((feature) => idsOf(property(feature, 'address_id')))
    .map((id) => byId.get(id))
    .find((address) => address !== undefined);
  const address = referred ?? (features.address.length === 1 ? features.address[0] : undefined);
  if (!address) return undefined;
  const [street, city, province, postalCode, country] = [
    'address',
    'locality',
    'province',
    'postal_code',
    'country',
  ].map((field) => textOf(property(address, field)));
  return {
    street,
    city,
    // ISO 3166-2: the part behind the country.
    state: province?.replace(/^[A-Z]{2}-/, ''),
    postalCode,
    countryOrRegion: country?.toUpperCase(),
  };
}
