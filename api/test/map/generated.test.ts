/** Generated buildings of every awkward kind: the package passes the second opinion and keeps what was drawn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Building, Position, Space } from '../../src/core/model/building.ts';
import { readPlacesZip, squareMetres } from './check-bytes.ts';
import { box, drawn, floor, local, space, synced } from './drawn-building.ts';
import { make } from './make.ts';

const RUNS = Number(process.env['MAP_RUNS'] ?? 50);

/** A grid of rooms that tile their floor exactly, walls at odd places. */
function tiles(xs: readonly number[], ys: readonly number[], prefix: string): Space[] {
  return xs.slice(1).flatMap((right, i) =>
    ys.slice(1).map((top, j) => {
      const [left, bottom] = [xs[i] ?? 0, ys[j] ?? 0];
      return space(`${prefix}-${i}-${j}`, 'room', local(box(left, bottom, right - left, top - bottom)));
    }),
  );
}

const steps = (most: number) =>
  fc
    .array(fc.integer({ min: 700, max: 9000 }), { minLength: 1, maxLength: most })
    .map((widths) => widths.reduce<number[]>((all, w) => [...all, (all.at(-1) ?? 0) + w / 1000], [0]));

const awkward = (key: string): fc.Arbitrary<Space> =>
  fc
    .record({
      x: fc.double({ min: -40, max: 40, noNaN: true }),
      y: fc.double({ min: -40, max: 40, noNaN: true }),
      w: fc.double({ min: 0.6, max: 30, noNaN: true }),
      d: fc.double({ min: 0.6, max: 30, noNaN: true }),
      kind: fc.constantFrom(
        'room' as const,
        'desk' as const,
        'circulation' as const,
        'structure' as const,
        'section' as const,
      ),
      form: fc.constantFrom(
        'box',
        'mirrored',
        'L',
        'bowtie',
        'holed',
        'holes',
        'sliver',
        'repeated',
        'open',
        'touching',
      ),
      name: fc.constantFrom('Birch', '会議室', 'غرفة', 'Łódź', '', 'A"\\\n'),
    })
    .map(({ x, y, w, d, kind, form, name }) => {
      const whole = box(x, y, w, d);
      const hole = (at: number): Position[] => box(x + w * at, y + d * 0.4, w * 0.1, d * 0.2);
      const rings: Record<string, Position[][]> = {
        box: [whole],
        mirrored: [whole.toReversed()],
        L: [
          [
            [x, y],
            [x + w, y],
            [x + w, y + d / 2],
            [x + w / 2, y + d / 2],
            [x + w / 2, y + d],
            [x, y + d],
            [x, y],
          ],
        ],
        bowtie: [
          [
            [x, y],
            [x + w, y + d],
            [x + w, y],
            [x, y + d],
            [x, y],
          ],
        ],
        holed: [whole, hole(0.3).toReversed()],
        holes: [whole, hole(0.1), hole(0.45), hole(0.8)],
        sliver: [
          [
            [x, y],
            [x + w, y],
            [x + w, y + 0.004],
            [x + w / 2, y + 0.002],
            [x, y + 0.004],
            [x, y],
          ],
        ],
        repeated: [[...whole.slice(0, 2), ...whole.slice(1)]],
        open: [whole.slice(0, -1)],
        touching: [whole, box(x, y + d * 0.25, w * 0.3, d * 0.5)],
      };
      return space(key, kind, local(...(rings[form] ?? [])), { name });
    });

const places = fc.constantFrom<[number, number]>(
  [59.33, 18.06],
  [0.4, 0.9],
  [-33.86, 151.2],
  [64.1, -179.99],
  [-17.7, 179.99],
  [69.9, 25.1],
  [-54.8, -68.3],
);

const buildings: fc.Arbitrary<Building> = fc
  .record({
    at: places,
    rotation: fc.double({ min: -180, max: 360, noNaN: true }),
    storeys: fc.integer({ min: 1, max: 4 }),
    xs: steps(4),
    ys: steps(4),
    more: fc
      .array(fc.integer({ min: 0, max: 1e6 }), { maxLength: 6 })
      .chain((keys) => fc.tuple(...[...new Set(keys)].map((key) => awkward(`x${key}`)))),
  })
  .map(({ at: [latitude, longitude], rotation, storeys, xs, ys, more }) =>
    drawn(
      Array.from({ length: storeys }, (_, n) =>
        floor(
          `f${n}`,
          n - 1,
          [...tiles(xs, ys, `t${n}`), ...(n === 0 ? more : [])],
          n % 2 === 0 ? { outline: local(box(0, 0, xs.at(-1) ?? 1, ys.at(-1) ?? 1)) } : {},
        ),
      ),
      { frame: { anchor: { latitude, longitude }, rotation, scale: 1 } },
    ),
  );

const tilesOf = (building: Building) =>
  building.floors
    .flatMap(({ spaces }) => spaces)
    .flatMap(({ key, geometry }) => {
      if (!key.startsWith('t') || geometry?.type !== 'local') return [];
      const [a = [0, 0], , c = [0, 0]] = geometry.polygons[0]?.[0] ?? [];
      return [{ ref: `room:${key}`, drawnArea: (c[0] - a[0]) * (c[1] - a[1]) }];
    });

describe('a generated building', () => {
  it('gives a package without a fault, with every tile and its area, and the same bytes twice', () => {
    fc.assert(
      fc.property(buildings, (building) => {
        const input = synced(building);
        const { zip, findings } = make(input);
        const { faults, of } = readPlacesZip(zip ?? new Uint8Array());
        expect(faults).toEqual([]);
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
        for (const { drawnArea, ref } of tilesOf(building)) {
          const unit = of['unit']?.find((one) => one.properties.directory_id === input.placeIds[ref]);
          expect(Math.abs(squareMetres(unit.geometry) / drawnArea - 1)).toBeLessThan(0.001);
        }
        expect(make(input).zip).toEqual(zip);
      }),
      { numRuns: RUNS },
    );
  });

  it('loses nothing silently: what is not in the package is in the findings', () => {
    fc.assert(
      fc.property(fc.tuple(awkward('a'), awkward('b')), (spaces) => {
        const building = drawn([floor('0', 0, spaces, { outline: local(box(-50, -50, 130, 130)) })]);
        const input = synced(building);
        const { zip, findings } = make(input);
        const { of } = readPlacesZip(zip ?? new Uint8Array());
        const linked = new Set(
          Object.values(of)
            .flat()
            .map((one) => one.properties.directory_id),
        );
        for (const { kind, key } of spaces) {
          const id = input.placeIds[`${kind}:${key}`];
          if (id !== undefined && !linked.has(id))
            expect(findings.map((finding) => finding.key)).toContain(key);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
