import { describe, expect, it } from 'vitest';
import { countRun, runEnd } from './run-end.ts';
import type { StepState } from './run-state.ts';
import { step } from './testing/steps.ts';

const result = (state: StepState, of = step()) => ({ step: of, state });

describe('countRun', () => {
  it('counts every place once, by what the plan showed of it', () => {
    const two = [
      result('done', step({ kind: 'update', action: 'update' })),
      result('done', step({ kind: 'rename', action: 'update' })),
    ];
    expect(countRun(two, 3)).toEqual({
      created: 0,
      updated: 1,
      adopted: 0,
      moved: 0,
      removed: 0,
      skipped: 3,
      failed: 0,
      unknown: 0,
    });
  });

  it('a refused rename makes the place failed, an open step leaves it open', () => {
    const update = step({ kind: 'update', action: 'update' });
    const rename = step({ kind: 'rename', action: 'update' });
    expect(countRun([result('done', update), result('failed', rename)], 0)).toMatchObject({
      updated: 0,
      failed: 1,
    });
    expect(countRun([result('planned', rename), result('done', update)], 0)).toMatchObject({
      updated: 0,
      failed: 0,
    });
  });

  it.each([
    ['create', 'created'],
    ['rename', 'updated'],
    ['move', 'moved'],
    ['adopt', 'adopted'],
    ['remove', 'removed'],
    ['forget', 'skipped'],
  ] as const)('%s counts as %s', (action, bucket) => {
    expect(countRun([result('done', step({ action }))], 0)[bucket]).toBe(1);
  });

  it('unknown and not tried have their own place', () => {
    const results = [result('unknown', step({ key: 'a' })), result('skipped', step({ key: 'b' }))];
    expect(countRun(results, 0)).toMatchObject({ unknown: 1, skipped: 1 });
  });
});

describe('runEnd', () => {
  it.each<[StepState[], Parameters<typeof runEnd>[1], ReturnType<typeof runEnd>]>([
    [[], {}, 'done'],
    [['done', 'skipped'], {}, 'done'],
    [['done', 'failed'], {}, 'doneWithFailures'],
    [['unknown'], {}, 'doneWithFailures'],
    [['done', 'planned'], {}, null],
    [['intent'], {}, null],
    [['done', 'planned'], { cancelled: true }, 'cancelled'],
    [['done'], { cancelled: true }, 'done'],
    [['planned'], { stopped: true }, 'failed'],
  ])('%j %j ends as %s', (states, how, end) => {
    expect(
      runEnd(
        states.map((state) => result(state)),
        how,
      ),
    ).toBe(end);
  });
});
