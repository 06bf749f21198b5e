import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import { decodeText } from '../decode-text.ts';
import { fieldOf } from '../geojson.ts';
import { parseJson } from '../json/safe-json.ts';
import { LIMITS } from '../limits.ts';
import { many, type Tally } from './tally.ts';
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
] as const;
type FeatureType = (typeof READ)[number];
const NOT_READ = ['anchor', 'detail', 'geofence', 'kiosk', 'occupant', 'relationship'];

export interface Feature {
  readonly id: string;
  /** `unit.geojson#<id>`. */
  readonly path: string;
  readonly geometry: unknown;
  readonly properties: unknown;
}

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
        else if (type !== 'opening' && type !== 'amenity') dropped++;
      }
    }
  }
  aboutIgnored(files, findings);
  return { features, dropped, findings, ...readManifest(files, findings) };
}

function rawFeatures(file: SourceFile, findings: Finding[]): readonly unknown[] {
  const { text, findings: encoding } = decodeText(file);
  findings.push(...encoding);
  const parsed = parseJson(text, file.name, LIMITS);
  if (parsed.findings) {
    findings.push(...parsed.findings);
    return [];
  }
  const features = fieldOf(parsed.value, 'features') ?? parsed.value;
  if (Array.isArray(features)) return features;
  if (fieldOf(features, 'type') === 'Feature') return [features];
  const message = say`${{ name: file.name }} holds no list of features`;
  findings.push({ code: 'imdf-no-features', severity: 'warning', ...spoken({ message }), path: file.name });
  return [];
}

function toFeature(raw: unknown, file: string, seen: Set<string>, tally: Tally): Feature | undefined {
  const sent = fieldOf(raw, 'id');
  const id = typeof sent === 'number' ? String(sent) : sent;
  if (typeof id !== 'string' || id === '' || id.length > 200) {
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
  return { id, path, geometry: fieldOf(raw, 'geometry'), properties: fieldOf(raw, 'properties') };
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
