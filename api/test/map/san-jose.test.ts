/** A real convention centre in and out again. Facts about it: ../shared/samples/imdf/README.md. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createFileSource } from '../../src/adapters/sources/files/file-source.ts';
import type { MapInput } from '../../src/core/map/map-shapes.ts';
import { readImdfZip } from './check-archive.ts';
import { invalidity, polygonsOf, readPlacesZip, squareMetres, type Json } from './check-bytes.ts';
import { synced } from './drawn-building.ts';
import { make } from './make.ts';

const FOLDER = '../shared/samples/imdf/apple-san-jose-convention-center';
if (!existsSync(FOLDER)) console.log(`skipped: ${FOLDER} is not here`);

const original = (type: string): Json[] =>
  JSON.parse(readFileSync(join(FOLDER, `${type}.geojson`), 'utf8')).features;

async function input(
  files = readdirSync(FOLDER).map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(FOLDER, name))),
  })),
): Promise<MapInput> {
  const { buildings } = await createFileSource().readFiles(files);
  return synced(buildings[0]!);
}

/** The farthest corner of the original from the nearest corner of the copy, metres. */
function farthest(from: Json, to: Json): number {
  const corners = (geometry: Json): [number, number][] => polygonsOf(geometry).flat(2) as never;
  const there = corners(to);
  return Math.max(
    ...corners(from).map(([x, y]) =>
      Math.min(...there.map(([u, v]) => Math.hypot((x - u) * 88_300, (y - v) * 110_990))),
    ),
  );
}

describe.skipIf(!existsSync(FOLDER))('the San Jose convention centre', () => {
  it('becomes a package without a fault, with all 289 units on 4 levels', async () => {
    const { zip, coverage, findings } = make(await input());
    const { faults, of } = readPlacesZip(zip!);
    expect(faults).toEqual([]);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(coverage).toHaveLength(4);
    const ids = new Set(of['unit']!.map(({ id }) => id));
    expect(original('unit').filter(({ id }) => !ids.has(id))).toEqual([]);
    // Two levels have the ordinal 1: inside and outside.
    expect(of['level']!.map(({ properties }) => properties.ordinal).sort()).toEqual([-1, 0, 1, 1]);
    expect(of['level']!.every(({ properties }) => properties.outdoor === false)).toBe(true);
  });

  it('keeps every unit, category and area in the full archive, and every corner within a centimetre', async () => {
    const { zip } = make(await input(), 'imdf');
    const files = unzipSync(zip!);
    const units: Json[] = JSON.parse(strFromU8(files['unit.geojson']!)).features;
    const before = original('unit');
    expect(units).toHaveLength(289);
    const byId = new Map(units.map((unit) => [unit.id, unit]));
    for (const { id, properties, geometry } of before) {
      const copy = byId.get(id);
      expect([copy.properties.category, copy.properties.name]).toEqual([
        properties.category,
        properties.name,
      ]);
      const ratio = squareMetres(copy.geometry) / Math.abs(squareMetres(geometry));
      if (polygonsOf(geometry).every((rings) => rings.length === 1))
        expect(Math.abs(ratio - 1)).toBeLessThan(0.001);
      expect(farthest(geometry, copy.geometry)).toBeLessThan(0.01);
      expect(invalidity(copy.geometry)).toBeUndefined();
    }
    expect(JSON.parse(strFromU8(files['manifest.json']!)).version).toBe('1.0.0');
  });

  it('has openings, amenities, footprints and the level outside in the full archive, which is without a fault', async () => {
    const { faults, of } = readImdfZip(make(await input(), 'imdf').zip!);
    expect(faults).toEqual([]);
    const kept = ['opening', 'amenity', 'footprint', 'level', 'anchor', 'occupant', 'venue'].map((type) => {
      const ids = new Set(of[type]!.map(({ id }) => id));
      return [type, original(type).filter(({ id }) => ids.has(id)).length];
    });
    expect(kept).toEqual([
      ['opening', 275],
      ['amenity', 23],
      ['footprint', 3],
      ['level', 4],
      ['anchor', 44],
      ['occupant', 2],
      ['venue', 1],
    ]);
    const words = (features: Json[]) =>
      features
        .map(({ id, properties: { name, short_name: short, hours } }) => [id, name, short, hours])
        .sort();
    for (const type of ['venue', 'level', 'unit', 'amenity'])
      expect(words(of[type]!)).toEqual(words(original(type)));
    expect(of['level']!.filter(({ properties }) => properties.outdoor)).toHaveLength(1);
    const door = (features: Json[]) =>
      features.map(({ id, properties }) => `${id} ${JSON.stringify(properties.door)}`).sort();
    expect(door(of['opening']!)).toEqual(door(original('opening')));
  });

  it('is the same archive, byte for byte, when it is read and written again', async () => {
    const { zip } = make(await input(), 'imdf');
    const again = make(await input([{ name: 'again.zip', bytes: new Uint8Array(zip!) }]), 'imdf');
    expect(Buffer.from(again.zip!).equals(zip!)).toBe(true);
  });

  it('still tiles: on every level the pieces have the area of the level', async () => {
    const { of } = readPlacesZip(make(await input()).zip!);
    for (const level of of['level']!) {
      const units = of['unit']!.filter(({ properties }) => properties.level_id === level.id);
      const sum = units.reduce((all, { geometry }) => all + squareMetres(geometry), 0);
      expect(Math.abs(sum / squareMetres(level.geometry) - 1)).toBeLessThan(0.0005);
    }
  });
});
