/** The checkers themselves: for each of their rules a package that is broken in just that way, and is found out. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/adapters/sources/files/limits.ts';
import { readUploads } from '../../src/adapters/sources/files/read-uploads.ts';
import { readImdfZip } from './check-archive.ts';
import { readPlacesZip } from './check-bytes.ts';
import { archiveWith } from './dirty-archive.ts';
import { synced } from './drawn-building.ts';
import { make } from './make.ts';
import type { Json } from './rich-archive.ts';

type Files = Record<string, Json>;
type Damage = (files: Files) => void;

const [house] = readUploads([{ name: 'rich.zip', bytes: archiveWith([]).zip }], LIMITS).buildings;
const input = synced(house!);

/** The zip with one thing changed: features by type, and other files by their names. */
function damaged(zip: Uint8Array, damage: Damage): Uint8Array {
  const files: Files = {};
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const content = JSON.parse(strFromU8(bytes));
    files[name.replace('.geojson', '')] = name.endsWith('.geojson') ? content.features : content;
  }
  damage(files);
  const written = Object.entries(files).map(([name, value]): [string, Uint8Array] => {
    if (value instanceof Uint8Array || typeof value === 'string') return [name, strToU8(String(value))];
    const isList = Array.isArray(value);
    const content = isList ? { type: 'FeatureCollection', features: value } : value;
    return [isList ? `${name}.geojson` : name, strToU8(JSON.stringify(content))];
  });
  return zipSync(Object.fromEntries(written));
}

const first =
  (type: string, change: (feature: Json) => void): Damage =>
  (files) =>
    change(files[type][0]);
const set = (type: string, property: string, value: Json): Damage =>
  first(type, ({ properties }) => (properties[property] = value));
const ring = (type: string, change: (corners: Json[]) => Json[]): Damage =>
  first(type, ({ geometry }) => (geometry.coordinates[0] = change(geometry.coordinates[0])));
const NOBODY = '00000000-dead-4000-8000-000000000000';
const far = { type: 'Point', coordinates: [1, 1] };
const without = (type: string, property: string): Damage =>
  first(type, ({ properties }) => delete properties[property]);

/** What both kinds of package have to keep. */
const BOTH: [rule: string, Damage][] = [
  ['type', first('unit', (one) => (one.feature_type = 'room'))],
  ['type', first('unit', (one) => (one.type = 'Thing'))],
  ['id', first('unit', (one) => (one.id = 'unit 1'))],
  ['id', first('unit', (one) => (one.id = one.id.replace('-4c0f-', '-1c0f-')))],
  ['id twice', (files) => (files['section'][0].id = files['unit'][0].id)],
  ['property own', set('unit', 'own', 1)],
  ['lacks category', without('section', 'category')],
  ['lacks level_id', without('unit', 'level_id')],
  ['label name', set('unit', 'name', 'Birch')],
  ['label name', set('unit', 'name', {})],
  ['label alt_name', set('unit', 'alt_name', { en: 7 })],
  ['category', set('unit', 'category', 'Conference Room')],
  ['category', set('footprint', 'category', 'roof')],
  ['restriction', set('unit', 'restriction', 'staff')],
  ['geometry', first('building', (one) => (one.geometry = far))],
  ['no area', first('unit', (one) => (one.geometry = far))],
  ['no area', first('level', (one) => (one.geometry = null))],
  ['open', ring('unit', (corners) => corners.slice(0, -1))],
  ['open', ring('unit', ([a, b]) => [a, b, a])],
  ['winding', ring('unit', (corners) => corners.toReversed())],
  ['off earth', ring('unit', (corners) => corners.map(([x, y]) => [x - 100, y]))],
  ['elf-intersection', ring('unit', ([a, b, c, d]) => [a, c, b, d, a])],
  ['display point', set('unit', 'display_point', far)],
  ['display point', set('building', 'display_point', far)],
  ['level', set('level', 'ordinal', 1.5)],
  ['building', set('footprint', 'building_ids', [])],
];

const IN_PLACES: [rule: string, Damage][] = [
  ['reference', set('unit', 'level_id', NOBODY)],
  ['reference', set('level', 'building_ids', [NOBODY])],
  ['file manifest.json', (files) => (files['manifest.json'] = {})],
  ['file imdf/unit.geojson', (files) => (files['imdf/unit'] = [])],
  ['file Unit.geojson', (files) => (files['Unit'] = [])],
  [
    'members of',
    (files) => (files['unit.geojson'] = { type: 'FeatureCollection', features: [], name: 'unit' }),
  ],
  ['no footprint', (files) => delete files['footprint']],
  ['no unit', (files) => (files['unit'] = [])],
  ['members', first('unit', (one) => (one.bbox = [0, 0, 1, 1]))],
  ['property accessibility', set('unit', 'accessibility', null)],
  ['property display_point', set('level', 'display_point', null)],
  ['hole', first('unit', ({ geometry }) => geometry.coordinates.push(geometry.coordinates[0].toReversed()))],
  ['positions', ring('unit', (corners) => corners.map(([x, y]) => [x, y, 12]))],
  ['not one building', (files) => files['building'].push({ ...files['building'][0], id: NOBODY })],
  ['level', set('level', 'outdoor', true)],
  ['turn', set('level', 'bearing', 400)],
  ['turn', set('fixture', 'rotation', -1)],
  [
    'place twice',
    (files) => {
      files['level'][0].properties.directory_id = files['building'][0].properties.directory_id;
    },
  ],
  ['directory_id', set('unit', 'directory_id', 'room 1')],
  ['not correlated', without('building', 'directory_id')],
  ['not correlated', without('level', 'directory_id')],
];

