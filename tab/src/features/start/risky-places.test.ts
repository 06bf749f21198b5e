import { expect, it } from 'vitest';
import { nodeOf, planOf } from '../../testing/builders.ts';
import { riskyPlaces } from './risky-places.ts';

const change = (field: string, before: unknown, after: unknown) => ({ field, before, after });

it('names what could surprise somebody, most final first, in reading order', () => {
  const tree = nodeOf({
    key: 'B',
    type: 'building',
    action: 'update',
    changes: [change('phone', '1', null)],
    children: [
      nodeOf({ key: 'adopted', type: 'room', action: 'adopt', changes: [change('capacity', 4, 6)] }),
      nodeOf({ key: 'gone1', type: 'desk', action: 'remove' }),
      nodeOf({ key: 'gone2', type: 'desk', action: 'remove' }),
      nodeOf({
        key: 'closed',
        type: 'desk',
        action: 'update',
        changes: [change('mode', { kind: 'reservable' }, { kind: 'unavailable' })],
      }),
      nodeOf({
        key: 'still closed',
        type: 'desk',
        action: 'update',
        changes: [change('mode', { kind: 'unavailable' }, { kind: 'unavailable', reason: 'x' })],
      }),
      nodeOf({
        key: 'new',
        type: 'desk',
        action: 'create',
        changes: [change('mode', null, { kind: 'unavailable' })],
      }),
      nodeOf({ key: 'plain', type: 'desk', action: 'update', changes: [change('capacity', 1, 2)] }),
    ],
  });
  expect(riskyPlaces(planOf(tree)).map(({ risk, node }) => [risk, node.key])).toEqual([
    ['remove', 'gone1'],
    ['remove', 'gone2'],
    ['downgrade', 'closed'],
    ['clear', 'B'],
    ['adopt', 'adopted'],
  ]);
});
