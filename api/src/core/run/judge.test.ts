import { describe, expect, it } from 'vitest';
import type { LivePlace } from '../model/place.ts';
import { judge } from './judge.ts';
import type { Judgement } from './judge.ts';
import type { Outcome } from './outcome.ts';
import { NO_HISTORY } from './run-history.ts';
import type { RunHistory } from './run-history.ts';
import { fault, made, refused, step } from './testing/steps.ts';

const done = (place?: LivePlace): Outcome => ({ result: 'done', place, requestId: 'request-1' });
const lost: Outcome = { result: 'unclear', error: fault(504) };
const update = step({ kind: 'update', action: 'update', placeId: 'id-1', fields: { capacity: 2 } });
const rename = step({ kind: 'rename', action: 'rename', placeId: 'id-1', fields: { displayName: 'New' } });
const move = (of = step(), outcome: Outcome = done(), attempt = 1): Judgement['move'] =>
  judge(of, outcome, attempt, NO_HISTORY).move;

describe('judge', () => {
  it('a confirmed write is done', () => {
    expect(move(step(), done(made()))).toEqual({ kind: 'settle', state: 'done' });
    expect(move(update, done())).toEqual({ kind: 'settle', state: 'done' });
  });

  it.each([
    ['no place', undefined],
    ['no id', made({ placeId: '' as LivePlace['placeId'] })],
    ['another type', made({ type: 'room' })],
    ['another name', made({ fields: { displayName: 'Desk 7' } })],
  ])('F06: a create that is confirmed with %s is unknown', (_what, place) => {
    expect(move(step(), done(place))).toMatchObject({ state: 'unknown', error: { code: 'answer-unusable' } });
  });

  it('F04, F05: a create whose answer is lost is never sent again blindly', () => {
    for (let attempt = 1; attempt < 10; attempt += 1)
      expect(move(step(), lost, attempt)).toMatchObject({ kind: 'settle', state: 'unknown' });
  });

  it('F03: a write that names its place is sent once more after a pause, then fails', () => {
    const next = move(update, lost, 1);
    expect(next.kind).toBe('retry');
    expect(next.kind === 'retry' ? next.afterMs : 0).toBeGreaterThanOrEqual(1000);
    expect(move(update, lost, 2)).toMatchObject({ kind: 'settle', state: 'failed' });
    expect(move(update, lost, 1)).toEqual(next);
  });

  it('F17: says that there is no connection when nobody answers at all', () => {
    const silent: Outcome = {
      result: 'waiting',
      error: { ...fault(429), status: null },
      retryAfterMs: 60_000,
    };
    expect(move(step(), silent, 8)).toMatchObject({ kind: 'pause', pause: { code: 'no-connection' } });
  });

  it('two steps do not come back in one beat', () => {
    const waits = Array.from({ length: 20 }, (_none, at) => {
      const next = move(step({ kind: 'update', key: `d${at}` }), lost);
      return next.kind === 'retry' ? next.afterMs : -1;
    });
    expect(new Set(waits).size).toBeGreaterThan(10);
  });

  it('a clear no fails the item and keeps Microsoft’s words', () => {
    expect(move(step(), refused(400, 'BadRequest'))).toEqual({
      kind: 'settle',
      state: 'failed',
      error: fault(400, 'BadRequest'),
    });
  });

  it('a removal of what is gone already is done', () => {
    expect(move(step({ kind: 'remove' }), refused(404))).toEqual({ kind: 'settle', state: 'done' });
    expect(move(update, refused(404))).toMatchObject({ state: 'failed' });
  });

  it('a rename that was accepted but not applied failed', () => {
    expect(move(rename, done(made({ fields: { displayName: 'Old' } })))).toMatchObject({
      state: 'failed',
      error: { code: 'rename-not-applied' },
    });
    expect(move(rename, done(made({ fields: { displayName: 'New' } })))).toMatchObject({ state: 'done' });
  });

  it.each([
    [0, { kind: 'retry', afterMs: 1000 }],
    [-5, { kind: 'retry', afterMs: 1000 }],
    [7000, { kind: 'retry', afterMs: 7000 }],
    [900_000, { kind: 'retry', afterMs: 900_000 }],
    [900_001, { kind: 'pause', pause: { code: 'throttled', retryAfterMs: 900_001 } }],
  ])('F01: asked to wait %i ms', (retryAfterMs, expected) => {
    const waiting: Outcome = { result: 'waiting', error: fault(429), retryAfterMs };
    expect(move(step(), waiting)).toMatchObject(expected);
  });

  it('F02: not for ever', () => {
    const waiting: Outcome = { result: 'waiting', error: fault(429), retryAfterMs: 1000 };
    expect(move(step(), waiting, 7)).toMatchObject({ kind: 'retry' });
    expect(move(step(), waiting, 8)).toMatchObject({ kind: 'pause', pause: { code: 'throttled' } });
    const garbage: Outcome = { result: 'waiting', error: fault(429), retryAfterMs: NaN };
    expect(move(step(), garbage)).toMatchObject({ kind: 'retry' });
  });

  it('F21: an account that has to sign in pauses the run and leaves the step planned', () => {
    const { move: next, history } = judge(step(), { result: 'signIn', error: fault(401) }, 1, NO_HISTORY);
    expect(next).toMatchObject({ kind: 'pause', pause: { code: 'sign-in' } });
    expect(history).toEqual(NO_HISTORY);
  });
});

/** Judges one outcome after the other; returns after how many the run pauses, and why. */
function pausesAfter(
  outcomes: readonly { outcome: Outcome; of?: ReturnType<typeof step> }[],
): [number, string] | null {
  let history: RunHistory = NO_HISTORY;
  for (const [at, { outcome, of }] of outcomes.entries()) {
    const judged = judge(of ?? step({ key: `d${at}` }), outcome, 1, history);
    history = judged.history;
    if (judged.move.kind === 'settle' && judged.move.pause) return [at + 1, judged.move.pause.code];
  }
  return null;
}
const times = (count: number, ...outcomes: Outcome[]): { outcome: Outcome }[] =>
  Array.from({ length: count }, () => outcomes.map((outcome) => ({ outcome }))).flat();

describe('circuit', () => {
  const no = refused(400);
  const yes = done(made());

  it('F16: 20 failures in a row', () => {
    expect(pausesAfter(times(19, no))).toBeNull();
    expect(pausesAfter(times(30, no))).toEqual([20, 'too-many-failures']);
    expect(pausesAfter([...times(19, no), ...times(1, yes), ...times(10, no)])).toBeNull();
  });

  it('F16: half of the last 50, once there are 50', () => {
    expect(pausesAfter(times(30, yes, no))).toEqual([50, 'too-many-failures']);
    expect(pausesAfter(times(40, yes, no, yes))).toBeNull();
  });

  it('F16: a lost answer counts as a failure', () => {
    expect(pausesAfter(times(30, lost))).toEqual([20, 'too-many-failures']);
  });

  it('F24: three places refused for lack of rights, not the same one three times', () => {
    expect(pausesAfter(times(5, refused(403)))).toEqual([3, 'no-rights']);
    const same = step();
    expect(pausesAfter(times(5, refused(403)).map((one) => ({ ...one, of: same })))).toBeNull();
    expect(pausesAfter(times(5, refused(403), yes))).toBeNull();
  });

  it('renames that Graph refuses never stop the rest', () => {
    const outcomes = times(60, refused(400)).map((one) => ({ ...one, of: rename }));
    expect(pausesAfter(outcomes)).toBeNull();
  });
});
