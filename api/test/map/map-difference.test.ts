/** When single features may be changed, and when only a whole upload is right. */
import { describe, expect, it } from 'vitest';
import { sameShapes, singleChanges } from '../../src/core/map/map-difference.ts';
import type { MapFeature } from '../../src/core/map/map-feature.ts';

type Type = MapFeature['feature_type'];
const feature = (
  type: Type,
  id: string,
  [x, y, size]: readonly [number, number, number] = [0, 0, 1],
  properties: Record<string, unknown> = {},
): MapFeature => ({
  id,
  type: 'Feature',
  feature_type: type,
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
    ],
  },
  properties: { level_id: 'l0', ...properties },
});
const frame = [feature('building', 'b'), feature('footprint', 'f'), feature('level', 'l0', [0, 0, 50])];
const room = feature('unit', 'room', [10, 10, 4], { directory_id: 'p-room' });
const wall = feature('unit', 'wall', [20, 10, 1]);
const before = [...frame, room, wall];

describe('single changes', () => {
  it('are what is another, what is new and what is gone; what goes makes room first', () => {
    const moved = feature('unit', 'room', [11, 10, 4], { directory_id: 'p-room' });
    const desk = feature('fixture', 'desk', [1, 1, 1], { directory_id: 'p-desk' });
    expect(singleChanges(before, [...frame, moved, desk])).toEqual([
      { levelId: 'l0', layer: 'unit', id: 'wall' },
      { levelId: 'l0', layer: 'unit', id: 'room', put: { feature: moved, placeId: 'p-room' } },
      { levelId: 'l0', layer: 'fixture', id: 'desk', put: { feature: desk, placeId: 'p-desk' } },
    ]);
    expect(singleChanges(before, before)).toEqual([]);
  });

  it('unlink what stands for nothing any more, and leave alone what never did', () => {
    const free = feature('unit', 'room', [10, 10, 4]);
    const taller = feature('unit', 'wall', [20, 10, 2]);
    expect(singleChanges(before, [...frame, free, taller])?.map(({ put }) => put)).toEqual([
      { feature: free, placeId: null },
      { feature: taller },
    ]);
  });

  it.each<[string, readonly MapFeature[]]>([
    ['another outline', [feature('building', 'b'), feature('footprint', 'f', [0, 0, 2]), ...before.slice(2)]],
    ['another floor', [...frame.slice(0, 2), feature('level', 'l0', [0, 0, 60]), room, wall]],
    ['a new floor', [...before, feature('level', 'l1')]],
    ['a shape on another floor', [...frame, { ...room, properties: { level_id: 'l1' } }, wall]],
    ['a shape of another kind', [...frame, { ...room, feature_type: 'section' }, wall]],
    ['another order of drawing', [...frame, wall, room]],
    ['a new corridor below a room', [...frame, feature('unit', 'corridor', [0, 9, 30]), room, wall]],
    ['more than a hundred shapes', [...before, ...many(101)]],
  ])('are not enough for %s', (_what, after) => {
    expect(singleChanges(before, after)).toBeNull();
  });

  it('are enough for a new room beside the others, and for a hundred shapes', () => {
    expect(singleChanges(before, [...frame, feature('unit', 'next', [14, 10, 4]), room, wall])).toHaveLength(
      1,
    );
    expect(singleChanges(before, [...before, ...many(100)])).toHaveLength(100);
  });
});

function many(count: number): MapFeature[] {
  return Array.from({ length: count }, (_, n) => feature('fixture', `d${n}`, [n, 0, 1]));
}

it('a map that is read is a package only when every shape is the same', () => {
  expect(sameShapes(before.toReversed(), before)).toBe(true);
  expect(sameShapes(before.slice(1), before)).toBe(false);
  expect(sameShapes([...frame, feature('unit', 'room', [10, 10, 5]), wall], before)).toBe(false);
});
