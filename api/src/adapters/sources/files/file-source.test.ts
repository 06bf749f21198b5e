import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SourceContent, SourceFile } from '../../../ports/source-reader.ts';
import { createFileSource } from './file-source.ts';
import { LIMITS } from './limits.ts';
import { file, jsonFile, REPOSITORY, zipOf } from './testing/uploads.ts';
import { changed, square, workplaceBuilding, workplaceDocument } from './testing/workplace-document.ts';

const source = createFileSource();
const read = (...files: SourceFile[]) => source.readFiles(files);
const errors = ({ findings }: SourceContent) =>
  findings.filter(({ severity }) => severity === 'error').map(({ code, path }) => `${code} ${path}`);
const zipped = (entries: Record<string, unknown>) =>
  file(
    'upload.bin',
    zipOf(
      Object.entries(entries).map(([name, value]) => ({
        name,
        content: typeof value === 'string' ? value : JSON.stringify(value),
      })),
    ),
  );

describe('the kind is recognised from the content', () => {
  it.each<[string, SourceFile[]]>([
    ['a document', [jsonFile('x', workplaceDocument())]],
    ['a document with a byte order mark', [file('x.csv', `\ufeff \n${JSON.stringify(workplaceDocument())}`)]],
    [
      'a document in UTF-16',
      [file('x', new Uint8Array(Buffer.from(`\ufeff${JSON.stringify(workplaceDocument())}`, 'utf16le')))],
    ],
    ['a zip', [zipped({ 'workplace.json': workplaceDocument() })]],
    [
      'a zip with a folder',
      [zipped({ 'Export/data.json': workplaceDocument(), 'Export/readme.txt': 'hello, world' })],
    ],
    ['a document that is called like an IMDF file', [jsonFile('building.json', workplaceDocument())]],
  ])('%s', async (_what, files) => {
    const { buildings, findings } = await read(...files);
    expect(errors({ buildings, findings })).toEqual([]);
    expect(buildings.map(({ key }) => key)).toEqual(['hq']);
  });

  it('tables in a zip', async () => {
    const rooms = 'building,floor,room_id,name\nHQ,1,r1,Birch';
    const desks = 'building,floor,desk_id,name\nHQ,1,d1,1.001';
    const { buildings } = await read(zipped({ 'a/rooms.csv': rooms, 'a/desks.csv': desks }));
    expect(buildings[0]?.floors[0]?.spaces.map(({ key }) => key)).toEqual(['r1', 'd1']);
  });

  it.each<[string, SourceFile[], string]>([
    ['nothing', [], 'nothing-in-it'],
    ['an empty file', [file('x.json', '')], 'nothing-in-it'],
    ['an empty zip', [file('x.zip', zipOf([]))], 'nothing-in-it'],
    ['a picture', [file('x.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]))], 'unknown-kind'],
    ['a web page', [file('x.csv', '<html>, </html>')], 'unknown-kind'],
    ['some other JSON', [jsonFile('x.json', { hello: 'world' })], 'unknown-json'],
    [
      'a lone GeoJSON file',
      [jsonFile('unit.geojson', { type: 'FeatureCollection', features: [] })],
      'imdf-empty',
    ],
    [
      'a zip in a zip',
      [file('x.zip', zipOf([{ name: 'y.zip', content: zipOf([{ name: 'a', content: 'b' }]) }]))],
      'zip-in-zip',
    ],
    ['half a zip', [file('x.zip', zipOf([{ name: 'a', content: 'b' }]).slice(0, 50))], 'zip-damaged'],
  ])('%s is refused with a reason', async (_what, files, code) => {
    const content = await read(...files);
    expect(content.buildings).toEqual([]);
    expect(errors(content)[0]).toMatch(new RegExp(`^${code} `));
  });
});

describe('a document with mistakes', () => {
  const at = '/buildings/0/spaces/1';
  it.each<[string, string, unknown, string]>([
    ['another major version', '/schema', 'workplace/2.0', 'schema-version /schema'],
    ['no version', '/schema', undefined, 'invalid-value /schema'],
    ['a version in words', '/schema', 'workplace/one', 'invalid-value /schema'],
    ['no buildings', '/buildings', [], 'invalid-value /buildings'],
    ['buildings that are no list', '/buildings', {}, 'invalid-value /buildings'],
    ['a list of buildings with a gap', '/buildings', new Array(1), 'invalid-value /buildings/0'],
    ['a building that is none', '/buildings/0', 7, 'invalid-value /buildings/0'],
    ['a name that is missing', '/buildings/0/name', undefined, 'invalid-value /buildings/0/name'],
    ['a blank name', '/buildings/0/floors/0/name', '  ', 'invalid-value /buildings/0/floors/0/name'],
    ['a name of a megabyte', `${at}/name`, 'x'.repeat(1e6), `invalid-value ${at}/name`],
    ['an unknown kind', `${at}/kind`, 'throne', `invalid-value ${at}/kind`],
    [
      'a capacity of nobody',
      '/buildings/0/spaces/0/capacity',
      0,
      'invalid-value /buildings/0/spaces/0/capacity',
    ],
    ['half a seat', '/buildings/0/spaces/0/capacity', 1.5, 'invalid-value /buildings/0/spaces/0/capacity'],
    [
      'a room that does not say its capacity',
      '/buildings/0/spaces/0/capacity',
      undefined,
      'invalid-value /buildings/0/spaces/0/capacity',
    ],
    [
      'a mailbox that is none',
      '/buildings/0/spaces/0/mailbox',
      'birch',
      'invalid-value /buildings/0/spaces/0/mailbox',
    ],
    [
      'a day that is none',
      `${at}/allocations/0/from`,
      '2026-02-30',
      `invalid-value ${at}/allocations/0/from`,
    ],
    ['an export time that is none', '/source/exportedAt', 'yesterday', 'invalid-value /source/exportedAt'],
    [
      'too many attributes',
      `${at}/attributes`,
      Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])),
      `invalid-value ${at}/attributes`,
    ],
    [
      'an attribute of 2 kB',
      `${at}/attributes`,
      { note: 'x'.repeat(2000) },
      `invalid-value ${at}/attributes/note`,
    ],
    [
      'a country in words',
      '/buildings/0/address/countryOrRegion',
      'Sweden',
      'invalid-value /buildings/0/address/countryOrRegion',
    ],
    ['an unknown zone', '/buildings/0/timeZone', 'Mars/Olympus', 'time-zone-unknown /buildings/0/timeZone'],
    [
      'a latitude beyond the pole',
      '/buildings/0/position/latitude',
      91,
      'invalid-value /buildings/0/position/latitude',
    ],
    [
      'a coordinate that is text',
      '/buildings/0/floors/0/outline/polygon',
      [[['a', 0]]],
      'invalid-value /buildings/0/floors/0/outline/polygon/0/0/0',
    ],
  ])('%s', (_what, pointer, value, expected) => {
    const content = source.readDocument(changed(workplaceDocument(), pointer, value));
    expect(errors(content)).toEqual([expected]);
    expect(content.buildings).toEqual([]);
  });

  it('NaN and endless numbers: from text they are no JSON or too large, from a value they are refused', async () => {
    const text = JSON.stringify(workplaceDocument()).replace('59.33', '1e999');
    expect(errors(await read(file('a.json', text)))).toEqual([
      'invalid-value /buildings/0/position/latitude',
    ]);
    expect(errors(await read(file('a.json', text.replace('1e999', 'NaN'))))).toEqual(['json-syntax a.json']);
    const value = changed(workplaceDocument(), '/buildings/0/floors/0/outline/polygon/0/1', [NaN, 0]);
    expect(errors(source.readDocument(value))).toEqual([
      'invalid-value /buildings/0/floors/0/outline/polygon/0/1/0',
    ]);
  });

  it('all mistakes of all buildings at once; a building without one is read', () => {
    const document = { ...workplaceDocument(), buildings: ['a', 'b', 'c'].map(workplaceBuilding) };
    const broken = changed(
      changed(changed(document, '/buildings/0/name', 5), '/buildings/0/timeZone', undefined),
      '/buildings/2/spaces/0/floorId',
      'x',
    );
    const content = source.readDocument(broken);
    expect(errors(content)).toEqual([
      'invalid-value /buildings/0/name',
      'invalid-value /buildings/0/timeZone',
      'unknown-floor /buildings/2/spaces/0/floorId',
    ]);
    expect(content.buildings.map(({ key }) => key)).toEqual(['b']);
  });

  it('mistakes of the buildings are named also when the head is wrong', () => {
    const content = source.readDocument(
      changed(changed(workplaceDocument(), '/complete', undefined), '/buildings/0/name', 5),
    );
    expect(errors(content)).toEqual(['invalid-value /complete', 'invalid-value /buildings/0/name']);
  });

  it('says in words what is wrong', () => {
    const say = (pointer: string, value: unknown) =>
      source.readDocument(changed(workplaceDocument(), pointer, value)).findings[0]?.message;
    expect(say('/buildings/0/name', undefined)).toBe('/buildings/0/name: this field is missing');
    expect(say('/buildings/0/name', 5)).toBe('/buildings/0/name: expected string, found a number');
    expect(say('/schema', 'workplace/3.1')).toBe(
      'This is a workplace/3.1 document; only workplace/1.x can be read',
    );
  });

  it('syntax mistakes are named with line and column', async () => {
    const { findings } = await read(file('a.json', '{\n  "schema": "workplace/1.0",\n  "complete" true\n}'));
    expect(findings.map(({ message }) => message)).toEqual([
      'a.json: this is not JSON: line 3, column 14: a : is expected here',
    ]);
  });
});

