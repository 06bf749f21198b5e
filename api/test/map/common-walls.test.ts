/** What the walls between neighbours are left out of covers what it covered before. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutCommonWalls } from '../../src/core/map/common-walls.ts';
import { combine, squareMetres } from '../../src/core/map/grid.ts';
import type { Ring } from '../../src/core/map/ring-checks.ts';

const METRE = 10_000;

/** Left, bottom, width and height in metres: on so small a plan boxes share walls, parts of walls, corners and floor. */
const boxes = fc.array(
  fc.tuple(fc.nat(5), fc.nat(5), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
  {
    minLength: 1,
    maxLength: 14,
  },
);

const ringOf = ([x, y, w, h]: readonly [number, number, number, number]): Ring => {
  const at = (column: number, row: number) => [column * METRE, row * METRE] as const;
  // A corner at every metre, as walls have one where their neighbours do.
  const along = (n: number) => Array.from({ length: n }, (_, i) => i);
  return [
    ...along(w).map((i) => at(x + i, y)),
    ...along(h).map((i) => at(x + w, y + i)),
    ...along(w).map((i) => at(x + w - i, y + h)),
    ...along(h).map((i) => at(x, y + h - i)),
  ];
};

describe('a floor without the walls between its rooms', () => {
  it('covers what the rooms cover, whether they share walls, lie apart or lie over each other', () => {
    fc.assert(
      fc.property(boxes, (plan) => {
        const rings = plan.map(ringOf);
        const rest = withoutCommonWalls(rings);
        const [all, left] = [combine('union', rings), combine('union', rest)];
        expect(squareMetres(left)).toBe(squareMetres(all));
        expect(combine('subtract', all.flat(), left.flat())).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('has only its rim left when the rooms tile it', () => {
    const rooms = Array.from({ length: 100 }, (_, i) => ringOf([i % 10, Math.floor(i / 10), 1, 1]));
    expect(withoutCommonWalls(rooms).flat()).toHaveLength(40);
  });

  it('is nothing when there is nothing', () => {
    expect(withoutCommonWalls([])).toEqual([]);
  });
});
