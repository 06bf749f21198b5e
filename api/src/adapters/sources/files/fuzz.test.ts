import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../core/model/app-error.ts';
import type { SourceFile } from '../../../ports/source-reader.ts';
import { createFileSource } from './file-source.ts';
import { file, REPOSITORY, zipOf } from './testing/uploads.ts';
import { workplaceDocument } from './testing/workplace-document.ts';

const source = createFileSource();

/** Reads whatever it is given; only an AppError may come out of it, and findings come with every refusal. */
async function survives(files: readonly SourceFile[]): Promise<void> {
  try {
    const { buildings, findings } = await source.readFiles(files);
    if (buildings.length === 0) expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
  }
}

const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const ring = [
  [18, 59],
  [18.001, 59],
  [18.001, 59.001],
  [18, 59],
];
const feature = (id: string, properties: object) => ({
  type: 'Feature',
  id,
  properties,
  geometry: { type: 'Polygon', coordinates: [ring] },
});
const IMDF = zipOf([
  { name: 'building.geojson', content: collection(feature('b', { name: { en: 'B' } })) },
  {
    name: 'level.geojson',
    content: collection(feature('l', { name: { en: 'L' }, ordinal: 0, building_ids: ['b'] })),
  },
  {
    name: 'unit.geojson',
    content: collection(feature('u', { category: 'room', name: { en: 'U' }, level_id: 'l' })),
  },
]);
const SEEDS = [
  new TextEncoder().encode(JSON.stringify(workplaceDocument())),
  new Uint8Array(readFileSync(`${REPOSITORY}sandbox/samples/rooms.csv`)),
  IMDF,
  zipOf([{ name: 'workplace.json', content: JSON.stringify(workplaceDocument()), stored: true }]),
];

const interesting = fc.constantFrom(0, 0xff, 0x22, 0x7b, 0x5d, 0x2c, 0x50, 0x4b, 0x3b, 0x0a);
const mutation = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  byte: fc.oneof(interesting, fc.nat({ max: 255 })),
  how: fc.constantFrom('set', 'cut', 'double'),
});

function mutate(bytes: Uint8Array, { at, byte, how }: { at: number; byte: number; how: string }): Uint8Array {
  const position = Math.floor(at * bytes.length);
  if (how === 'cut')
    return new Uint8Array([...bytes.subarray(0, position), ...bytes.subarray(position + (byte % 40))]);
  if (how === 'double')
    return new Uint8Array([...bytes.subarray(0, position), ...bytes.subarray(Math.max(0, position - byte))]);
  const copy = Uint8Array.from(bytes);
  copy[position] = byte;
  return copy;
}

/** Any JSON value, in the place of any value of a good document. */
const replaced = (value: unknown, path: readonly number[], by: unknown): unknown => {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[step % keys.length] as string;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
};

describe('no input breaks the reader', () => {
  it('bytes changed, cut and doubled', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SEEDS),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        async (seed, mutations) => {
          await survives([file('upload', mutations.reduce(mutate, seed))]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a good document with any value in any place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 20 }), { maxLength: 8 }),
        fc.anything({ withSparseArray: true, withNullPrototype: true, withBigInt: true, withDate: true }),
        (path, by) => {
          const { buildings, findings } = source.readDocument(replaced(workplaceDocument(), path, by));
          if (buildings.length === 0)
            expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('IMDF features of any shape', async () => {
    const good = feature('u', {
      category: 'room',
      name: { en: 'U' },
      level_id: 'l',
      accessibility: ['wheelchair'],
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('building', 'level', 'unit'),
        fc.array(fc.nat({ max: 20 }), { maxLength: 6 }),
        fc.jsonValue(),
        async (type, path, by) => {
          const files = ['building', 'level', 'unit'].map((name) =>
            file(`${name}.geojson`, collection(name === type ? replaced(good, path, by) : good)),
          );
          await survives(files);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('any table', async () => {
    const cell = fc.string({ maxLength: 8, unit: fc.constantFrom(...'a1,;"\n|@. =\u0000é'.split('')) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(cell, { maxLength: 13 }), { maxLength: 5 }), async (rows) => {
        await survives([
          file(
            'rooms.csv',
            ['building,floor,room_id,name,mailbox,capacity', ...rows.map((row) => row.join(','))].join('\n'),
          ),
        ]);
      }),
      { numRuns: 300 },
    );
  });
});