describe('fields that nobody knows', () => {
  it('are a warning with path, once per kind of place, and are ignored', () => {
    const document = structuredClone(workplaceDocument()) as unknown as Record<string, never>;
    Object.assign(document, { generator: 'x', schema: 'workplace/1.7' });
    const [building] = document['buildings'] as unknown as ReturnType<typeof workplaceBuilding>[];
    for (const space of building?.spaces ?? []) Object.assign(space, { 'colour/tone': 'red' });
    const { buildings, findings } = source.readDocument(document);
    expect(findings.map(({ code, severity, path }) => `${severity} ${code} ${path}`)).toEqual([
      'warning unknown-field /generator',
      'warning unknown-field /buildings/0/spaces/0/colour~1tone',
    ]);
    expect(findings[1]?.message).toContain('(2 times)');
    expect(buildings).toEqual(source.readDocument(workplaceDocument()).buildings);
  });

  it('null is the same as leaving it out, except for the fields that can be cleared', () => {
    const document = changed(
      changed(workplaceDocument(), '/buildings/0/spaces/0/mailbox', null),
      '/buildings/0/spaces/0/capacity',
      null,
    );
    const { buildings, findings } = source.readDocument(document);
    expect(findings).toEqual([]);
    expect(buildings[0]?.floors[0]?.spaces[0]).not.toHaveProperty('mailbox');
    expect(buildings[0]?.floors[0]?.spaces[0]?.capacity).toBeNull();
  });
});