const IN_FULL: [rule: string, Damage][] = [
  ['level_id', set('unit', 'level_id', NOBODY)],
  ['building_ids', set('level', 'building_ids', [NOBODY])],
  ['no manifest', (files) => delete files['manifest.json']],
  ['manifest version', (files) => (files['manifest.json'].version = '1.0.0.beta.2')],
  ['manifest created', (files) => (files['manifest.json'].created = 'yesterday')],
  ['manifest language', (files) => (files['manifest.json'].language = 'English')],
  ['manifest generated_by', (files) => (files['manifest.json'].generated_by = 7)],
  ['manifest extensions', (files) => (files['manifest.json'].extensions = ['correlation'])],
  ['file rooms.geojson', (files) => (files['rooms'] = [])],
  ['not one venue', (files) => (files['venue'] = [])],
  ['not one venue', (files) => files['venue'].push({ ...files['venue'][0], id: NOBODY })],
  ['lacks alt_name', without('unit', 'alt_name')],
  ['null address', set('address', 'address', null)],
  ['country', set('address', 'country', 'USA')],
  ['null name', set('occupant', 'name', null)],
  ['null display_point', set('venue', 'display_point', null)],
  ['category workspace', set('unit', 'category', 'workspace')],
  ['category', set('fixture', 'category', 'chair')],
  ['category', set('opening', 'category', 'window')],
  ['category', set('geofence', 'category', 'zone')],
  ['category', set('level', 'category', 'office')],
  ['category', set('building', 'category', 'office')],
  ['outdoor', set('level', 'outdoor', null)],
  ['indoor level', set('level', 'building_ids', null)],
  ['no unit', set('amenity', 'unit_ids', [])],
  ['unit_ids', set('amenity', 'unit_ids', [NOBODY])],
  ['unit_id', set('anchor', 'unit_id', NOBODY)],
  ['anchor_id', set('occupant', 'anchor_id', NOBODY)],
  ['anchor_id', set('kiosk', 'anchor_id', NOBODY)],
  ['level_ids', set('geofence', 'level_ids', [NOBODY])],
  ['level_id', set('detail', 'level_id', NOBODY)],
  ['address_id', set('venue', 'address_id', NOBODY)],
  ['address_id', (files) => set('venue', 'address_id', files['unit'][0].id)(files)],
  ['geometry', first('opening', (one) => (one.geometry = far))],
  ['geometry', first('amenity', (one) => (one.geometry = null))],
  ['geometry', first('occupant', (one) => (one.geometry = far))],
  ['positions', first('opening', ({ geometry }) => geometry.coordinates.pop())],
  ['positions', first('anchor', ({ geometry }) => (geometry.coordinates = [200, 0]))],
  ['accessibility', set('unit', 'accessibility', ['stairs'])],
  ['accessibility', set('unit', 'accessibility', [])],
  ['access_control', set('opening', 'access_control', ['key'])],
  ['door', set('opening', 'door', { type: 'magic', automatic: null, material: null })],
];

describe.each([
  ['Places package', make(input).zip!, readPlacesZip, [...BOTH, ...IN_PLACES]],
  ['full archive', make(input, 'imdf').zip!, readImdfZip, [...BOTH, ...IN_FULL]],
] as const)('the checker of a %s', (_what, good, check, rules) => {
  it('has nothing against a good one', () => {
    expect(check(good).faults).toEqual([]);
    expect(check(damaged(good, () => undefined)).faults).toEqual([]);
  });

  it.each(rules)('finds: %s', (rule, damage) => {
    expect(check(damaged(good, damage)).faults.join('\n')).toContain(rule);
  });

  it.each(['\uFEFF{"type":"FeatureCollection","features":[]}', '{', '\u00e9'])(
    'refuses %j for a file',
    (text) => {
      const bytes = text === '\u00e9' ? new Uint8Array([0xe9]) : strToU8(text);
      const files = { ...unzipSync(good), 'unit.geojson': bytes };
      expect(() => check(zipSync(files))).toThrow();
    },
  );
});
