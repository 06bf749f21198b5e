/** Generators of hostile files: each starts from a good one, so that it gets past the first door. */
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { zipOf, type Entry } from '../../src/adapters/sources/files/testing/uploads.ts';
import { generatedArchive } from '../../test/map/generated-archive.ts';

type Json = ReturnType<typeof JSON.parse>;

const text = new TextEncoder();

/** A byte set, a stretch left out or doubled. */
const spoilt = (bytes: Uint8Array): fc.Arbitrary<Uint8Array> =>
  fc
    .array(
      fc.record({
        at: fc.double({ min: 0, max: 0.999, noNaN: true }),
        byte: fc.nat({ max: 255 }),
        how: fc.constantFrom('set', 'cut', 'double'),
      }),
      { minLength: 1, maxLength: 8 },
    )
    .map((changes) =>
      changes.reduce((before, { at, byte, how }) => {
        const position = Math.floor(at * before.length);
        if (how === 'set') return before.map((old, i) => (i === position ? byte : old));
        const rest = how === 'cut' ? position + (byte % 40) : Math.max(0, position - byte);
        return new Uint8Array([...before.subarray(0, position), ...before.subarray(rest)]);
      }, bytes),
    );

const NAMES = [
  '../unit.geojson',
  '/etc/unit.geojson',
  'C:\\unit.geojson',
  'a/b/c/Unit.GeoJSON',
  '__proto__',
  'unit.geojson/',
  '',
  'x'.repeat(60_000),
  'unit\u0000.geojson',
  'nested.zip',
  'manifest.json',
];

const lyingEntry: fc.Arbitrary<Entry> = fc.record(
  {
    name: fc.oneof(
      fc.constantFrom(...NAMES),
      fc.constantFrom('unit.geojson', 'level.geojson', 'building.geojson'),
    ),
    content: fc.oneof(
      fc.constantFrom('{}', '[]', '', '{"features":[{}]}', '\ufeff{"features":[]}', '0'.repeat(3_000_000)),
      fc.uint8Array({ maxLength: 200 }),
    ),
    stored: fc.boolean(),
    flags: fc.constantFrom(0x800, 0, 1, 8, 0x2000),
    method: fc.constantFrom(8, 0, 9, 12, 99),
    claimedSize: fc.constantFrom(0, 1, 0xfffffffe, 1_000_000),
    crc: fc.constantFrom(0, 12345),
    mode: fc.constantFrom(0o120777, 0o100644),
    wide: fc.boolean(),
  },
  { requiredKeys: ['name', 'content'] },
);

const goodZip = generatedArchive.map((files) =>
  zipSync(
    Object.fromEntries(Object.entries(files).map(([name, one]) => [name, text.encode(JSON.stringify(one))])),
  ),
);

/** Highly packed zeros, a zip in a zip, very many entries. */
const bombs: readonly Uint8Array[] = [
  zipSync({ 'unit.geojson': new Uint8Array(30_000_000) }),
  zipSync({ 'a.zip': zipSync({ 'b.zip': zipSync({ 'unit.geojson': text.encode('{}') }) }) }),
  zipSync(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`f${i}.geojson`, new Uint8Array(0)]))),
  zipSync({ 'unit.geojson': text.encode('['.repeat(2_000_000)) }),
  zipSync({ 'unit.geojson': text.encode(`{"features":[${'{},'.repeat(400_000)}{}]}`) }),
];

export const hostileZips: fc.Arbitrary<Uint8Array> = fc.oneof(
  { weight: 5, arbitrary: goodZip.chain(spoilt) },
  { weight: 5, arbitrary: fc.array(lyingEntry, { maxLength: 8 }).map((entries) => zipOf(entries)) },
  { weight: 1, arbitrary: fc.constantFrom(...bombs) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) },
);

const number = fc.oneof(
  fc.integer({ min: -400, max: 400 }).map(String),
  fc.constantFrom('NaN', '1e999', '-1e308', '.', '1e-300', '', '٣', '0x10', '1,2,3'),
);
const transform = fc
  .tuple(
    fc.constantFrom('scale', 'rotate', 'matrix', 'translate', 'skewX', 'warp'),
    fc.array(number, { maxLength: 7 }),
  )
  .map(([name, values]) => `${name}(${values.join(' ')})`);
const pathData = fc
  .array(fc.tuple(fc.constantFrom(...'MmLlHhVvCcSsQqTtAaZz!'), fc.array(number, { maxLength: 8 })), {
    maxLength: 30,
  })
  .map((parts) => parts.map(([command, values]) => command + values.join(' ')).join(''));
const id = fc.constantFrom('a', 'b', 'c', 'hall', '__proto__', 'constructor', '"><script>');
const shape = fc
  .tuple(
    fc.constantFrom(
      'rect',
      'circle',
      'ellipse',
      'polygon',
      'path',
      'use',
      'text',
      'g',
      'script',
      'foreignObject',
    ),
    id,
    fc.array(number, { minLength: 6, maxLength: 6 }),
    pathData,
    transform,
  )
  .map(
    ([name, key, [x, y, w, h, r, p], d, turn]) =>
      `<${name} id="${key.replaceAll('"', '&quot;').replaceAll('<', '&lt;')}" x="${x}" y="${y}" width="${w}" height="${h}" r="${r}" rx="${r}" ry="${p}" cx="${x}" cy="${y}" points="${x},${y} ${w},${h} ${r},${p}" d="${d}" transform="${turn}" href="#${key}" onload="alert(1)"/>`,
  );