describe('drawings in a package', () => {
  const withPlan = (plan: object) => changed(workplaceDocument(), '/buildings/0/floors/0/plan', plan);
  const svg = '<svg viewBox="0 0 1 1"/>';

  it('come along with their control points', async () => {
    const controlPoints = [
      { px: 0, py: 0, x: 0, y: 0 },
      { px: 1, py: 1, latitude: 59, longitude: 18 },
    ];
    const plan = { kind: 'svg', href: './plans/1.svg', viewBox: [0, 0, 1, 1], controlPoints };
    const { buildings, findings } = await read(
      zipped({ 'pack/workplace.json': withPlan(plan), 'pack/plans/1.svg': svg }),
    );
    expect(buildings[0]?.floors[0]?.plan).toEqual({ ...plan, content: svg });
    expect(findings).toEqual([]);
  });

  it.each<[string, string, string, string[]]>([
    [
      'a plain document type is taken off',
      './p.svg',
      `<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/x.dtd">${svg}`,
      [],
    ],
    [
      'a document type with entities is refused',
      'p.svg',
      `<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`,
      ['plan-unsafe'],
    ],
    ['a lone entity is refused', 'p.svg', `<! ENTITY a SYSTEM "file:///etc/passwd">${svg}`, ['plan-unsafe']],
    ['what is not in the package is not fetched', 'https://x.example/p.svg', svg, ['plan-missing']],
    ['nor what is outside of it', '../p.svg', svg, ['plan-missing']],
    ['a drawing of 6 MB is left out', 'p.svg', svg + ' '.repeat(6 * 1024 * 1024), ['plan-too-large']],
  ])('%s', async (_what, href, content, expected) => {
    const entries = [
      { name: 'pack/workplace.json', content: JSON.stringify(withPlan({ kind: 'svg', href })) },
      { name: 'pack/p.svg', content, stored: true },
      { name: 'p.svg', content: svg },
    ];
    const { buildings, findings } = await read(file('pack.zip', zipOf(entries)));
    expect(findings.map(({ code }) => code)).toEqual(expected);
    expect(buildings[0]?.floors[0]?.plan?.content).toBe(expected.length > 0 ? undefined : svg);
    expect(buildings).toHaveLength(1);
  });

  it('GeoJSON gives outline and shapes by id', async () => {
    const shape = (id: string, ring: number[][]) => ({
      type: 'Feature',
      id,
      geometry: { type: 'Polygon', coordinates: [ring] },
    });
    const features = [shape('1', square(18, 59, 0.001)), shape('map-d1', square(18.0001, 59.0001, 0.0001))];
    let document = withPlan({ kind: 'geojson', href: '1.geojson' });
    document = changed(
      changed(document, '/buildings/0/floors/0/outline', undefined),
      '/buildings/0/spaces/1/geometry',
      undefined,
    );
    document = changed(
      changed(document, '/buildings/0/spaces/1/mapRef', 'map-d1'),
      '/buildings/0/spaces/0/geometry',
      undefined,
    );
    const { buildings, findings } = await read(
      zipped({ 'workplace.json': document, '1.geojson': { type: 'FeatureCollection', features } }),
    );
    expect(findings).toEqual([]);
    const [floor] = buildings[0]?.floors ?? [];
    expect(floor?.plan).toBeUndefined();
    expect(floor?.outline).toEqual({ type: 'geo', polygons: [[square(18, 59, 0.001)]] });
    expect(floor?.spaces[1]?.geometry).toEqual({
      type: 'geo',
      polygons: [[square(18.0001, 59.0001, 0.0001)]],
    });
  });
});

