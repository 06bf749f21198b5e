/** Generated buildings of every awkward kind: the package passes the second opinion and keeps what was drawn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../bench/torture/buildings.ts';
import { readPlacesZip } from './check-bytes.ts';
import { box, drawn, floor, local, synced } from './drawn-building.ts';
import { generated, oddSpace } from './generated-building.ts';
import { make } from './make.ts';

describe('a generated building', () => {
  it('gives a package and an archive without a fault, with every shape, its area, its corners and its walls', () => {
    fc.assert(
      fc.property(generated, (one) => {
        const none = { package: [], archive: [], kept: [], refused: [], crashed: [] };
        expect(faultsOf(one)).toEqual(none);
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same bytes twice', () => {
    fc.assert(
      fc.property(generated, ({ building }) => {
        const input = synced(building);
        expect(make(input).zip).toEqual(make(structuredClone(input)).zip);
      }),
      { numRuns: 10 },
    );
  });

  it('loses nothing silently: what is not in the package is in the findings', () => {
    fc.assert(
      fc.property(fc.tuple(oddSpace('a'), oddSpace('b')), (spaces) => {
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
      { numRuns: 50 },
    );
  });
});