const SVG_ATTACKS = [
  '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><svg>&b;</svg>',
  '<!DOCTYPE svg SYSTEM "file:///etc/passwd"><svg/>',
  `<svg>${'<g>'.repeat(100_000)}`,
  `<svg>${'<g transform="scale(2)">'.repeat(90)}<rect id="a" width="1" height="1"/>${'</g>'.repeat(90)}</svg>`,
  `<svg><path id="a" d="M0 0${'L1 1L0 9L7 3'.repeat(50_000)}Z"/></svg>`,
  `<svg><path id="a" d="M0 0${'a1e9 1e9 0 1 1 5 5'.repeat(2000)}Z"/></svg>`,
  `<svg>${'<rect id="a" width="9" height="9"/>'.repeat(150_000)}</svg>`,
  `<svg><polygon id="a" points="${'0,0 9,9 '.repeat(100_000)}"/></svg>`,
  `<svg${' a="b"'.repeat(50_000)}/>`,
  '<svg><![CDATA[<rect id="a" width="9" height="9"/>]]></svg>',
  '<?xml version="1.0"?><?xml-stylesheet href="http://contoso.example/x"?><svg/>',
  '<svg><use id="a" href="#a"/><image id="b" href="http://contoso.example/"/></svg>',
];
const dxf = (inside: string) => `0\nSECTION\n2\nENTITIES\n${inside}0\nENDSEC\n0\nEOF`;
const DXF_ATTACKS = [
  dxf(`0\nLWPOLYLINE\n5\na\n90\n99999999\n70\n1\n10\n0\n20\n0\n`),
  dxf(`0\nLWPOLYLINE\n5\na\n70\n1\n${'10\n0\n20\n0\n42\n1e300\n10\n9\n20\n9\n42\nNaN\n'.repeat(20_000)}`),
  dxf('0\nINSERT\n2\nX\n10\n0\n20\n0\n41\n1e300\n70\n9999\n71\n9999\n'),
  '0\nSECTION\n2\nBLOCKS\n0\nBLOCK\n2\nX\n0\nINSERT\n2\nX\n10\n0\n20\n0\n0\nENDBLK\n0\nENDSEC\n0\nEOF',
];

const svgs = fc.oneof(
  { weight: 3, arbitrary: fc.array(shape, { maxLength: 12 }).map((all) => `<svg>${all.join('')}</svg>`) },
  { weight: 1, arbitrary: fc.constantFrom(...SVG_ATTACKS) },
  {
    weight: 1,
    arbitrary: spoilt(
      text.encode(
        '<svg viewBox="0 0 400 200"><g transform="scale(2)"><rect id="hall" width="200" height="100"/><path id="a" d="M1 1h20v20z"/></g></svg>',
      ),
    ).map((bytes) => new TextDecoder().decode(bytes)),
  },
);
const pair = fc.tuple(
  fc.constantFrom('0', '10', '20', '42', '70', '90', '5', '1', '40', 'x'),
  fc.oneof(number, fc.constantFrom('LWPOLYLINE', 'TEXT', 'INSERT', 'SECTION', 'a', 'EOF')),
);
const dxfs = fc.oneof(
  fc.array(pair, { maxLength: 60 }).map((pairs) => dxf(pairs.map((one) => `${one.join('\n')}\n`).join(''))),
  fc.constantFrom(...DXF_ATTACKS),
);

export const hostileDrawings: fc.Arbitrary<{ kind: 'svg' | 'dxf'; content: string }> = fc.oneof(
  { weight: 2, arbitrary: svgs.map((content) => ({ kind: 'svg' as const, content })) },
  { weight: 1, arbitrary: dxfs.map((content) => ({ kind: 'dxf' as const, content })) },
);

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<Json[]>(null, 1e308, -0, '12.5', [], {}, [[]], [[[1e308, 1]]], [181, 91], {
    type: 'Polygon',
    coordinates: [[]],
  }),
);

/** Any value in the place of any other. */
function replaced(value: Json, path: readonly number[], by: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[step % keys.length]!;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const path = fc.array(fc.nat({ max: 40 }), { minLength: 3, maxLength: 9 });

/** A good archive with a few values replaced by anything. */
export const brokenGeoJson: fc.Arbitrary<Uint8Array> = fc
  .tuple(generatedArchive, fc.array(fc.tuple(path, anything), { minLength: 1, maxLength: 5 }))
  .map(([files, changes]) => {
    const spoiled = changes.reduce((all, [where, by]) => replaced(all, where, by), files as Json);
    const entries = Object.entries(typeof spoiled === 'object' && spoiled !== null ? spoiled : {});
    return zipSync(
      Object.fromEntries(entries.map(([name, one]) => [name, text.encode(JSON.stringify(one) ?? '')])),
    );
  });
