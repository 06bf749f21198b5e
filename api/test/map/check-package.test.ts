/** Pre-flight: good packages pass, and each damage is named by its rule, at its place. */
import { zipSync, strToU8, unzipSync, strFromU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { checkZip } from '../../src/main/cli/validate-map.ts';
import type { Json } from './check-bytes.ts';
import { box, drawn, floor, local, space, synced } from './drawn-building.ts';
import { make } from './make.ts';

const house = drawn([
  floor(
    '0',
    0,
    [
      space('s', 'section', local(box(0, 0, 10, 4))),
      space('a', 'room', local(box(10, 0, 5, 4))),
      space('d', 'desk', local(box(1, 1, 1.6, 0.8))),
    ],
    { outline: local(box(0, 0, 20, 10)) },
  ),
]);
const good = make(synced(house)).zip!;

type Files = Record<string, Json>;
function damaged(damage: (files: Files) => void): Uint8Array {
  const files: Files = {};
  for (const [name, bytes] of Object.entries(unzipSync(good)))
    files[name.replace('.geojson', '')] = JSON.parse(strFromU8(bytes)).features;
  damage(files);
  const entries = Object.entries(files).map(([name, value]) => {
    if (typeof value === 'string') return [name, strToU8(value)] as const;
    return [
      `${name}.geojson`,
      strToU8(JSON.stringify({ type: 'FeatureCollection', features: value })),
    ] as const;
  });
  return zipSync(Object.fromEntries(entries));
}

const first = (type: string, change: (feature: Json) => void) => (files: Files) => change(files[type][0]);
const set = (type: string, name: string, value: unknown) =>
  first(type, ({ properties }) => (properties[name] = value));
const ring = (change: (corners: Json[]) => Json[]) =>
  first('unit', (unit) => (unit.geometry.coordinates[0] = change(unit.geometry.coordinates[0])));

describe('a package', () => {
  it('of ours passes, linked or not', () => {
    expect(checkZip('map.zip', good)).toEqual([]);
    const unlinked = make({ ...synced(house), placeIds: {} }).zip!;
    expect(checkZip('map.zip', unlinked).map(({ code, severity }) => [code, severity])).toEqual([
      ['map-building-not-linked', 'warning'],
      ['map-level-not-linked', 'warning'],
    ]);
  });

  const damages: [string, string, (files: Files) => void][] = [
    ['map-file-not-accepted', 'manifest.json', (all) => (all['manifest.json'] = '{}')],
    ['map-file-in-folder', 'x/unit.geojson', (all) => (all['x/unit.geojson'] = '{}')],
    ['map-file-missing', 'footprint.geojson', (all) => delete all['footprint']],
    ['map-file-not-json', 'unit.geojson', (all) => (delete all['unit'], (all['unit.geojson'] = '{'))],
    ['map-file-not-json', 'unit.geojson', (all) => (delete all['unit'], (all['unit.geojson'] = '\uFEFF{}'))],
    ['map-file-not-collection', 'unit.geojson', (all) => (delete all['unit'], (all['unit.geojson'] = '[]'))],
    ['map-feature-broken', 'Unit', (all) => all['unit'].push(null)],
    ['map-feature-broken', 'bbox', first('unit', (unit) => (unit.bbox = []))],
    ['map-feature-id', 'Unit', first('unit', (unit) => (unit.id = 'unit-1'))],
    ['map-feature-id-twice', 'Unit', (all) => (all['fixture'][0].id = all['unit'][0].id)],
    ['map-feature-type', 'Unit', first('unit', (unit) => (unit.feature_type = 'section'))],
    ['map-building-count', 'package', (all) => (all['building'] = [])],
    [
      'map-building-geometry',
      'Building',
      first('building', (one) => (one.geometry = { type: 'Point', coordinates: [1, 2] })),
    ],
    ['map-geometry-kind', 'Unit', first('unit', (unit) => (unit.geometry.type = 'LineString'))],
    ['map-position-off-earth', 'Unit', ring((corners) => corners.map(([x, y]) => [x + 200, y]))],
    ['map-ring-short', 'Unit', ring(([a, b]) => [a, b, a])],
    ['map-ring-open', 'Unit', ring((corners) => corners.slice(0, -1))],
    ['map-ring-clockwise', 'Unit', ring((corners) => corners.toReversed())],
    ['map-ring-crosses', 'Unit', ring(([a, b, c, d]) => [a, c, b, d, a])],
    ['map-hole', 'Unit', first('unit', ({ geometry }) => geometry.coordinates.push(geometry.coordinates[0]))],
    ['map-property-unknown', 'our_id', set('unit', 'our_id', 1)],
    ['map-property-missing', 'level_id', first('unit', ({ properties }) => delete properties.level_id)],
    ['map-property-wrong', 'ordinal', set('level', 'ordinal', '0')],
    ['map-label-plain', 'name', set('unit', 'name', 'Birch')],
    ['map-category-unknown', 'cellar', set('unit', 'category', 'cellar')],
    ['map-level-outdoor', 'Level', set('level', 'outdoor', true)],
    ['map-reference-lost', 'Unit', set('unit', 'level_id', '00000000-0000-4000-8000-000000000000')],
    ['map-place-id', 'Unit', set('unit', 'directory_id', 'x')],
    [
      'map-place-twice',
      'Section',
      (all) => (all['section'][0].properties.directory_id = all['level'][0].properties.directory_id),
    ],
    [
      'map-display-point-outside',
      'Section',
      set('section', 'display_point', { type: 'Point', coordinates: [18.1, 59.4] }),
    ],
    ['map-outside-level', 'Unit', ring((corners) => corners.map(([x, y]) => [x + 0.001, y]))],
    [
      'map-units-overlap',
      'Unit',
      (all) =>
        all['unit'].push({
          ...all['unit'].at(-1),
          id: crypto.randomUUID(),
          properties: { ...all['unit'].at(-1).properties, directory_id: null },
        }),
    ],
  ];
  it.each(damages)('is told %s (%s)', (code, word, damage) => {
    const finding = checkZip('map.zip', damaged(damage)).find((one) => one.code === code);
    expect(`${finding?.message} ${finding?.path}`).toContain(word);
    expect(finding?.hint).toBeTruthy();
  });

  it('at latitude 0, longitude 0, or spread over the earth, is told so', () => {
    const at = (latitude: number, longitude: number) =>
      checkZip(
        'm.zip',
        make(synced({ ...house, frame: { anchor: { latitude, longitude }, rotation: 0, scale: 1 } })).zip!,
      );
    expect(at(0, 0).map(({ code }) => code)).toEqual(['map-at-null-island']);
    expect(at(-33.9, 151.2)).toEqual([]);
    const far = damaged(ring((corners) => corners.map(([x, y]) => [y, x]).reverse()));
    expect(checkZip('m.zip', far).map(({ code }) => code)).toContain('map-building-huge');
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['text', strToU8('hello')],
    ['half a zip', good.slice(0, good.length / 2)],
    ['a bomb', zipSync({ 'unit.geojson': new Uint8Array(50 * 2 ** 20) })],
    ['a way out', zipSync({ '../unit.geojson': strToU8('{}') })],
  ])('that is %s is refused with words', (_what, bytes) => {
    expect(checkZip('m.zip', bytes).filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0);
  });

  it('with any byte changed never breaks the check', () => {
    for (let i = 0; i < 300; i += 1) {
      const bytes = good.slice();
      const at = (i * 7919) % bytes.length;
      bytes[at] = (bytes[at] ?? 0) ^ (1 + (i % 255));
      expect(Array.isArray(checkZip('m.zip', bytes))).toBe(true);
    }
  });
});