describe('limits', () => {
  const tooLarge = (code: string) => expect.objectContaining({ kind: 'tooLarge', code }) as unknown;

  it('a document over the limit, uploaded or in an archive', async () => {
    const limited = createFileSource({ ...LIMITS, document: 2000 });
    const big = JSON.stringify(workplaceDocument()) + ' '.repeat(2000);
    await expect(limited.readFiles([file('a.json', big)])).rejects.toEqual(tooLarge('document-too-large'));
    await expect(limited.readFiles([zipped({ 'a.json': big })])).rejects.toEqual(
      tooLarge('document-too-large'),
    );
  });

  it('a value with more parts than can be judged, before it is judged', () => {
    const limited = createFileSource({ ...LIMITS, nodes: 20 });
    expect(errors(limited.readDocument(workplaceDocument()))).toEqual(['json-too-many ']);
  });

  it('a table with more rows than can be read', async () => {
    const limited = createFileSource({ ...LIMITS, rows: 2 });
    const table = (rows: number) =>
      file(
        'r.csv',
        ['building,floor,room_id,name', ...Array.from({ length: rows }, (_, i) => `HQ,1,r${i},R${i}`)].join(
          '\n',
        ),
      );
    expect(errors(await limited.readFiles([table(2)]))).toEqual([]);
    expect(errors(await limited.readFiles([table(3)]))).toEqual(['csv-too-many-rows r.csv']);
  });

  it('a thousand findings of a kind are listed, the rest is counted', () => {
    const spaces = Array.from({ length: 3000 }, (_, i) => ({
      id: `d${i}`,
      kind: 'desk',
      floorId: 'nowhere',
      name: 'x',
      bookable: true,
    }));
    const { findings } = source.readDocument(changed(workplaceDocument(), '/buildings/0/spaces', spaces));
    expect(findings).toHaveLength(1001);
    expect(findings.at(-1)).toMatchObject({
      code: 'unknown-floor',
      severity: 'error',
      message: expect.stringContaining('2000 more'),
    });
  });
});

describe('the sample company', () => {
  const sample = (name: string) => file(name, readFileSync(`${REPOSITORY}sandbox/samples/${name}`));

  it('has two drawn buildings, with everything that a first look should show', async () => {
    const content = await read(sample('contoso.workplace.json'));
    expect(content.findings.map(({ code }) => code)).toEqual(['floor-unpublished', 'floor-without-plan']);
    expect(content.buildings.map(({ key }) => key)).toEqual(['contoso-stockholm', 'contoso-lyon']);
    const spaces = content.buildings.flatMap(({ floors }) => floors.flatMap((floor) => floor.spaces));
    const mailboxes = spaces.flatMap(({ mailbox }) => mailbox ?? []);
    expect(mailboxes).toEqual(['birch@contoso.example', 'cedar@contoso.example', 'maple@contoso.example']);
    expect(spaces.filter(({ kind }) => kind === 'desk').length).toBeGreaterThan(100);
    expect(spaces.filter(({ problem }) => problem)).toEqual([]);
  });

  it('has a third building as tables', async () => {
    const content = await read(sample('rooms.csv'), sample('desks.csv'));
    expect(errors(content)).toEqual([]);
    expect(content.buildings.map(({ name, complete }) => [name, complete])).toEqual([
      ['Contoso Porto', true],
    ]);
  });
});
