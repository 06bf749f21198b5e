import { describe, expect, it } from 'vitest';
import type { MapFloor, MapShape } from '#contract';
import { drawFloor, floorOf, nextUnit, shapePath } from './drawing.ts';

const square = (x: number, y: number, size = 2): [number, number][] => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
];
const shape = (given: Partial<MapShape> & Pick<MapShape, 'id' | 'kind'>): MapShape => ({
  category: 'room',
  findings: [],
  drawnByPlaces: true,
  polygons: [[square(0, 0)]],
  ...given,
});
const room = (key: string, x: number, y: number) =>
  shape({ id: key, kind: 'room', key, polygons: [[square(x, y)]] });

const floor: MapFloor = {
  key: 'F1',
  name: 'Ground',
  ordinal: 0,
  bounds: [0, 0, 20, 10],
  features: [
    shape({ id: 'desk', kind: 'desk', key: 'D1' }),
    shape({ id: 'wall 1', kind: 'structure' }),
    shape({ id: 'wall 2', kind: 'structure', polygons: [[square(5, 5)]] }),
    room('west', 0, 4),
    room('middle', 8, 4),
    room('east', 16, 4),
    room('north', 8, 8),
  ],
};

describe('drawing a floor', () => {
  const drawing = drawFloor(floor, new Map([['room:west', 'update' as const]]));
  const unit = (key: string) => drawing.units.find((one) => one.shape.key === key)!;

  it('turns north up, and keeps holes', () => {
    expect(shapePath({ polygons: [[square(0, 0), square(0.5, 0.5, 1)]] })).toBe(
      'M0 0L2 0L2 -2L0 -2ZM0.5 -0.5L1.5 -0.5L1.5 -1.5L0.5 -1.5Z',
    );
    expect(drawing.box).toEqual([-0.8, -10.8, 21.6, 11.6]);
  });

  it('joins all walls to one path, and puts desks on top of rooms', () => {
    expect(drawing.backdrop.find((one) => one.kind === 'structure')?.path.match(/M/g)).toHaveLength(2);
    expect(drawing.units.at(-1)?.shape.kind).toBe('desk');
  });

  it('takes the action from the plan on screen', () => {
    expect(unit('west').action).toBe('update');
    expect(unit('east').action).toBeUndefined();
  });

  it('finds the centre whichever way a ring winds, and survives a ring without area', () => {
    const clockwise = shape({ id: 'c', kind: 'room', polygons: [[square(0, 0).reverse()]] });
    const flat = shape({
      id: 'f',
      kind: 'room',
      polygons: [
        [
          [
            [1, 1],
            [3, 1],
            [1, 1],
          ],
        ],
      ],
    });
    const empty = shape({ id: 'e', kind: 'room', polygons: [] });
    const units = drawFloor({ ...floor, features: [clockwise, flat, empty] }, new Map()).units;
    expect(units.map((one) => one.center.map((value) => value + 0))).toEqual([
      [1, -1],
      [1.667, -1],
      [0, 0],
    ]);
  });

  it.each([
    ['ArrowRight', 'middle', 'east'],
    ['ArrowLeft', 'middle', 'west'],
    ['ArrowUp', 'middle', 'north'],
    ['ArrowDown', 'north', 'middle'],
  ] as const)('%s from %s goes to %s', (key, from, to) =>
    expect(nextUnit(drawing.units, unit(from), key)?.shape.key).toBe(to),
  );

  it('has nothing beyond the edge', () =>
    expect(nextUnit(drawing.units, unit('east'), 'ArrowRight')).toBeUndefined());

  it('knows on which floor a place is drawn', () => {
    expect(floorOf([floor], 'room:east')?.key).toBe('F1');
    expect(floorOf([floor], 'floor:F1')?.key).toBe('F1');
    expect(floorOf([floor], 'desk:east')).toBeUndefined();
  });
});
