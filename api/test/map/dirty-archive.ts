/** Archives as they come from outside: a clean one with some of the dirt, packed as some tool packs. */
import fc from 'fast-check';
import { zipOf, type Entry } from '../../src/adapters/sources/files/testing/uploads.ts';
import { DIRT } from './dirt.ts';
import { richArchive, type Features } from './rich-archive.ts';

export interface DirtyArchive {
  readonly features: Features;
  readonly zip: Uint8Array;
}

interface Packing {
  readonly folder: string;
  readonly names: 'plain' | 'Capital' | 'ALL';
  readonly ending: 'geojson' | 'json';
  readonly text: 'utf-8' | 'bom' | 'utf-16le' | 'utf-16be' | 'crlf';
  readonly collection: 'plain' | 'list' | 'crs' | 'mercator';
  readonly zip: 'deflated' | 'stored' | 'stream' | 'wide' | 'comment';
  readonly junk: boolean;
  readonly manifest: 'good' | 'old' | 'none' | 'broken' | 'japanese';
}

const PLAIN: Packing = {
  folder: '',
  names: 'plain',
  ending: 'geojson',
  text: 'utf-8',
  collection: 'plain',
  zip: 'deflated',
  junk: false,
  manifest: 'good',
};

const packing: fc.Arbitrary<Packing> = fc.record({
  folder: fc.constantFrom('', 'export/', 'Some Folder/IMDF 1.0/'),
  names: fc.constantFrom<Packing['names'][]>('plain', 'Capital', 'ALL'),
  ending: fc.constantFrom<Packing['ending'][]>('geojson', 'geojson', 'json'),
  text: fc.constantFrom<Packing['text'][]>('utf-8', 'bom', 'utf-16le', 'utf-16be', 'crlf'),
  collection: fc.constantFrom<Packing['collection'][]>('plain', 'list', 'crs', 'mercator'),
  zip: fc.constantFrom<Packing['zip'][]>('deflated', 'stored', 'stream', 'wide', 'comment'),
  junk: fc.boolean(),
  manifest: fc.constantFrom<Packing['manifest'][]>('good', 'old', 'none', 'broken', 'japanese'),
});

/** Some dirt at once, in any order: what {@link archiveWith} takes. */
export const dirtyArchive: fc.Arbitrary<[dirt: string[], packed: Packing]> = fc.tuple(
  fc.shuffledSubarray(Object.keys(DIRT), { maxLength: 8 }),
  packing,
);

/** A change may find nothing to change any more after others: then it leaves the archive as it is. */
export function archiveWith(dirt: readonly string[], how: Partial<Packing> = {}): DirtyArchive {
  const packed = { ...PLAIN, ...how };
  let features = richArchive();
  for (const name of dirt) {
    const before = structuredClone(features);
    try {
      DIRT[name]?.(features);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      features = before;
    }
  }
  return { features, zip: zipped(features, packed) };
}

const MANIFESTS: Record<Packing['manifest'], unknown> = {
  good: {
    version: '1.0.0',
    created: '2026-01-01T00:00:00Z',
    language: 'en',
    generated_by: null,
    extensions: null,
  },
  old: { version: '1.0.0.beta.2' },
  japanese: { version: '1.0.0', created: '2026-01-01T09:00:00', language: 'ja-JP' },
  none: undefined,
  broken: undefined,
};

function zipped(features: Features, packed: Packing): Uint8Array {
  const { folder, names, ending, zip, junk, manifest } = packed;
  const files: [string, string][] = Object.entries(features).map(([type, own]) => {
    const name = `${type}.${ending}`;
    const capital = names === 'Capital' ? `${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
    return [names === 'ALL' ? name.toUpperCase() : capital, documentOf(own, packed)];
  });
  const sent = MANIFESTS[manifest];
  if (sent !== undefined) files.push(['manifest.json', JSON.stringify(sent)]);
  if (manifest === 'broken') files.push(['manifest.json', '{"version":']);
  const entries = files.map(([name, text]) => entryOf(`${folder}${name}`, encoded(text, packed.text), zip));
  if (junk) {
    for (const name of ['__MACOSX/._unit.geojson', '.DS_Store', `${folder}Thumbs.db`, `${folder}readme.txt`])
      entries.push(entryOf(name, Buffer.from('junk'), zip));
  }
  const comment = zip === 'comment' ? { comment: 'exported by a tool' } : {};
  return zipOf(entries, { ...comment, wide: zip === 'wide' });
}

const entryOf = (name: string, content: Uint8Array, zip: Packing['zip']): Entry => ({
  name,
  content,
  stored: zip === 'stored',
  descriptor: zip === 'stream',
  wide: zip === 'wide',
});

function documentOf(features: readonly unknown[], { collection, text }: Packing): string {
  const crs = (name: string) => ({ crs: { type: 'name', properties: { name } } });
  const members = {
    plain: {},
    list: {},
    crs: crs('urn:ogc:def:crs:OGC:1.3:CRS84'),
    mercator: crs('urn:ogc:def:crs:EPSG::3857'),
  }[collection];
  const document = collection === 'list' ? features : { type: 'FeatureCollection', ...members, features };
  return text === 'crlf'
    ? JSON.stringify(document, null, 2).replaceAll('\n', '\r\n')
    : JSON.stringify(document);
}

function encoded(text: string, how: Packing['text']): Uint8Array {
  if (how === 'bom') return Buffer.from(`\uFEFF${text}`);
  if (how === 'utf-16le') return Buffer.from(`\uFEFF${text}`, 'utf16le');
  if (how === 'utf-16be') return Buffer.from(`\uFEFF${text}`, 'utf16le').swap16();
  return Buffer.from(text);
}
