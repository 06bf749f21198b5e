import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import { decodeText } from '../decode-text.ts';
import { fieldOf } from '../geojson.ts';
import { parseJson } from '../json/safe-json.ts';
import { LIMITS } from '../limits.ts';
import type { Feature } from './feature.ts';
import { idOf } from './properties.ts';
import { many, type Tally } from './tally.ts';
import { isLatitudeFirst, tidyGeometry, turnedAround, type Untidy } from './tidy-geometry.ts';
import { saidIn, say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

/** Feature types that are read. The order decides which of two features with the same id counts. */
const READ = [
  'venue',
  'address',
  'building',
  'footprint',
  'level',
  'section',
  'unit',
  'fixture',
  'opening',
  'amenity',
  'anchor',
  'occupant',
  'kiosk',
  'detail',
  'geofence',
] as const;
type FeatureType = (typeof READ)[number];
const NOT_READ = ['relationship'];
/** Of these a missing one changes what is missing at the source. */
const PLACES: readonly FeatureType[] = ['building', 'level', 'section', 'unit', 'fixture'];

export interface Archive {
  readonly features: Readonly<Record<FeatureType, readonly Feature[]>>;
  /** Language tag of the default language, when the manifest tells. */
  readonly language?: string;
  /** RFC 3339, when the manifest tells. */
  readonly created?: string;
  /** Features that were left out because nothing can refer to them. */
  readonly dropped: number;
  /** Only errors and words about whole files; flaws of features are in the tally. */
  readonly findings: readonly Finding[];
}

/** Type of feature that a file holds by its name, whatever the folder and the capitals. */
export function featureTypeOf(path: string): string | undefined {
  const name = baseName(path).toLowerCase();
  const type = /^([a-z]+)\.(?:geojson|json)$/.exec(name)?.[1];
  return type !== undefined && ([...READ, ...NOT_READ] as string[]).includes(type) ? type : undefined;
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Reads the files of one IMDF archive, tolerating what real ones get wrong. */
export function readArchive(files: readonly SourceFile[], tally: Tally): Archive {
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let dropped = 0;
  const features = {} as Record<FeatureType, Feature[]>;
  for (const type of READ) {
    features[type] = [];
    for (const file of files.filter(({ name }) => featureTypeOf(name) === type)) {
      for (const raw of rawFeatures(file, findings)) {
        const feature = toFeature(raw, baseName(file.name), seen, tally);
        if (feature) features[type].push(feature);
        else if (PLACES.includes(type)) dropped++;
      }
    }
  }
  aboutIgnored(files, findings);
  return {
    features: longitudeFirst(features, findings),
    dropped,
    findings,
    ...readManifest(files, findings),
  };
}

/** Archives that have the latitude first are turned around as a whole. */
function longitudeFirst(
  features: Record<FeatureType, Feature[]>,
  findings: Finding[],
): Record<FeatureType, Feature[]> {
  const areas = [...features.level, ...features.unit].map(({ geometry }) => geometry);
  if (!isLatitudeFirst(areas)) return features;
  const said = spoken({
    message: say`The positions of the archive have the latitude first; they were read the other way round`,
    hint: say`GeoJSON wants the longitude first (RFC 7946).`,
  });
  findings.push({ code: 'imdf-axes-swapped', severity: 'warning', ...said });
  const turned = Object.entries(features).map(([type, own]) => [
    type,
    own.map((feature) => ({ ...feature, geometry: turnedAround(feature.geometry) })),
  ]);
  return Object.fromEntries(turned) as Record<FeatureType, Feature[]>;
}

function rawFeatures(file: SourceFile, findings: Finding[]): readonly unknown[] {
  const { text, findings: encoding } = decodeText(file);
  findings.push(...encoding);
  const parsed = parseJson(text, file.name, LIMITS);
  if (parsed.findings) {
    findings.push(...parsed.findings);
    return [];
  }
  aboutCrs(parsed.value, file.name, findings);
  const features = fieldOf(parsed.value, 'features') ?? parsed.value;
  if (Array.isArray(features)) return features;
  if (fieldOf(features, 'type') === 'Feature') return [features];
  const message = say`${{ name: file.name }} holds no list of features`;
  findings.push({ code: 'imdf-no-features', severity: 'warning', ...spoken({ message }), path: file.name });
  return [];
}

/** Older GeoJSON may name other coordinates than degrees. */
function aboutCrs(collection: unknown, file: string, findings: Finding[]): void {
  const crs = fieldOf(fieldOf(fieldOf(collection, 'crs'), 'properties'), 'name');
  if (typeof crs !== 'string' || /crs84|4326/i.test(crs)) return;
  const said = spoken({
    message: say`${{ name: file }} says that its positions are in ${{ crs: crs.slice(0, 60) }}; they are read as degrees of WGS84`,
    hint: say`Export the archive in WGS84.`,
  });
  findings.push({ code: 'imdf-crs', severity: 'warning', ...said, path: file });
}

/** GIS tools move the id into the properties. */
const sentId = (raw: unknown): string | undefined =>
  idOf(fieldOf(raw, 'id')) ?? idOf(fieldOf(fieldOf(raw, 'properties'), 'id'));

function toFeature(raw: unknown, file: string, seen: Set<string>, tally: Tally): Feature | undefined {
  const id = sentId(raw);
  if (id === undefined) {
    tally.add(
      'imdf-no-id',
      'warning',
      file,
      (n) => say`${{ name: file }}: ${{ things: many(n, 'feature') }} without a usable id left out`,
    );
    return undefined;
  }
  const path = `${file}#${id}`;
  if (seen.has(id)) {
    tally.add(
      'imdf-duplicate-id',
      'warning',
      path,
      (n) =>
        say`${{ name: file }}: ${{ things: many(n, 'feature') }} with an id that is taken already left out`,
    );
    return undefined;
  }
  seen.add(id);
  aboutType(fieldOf(raw, 'feature_type'), file, path, tally);
  const geometry = tidyGeometry(fieldOf(raw, 'geometry'), (what) =>
    tally.add('imdf-geometry-repaired', 'info', path, TIDIED[what](file)),
  );
  return { id, path, geometry, properties: fieldOf(raw, 'properties') };
}

const TIDIED: Record<Untidy, (file: string) => (count: number) => Sentence> = {
  text: (file) => (n) =>
    say`${{ name: file }}: ${{ things: many(n, 'feature') }} with numbers that are written as text`,
  collection: (file) => (n) =>
    say`${{ name: file }}: ${{ things: many(n, 'feature') }} with a collection of geometries; its areas are used`,
};

/** The file decides what a feature is; where the feature itself says otherwise, a person may want to know. */
function aboutType(said: unknown, file: string, path: string, tally: Tally): void {
  if (typeof said !== 'string' || said === '' || said.toLowerCase() === featureTypeOf(file)) return;
  tally.add(
    'imdf-other-type',
    'warning',
    path,
    (n) =>
      say`${{ name: file }}: ${{ things: many(n, 'feature') }} that call themselves “${{ said: said.slice(0, 60) }}”, read by the name of the file`,
  );
}

function readManifest(
  files: readonly SourceFile[],
  findings: Finding[],
): Pick<Archive, 'language' | 'created'> {
  const file = files.find(({ name }) => baseName(name).toLowerCase() === 'manifest.json');
  const tell = (severity: Finding['severity'], message: Sentence) =>
    findings.push({ code: 'imdf-manifest', severity, ...spoken({ message }), path: file?.name });
  if (!file) {
    tell('info', say`The archive has no manifest.json`);
    return {};
  }
  const parsed = parseJson(decodeText(file).text, file.name, LIMITS);
  if (parsed.findings) {
    tell('warning', say`${{ name: file.name }} cannot be read: ${{ why: whyOf(parsed.findings) }}`);
    return {};
  }
  const [version, language, created] = ['version', 'language', 'created'].map((name) =>
    fieldOf(parsed.value, name),
  );
  if (version !== '1.0.0')
    tell(
      'warning',
      say`The archive says IMDF version ${{ version: shownVersion(version) }}; it is read as 1.0.0`,
    );
  return {
    ...(typeof language === 'string' && language !== '' && { language: language.slice(0, 35) }),
    ...(typeof created === 'string' && RFC3339.test(created) && { created }),
  };
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

const shownVersion = (version: unknown): string =>
  typeof version === 'string' ? JSON.stringify(version.slice(0, 40)) : 'nothing';

const whyOf = ([first]: readonly Finding[]): Sentence =>
  first ? saidIn(first, 'message') : say`it is damaged`;

function aboutIgnored(files: readonly SourceFile[], findings: Finding[]): void {
  const types = files
    .flatMap(({ name }) => featureTypeOf(name) ?? [])
    .filter((type) => NOT_READ.includes(type));
  if (types.length === 0) return;
  const names = [...new Set(types)].sort();
  const message = say`Not part of the building model, not carried over: ${{ names }}`;
  findings.push({ code: 'imdf-not-read', severity: 'info', ...spoken({ message }) });
}
