import { describe, expect, it } from 'vitest';
import type { LivePlace, PlaceId, PlaceType } from '../model/place.ts';
import { resolveUnknown } from './resolve-unknown.ts';
import type { Resolution, UnknownCreate } from './resolve-unknown.ts';
import { made, step } from './testing/steps.ts';

const resolve = (change: Partial<UnknownCreate>): Resolution =>
  resolveUnknown({
    step: step(),
    parentId: 'section-1',
    candidates: [],
    taken: new Set(),
    sinceSentMs: 200_000,
    graceMs: 120_000,
    attempt: 1,
    ...change,
  });
const withId = (id: string, change: Partial<LivePlace> = {}): LivePlace =>
  made({ id, placeId: id as PlaceId, ...change });
const typed = (type: PlaceType): UnknownCreate['step'] => step({ type });

describe('resolveUnknown', () => {
  it('one that fits is it, also before the grace time is over', () => {
    const place = withId('x', { fields: { displayName: ' desk 1' } });
    expect(resolve({ candidates: [place], sinceSentMs: 0 })).toEqual({
      kind: 'adopt',
      place,
      duplicates: [],
    });
  });

  it.each([
    ['has another name', withId('x', { fields: { displayName: 'Desk 2' } })],
    ['has another type', withId('x', { type: 'section' })],
    ['is somewhere else', withId('x', { parentId: 'section-2' })],
    ['belongs to another source item', withId('taken')],
  ])('one that %s is not', (_what, place) => {
    expect(resolve({ candidates: [place], taken: new Set(['taken']) })).toEqual({ kind: 'sendAgain' });
  });

  it('of several the first is taken, the others are named, none is removed', () => {
    const [a, b, c] = [withId('a'), withId('b'), withId('c')];
    expect(resolve({ candidates: [a, b, c] })).toEqual({ kind: 'adopt', place: a, duplicates: [b, c] });
    expect(resolve({ candidates: [a, b], answeredId: 'b' })).toEqual({
      kind: 'adopt',
      place: b,
      duplicates: [a],
    });
  });

  it('an id that came with an odd answer counts under another name too', () => {
    const odd = withId('x', { fields: { displayName: 'Desk 1 (2)' } });
    expect(resolve({ candidates: [odd], answeredId: 'x' })).toMatchObject({ kind: 'adopt' });
  });

  it('F15: nothing yet is not nothing, until the grace time is over', () => {
    expect(resolve({ sinceSentMs: 0 })).toEqual({ kind: 'lookAgain', afterMs: 15_000 });
    expect(resolve({ sinceSentMs: 119_500 })).toEqual({ kind: 'lookAgain', afterMs: 1000 });
    expect(resolve({ sinceSentMs: 120_000 })).toEqual({ kind: 'sendAgain' });
  });

  it.each(['desk', 'section', 'floor'] as const)(
    'not there: a %s is sent again, three times at most',
    (type) => {
      expect(resolve({ step: typed(type), attempt: 2 })).toEqual({ kind: 'sendAgain' });
      expect(resolve({ step: typed(type), attempt: 3 })).toMatchObject({ kind: 'ask' });
    },
  );

  it.each(['room', 'workspace', 'building'] as const)('not there: a person decides about a %s', (type) => {
    expect(resolve({ step: typed(type) })).toMatchObject({ kind: 'ask' });
  });

  it('a building has no parent', () => {
    const building = withId('x', { type: 'building', parentId: null });
    expect(resolve({ step: typed('building'), parentId: undefined, candidates: [building] })).toMatchObject({
      kind: 'adopt',
    });
  });
});
