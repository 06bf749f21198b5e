/** Cases that random buildings brought up: walls and holes that miss each other by less than a millimetre. */
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../bench/torture/buildings.ts';
import type { Position, Space } from '../../src/core/model/building.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import type { Generated, Meant } from './generated-building.ts';

const none = { package: [], archive: [], kept: [], refused: [], crashed: [] };

function house(spaces: readonly Space[], [latitude, longitude]: Generated['anchor'], tiles: Meant[] = []) {
  const frame = { anchor: { latitude, longitude }, rotation: 0, scale: 1 };
  const building = drawn([floor('0', 0, spaces)], { frame });
  const generated: Generated = {
    building,
    anchor: [latitude, longitude],
    rotation: 0,
    slack: 0.001,
    meant: tiles,
  };
  return generated;
}

describe('near misses', () => {
  it('a hole that runs along a wall of its outline cuts through it', () => {
    const [outline, hole]: Position[][] = [
      [
        [0, 0],
        [-0.9250638327737348, 0.1318646514849402],
        [-1.356812298011353, -2.8969598708511484],
        [-0.43174846523761834, -3.028824522336089],
      ],
      [
        [-0.10793711630940458, -0.7572061305840222],
        [-0.38545626614152495, -0.7176467351385402],
        [-0.6013304987603342, -2.232058996306584],
        [-0.3238113489282138, -2.2716183917520665],
      ],
    ];
    const section = space('s', 'section', local(outline ?? [], hole ?? []));
    expect(faultsOf(house([section], [-33.86, 151.2]))).toEqual(none);
  });

  it('rooms whose outline crosses itself by less than a hair have one all the same', () => {
    const shapes: [string, Position[]][] = [
      [
        't0',
        [
          [0.0002, -0.0002],
          [-8.887, 0.0001],
          [-8.8872, 8.4708],
          [0.0002, 8.4709],
          [0.0001, 0.0002],
        ],
      ],
      [
        't4',
        [
          [0.0002, 8.4708],
          [-6.6299, 8.4707],
          [-6.6297, 12.8672],
          [0.0001, 12.8672],
          [0.0001, 8.4713],
        ],
      ],
      [
        't8',
        [
          [0.0002, 12.8669],
          [-8.887, 12.8668],
          [-8.8872, 17.941],
          [0.0001, 17.9412],
          [-0.0002, 12.8673],
        ],
      ],
      [
        'tie',
        [
          [0, 0],
          [0.6, 28.6293],
          [0.6, 0],
          [0, 28.6293],
        ],
      ],
      [
        'sliver',
        [
          [0, 0],
          [1.0654, 0],
          [1.0654, 0.004],
          [0.5327, 0.002],
          [0, 0.004],
        ],
      ],
    ];
    const rooms = shapes.map(([key, ring]) => space(key, 'room', local(ring)));
    const meant = shapes
      .filter(([key]) => key.startsWith('t') && key !== 'tie')
      .map(([key, ring]) => ({ key, floor: '0', rings: [ring], tile: false }));
    expect(faultsOf(house(rooms, [-33.86, 151.2], meant))).toEqual(none);
  });

  it.each([3.9992, 4.0009])('a corner at %s beside a wall that is part of a longer one', (y) => {
    // Above the long wall of one room are two others, whose common corner is 0.6 mm off it.
    const shapes: [string, Position[]][] = [
      ['below', box(0, 0, 10, 4)],
      [
        'left',
        [
          [0, 4],
          [5, 4.0006],
          [5, 8],
          [0, 8],
          [0, 4],
        ],
      ],
      [
        'right',
        [
          [5, 4.0006],
          [10, 4],
          [10, 8],
          [5, 8],
          [5, 4.0006],
        ],
      ],
    ];
    const rooms = shapes.map(([key, ring]) => space(key, 'room', local(ring)));
    const meant = shapes.map(([key, ring]) => ({ key, floor: '0', rings: [ring], tile: true }));
    const beside = space('beside', 'room', local(box(7.5, y, 1, 1)));
    expect(faultsOf(house([...rooms, beside], [-54.8, -68.3], meant))).toEqual(none);
  });
});
