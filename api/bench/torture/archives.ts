/**
 * Random dirty IMDF archives: read, written as package and full archive, and read again. Both have to be without a fault,
 * nothing may be lost without a word, and what is written, read and written again stays the same, byte for byte. One
 * archive is as large as they come.
 */
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { file } from '../../src/adapters/sources/files/testing/uploads.ts';
import { createFileSource } from '../../src/adapters/sources/files/file-source.ts';
import { readImdfZip } from '../../test/map/check-archive.ts';
import { readPlacesZip } from '../../test/map/check-bytes.ts';
import { archiveWith, dirtyArchive } from '../../test/map/dirty-archive.ts';
import { synced } from '../../test/map/drawn-building.ts';
import { generatedArchive } from '../../test/map/generated-archive.ts';
import { make } from '../../test/map/make.ts';
import { faultsOfArchive } from '../../test/map/nothing-lost.ts';
import { polygon, type Json } from '../../test/map/rich-archive.ts';
import type { Proof } from './proof.ts';

const RUNS = Number(process.env['RUNS'] ?? 100);
const [UNITS, CORNERS] = [20_000, 12];
/** Characters of a property that nobody knows, to make every unit a large one. */
const LUGGAGE = 4000;

export async function archivesTorture(seed: number): Promise<Proof> {
  const faults: string[] = [];
  const survived = async (what: string, work: () => string[] | Promise<string[]>): Promise<void> => {
    try {
      faults.push(...(await work()).map((fault) => `${what}: ${fault}`));
    } catch (error) {
      faults.push(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  };
  for (const files of fc.sample(generatedArchive, { seed, numRuns: RUNS })) {
    const entries = Object.entries(files).map(
      ([name, one]) => [name, Buffer.from(JSON.stringify(one))] as const,
    );
    const features = Object.fromEntries(
      Object.entries(files).map(([name, one]): [string, Json[]] => [typeOf(name), one.features ?? []]),
    );
    await survived('generated', () => faultsOfArchive(zipSync(Object.fromEntries(entries)), features));
  }
  for (const [dirt, packed] of fc.sample(dirtyArchive, { seed, numRuns: RUNS })) {
    const { zip, features } = archiveWith(dirt, packed);
    await survived(JSON.stringify([dirt, packed]), () => faultsOfArchive(zip, features));
  }
  const { zip, megabytes } = hugeArchive();
  await survived('huge', () => faultsOfHuge(zip));
  const lines = [
    `${RUNS} generated and ${RUNS} dirty archives, each read and written three times`,
    `one of ${UNITS} units and ${megabytes} MB`,
  ];
  return { faults: faults.length, lines: [...lines, ...faults.slice(0, 20).map((fault) => `  ${fault}`)] };
}

const typeOf = (path: string): string =>
  path
    .slice(path.lastIndexOf('/') + 1)
    .replace(/\..*$/, '')
    .toLowerCase();

/** The clean archive with many round units on its first level. */
function hugeArchive(): { zip: Uint8Array; megabytes: number } {
  const { features } = archiveWith([]);
  const [level] = features['level'] ?? [];
  features['unit'] = Array.from({ length: UNITS }, (_, n) => ({
    type: 'Feature',
    feature_type: 'unit',
    id: `${n.toString(16).padStart(8, '0')}-cafe-4c0f-9abc-00000000abcd`,
    geometry: round(-121.889 + (n % 200) * 0.00005, 37.3292 + Math.floor(n / 200) * 0.00005),
    properties: {
      category: 'nonpublic',
      name: { en: `Unit ${n}` },
      level_id: level.id,
      luggage: randomBytes(LUGGAGE / 2).toString('hex'),
    },
  }));
  level.geometry = polygon([
    [-121.9, 37.329],
    [-121.87, 37.329],
    [-121.87, 37.336],
    [-121.9, 37.336],
    [-121.9, 37.329],
  ]);
  const entries = Object.entries(features).map(([type, own]): [string, Uint8Array] => [
    `${type}.geojson`,
    Buffer.from(JSON.stringify({ type: 'FeatureCollection', features: own }, null, 1)),
  ]);
  const size = entries.reduce((sum, [, { length }]) => sum + length, 0);
  return { zip: zipSync(Object.fromEntries(entries)), megabytes: Math.round(size / 2 ** 20) };
}

const round = (x: number, y: number): Json => {
  const ring = Array.from({ length: CORNERS }, (_, i) => {
    const turn = (i * 2 * Math.PI) / CORNERS;
    return [x + 0.00002 * Math.cos(turn), y + 0.00002 * Math.sin(turn)];
  });
  return polygon([...ring, ring[0] ?? []]);
};

async function faultsOfHuge(zip: Uint8Array): Promise<string[]> {
  const { buildings } = await createFileSource().readFiles([file('huge.zip', zip)]);
  const [building] = buildings;
  if (!building) return ['not read'];
  const places = readPlacesZip(make(synced(building)).zip ?? new Uint8Array());
  const full = readImdfZip(make(synced(building), 'imdf').zip ?? new Uint8Array());
  const kept = [places, full].map(({ of }) => of['unit']?.length ?? 0);
  return [
    ...places.faults,
    ...full.faults,
    // In the package every section has a unit that gives it an outline.
    ...((kept[0] ?? 0) >= UNITS && kept[1] === UNITS ? [] : [`units kept: ${kept.join(' and ')}`]),
  ];
}
