import { expect, it } from 'vitest';
import type { RunPlace } from '#contract';
import { comparePlaces } from './compare-places.ts';

const place = (key: string, action: RunPlace['action'], outcome: RunPlace['outcome']): RunPlace => ({
  key,
  type: 'desk',
  name: key,
  action,
  outcome,
});
const kinds = (earlier: RunPlace[], later: RunPlace[]) =>
  comparePlaces(earlier, later).map((one) => `${one.place.key} ${one.kind}`);

it('finds what newly failed, was fixed, changed, came and went; the worst first', () => {
  const earlier = [
    place('same', 'create', 'done'),
    place('broke', 'create', 'done'),
    place('healed', 'create', 'failed'),
    place('stubborn', 'update', 'unknown'),
    place('renamed', 'skip', 'untouched'),
    place('gone', 'skip', 'untouched'),
  ];
  const later = [
    place('same', 'create', 'done'),
    place('new', 'create', 'done'),
    place('renamed', 'rename', 'done'),
    place('healed', 'skip', 'untouched'),
    place('stubborn', 'update', 'failed'),
    place('broke', 'update', 'failed'),
  ];
  expect(kinds(earlier, later)).toEqual([
    'broke newlyFailed',
    'stubborn failsAgain',
    'healed fixed',
    'renamed otherAction',
    'new appeared',
    'gone left',
  ]);
});

it('a repeated run says nothing about what it left apart', () => {
  const earlier = [place('a', 'create', 'failed'), place('b', 'update', 'done')];
  const later = [place('a', 'create', 'done'), place('b', 'skip', 'apart')];
  expect(kinds(earlier, later)).toEqual(['a fixed']);
});

it('takes 20,000 places in a moment and keeps equal ones out', () => {
  const many = Array.from({ length: 20_000 }, (_, n) => place(`d${n}`, 'create', 'done'));
  expect(comparePlaces(many, many)).toEqual([]);
});
