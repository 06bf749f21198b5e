import { describe, expect, it } from 'vitest';
import { runOf } from '../../testing/builders.ts';
import { hasEnded, paceOf, storyOf, tell, type RunStory } from './run-story.ts';

const event = (name: string, data: object) => ({ id: '1', event: name, data: JSON.stringify(data) });
const step = (key: string, outcome: string) =>
  event('step', { key, name: key, type: 'desk', action: 'create', outcome });
const after = (...events: ReturnType<typeof event>[]) =>
  events.reduce((story, one, index) => tell(story, one, index * 1_000), storyOf(runOf()));

describe('the story of a run', () => {
  it('keeps failures, and lets go of one that was settled later', () => {
    const story = after(step('a', 'failed'), step('b', 'unknown'), step('a', 'done'), step('b', 'unknown'));
    expect(story.failures.map((one) => one.key)).toEqual(['b']);
  });

  it('shows the newest items first, and only a few', () => {
    const story = after(...Array.from({ length: 20 }, (_, at) => step(`d${at}`, 'done')));
    expect(story.recent[0]?.key).toBe('d19');
    expect(story.recent.length).toBeLessThan(10);
  });

  it('follows the state with its reason', () => {
    const story = after(event('state', { state: 'paused', reason: 'Sign in again.' }));
    expect(story).toMatchObject({ state: 'paused', stateReason: 'Sign in again.' });
    expect(hasEnded(story.state)).toBe(false);
    expect(after(event('state', { state: 'doneWithFailures' })).state).toBe('doneWithFailures');
  });

  it('knows when a pause ends by itself, until the run goes on', () => {
    const paused = event('state', {
      state: 'paused',
      reason: 'Too fast.',
      resumesAt: '2026-03-01T10:05:00Z',
    });
    expect(after(paused).resumesAt).toBe('2026-03-01T10:05:00Z');
    expect(after(paused, event('state', { state: 'running' })).resumesAt).toBeUndefined();
    expect(after(paused, event('state', { state: 'paused', reason: 'Sign in.' })).resumesAt).toBeUndefined();
  });

  it('ignores kinds of event it does not know', () =>
    expect(after(event('later', { a: 1 }))).toEqual(storyOf(runOf())));
});

describe('pace', () => {
  const progress = (done: number) => event('progress', { done, total: 1_000 });
  const at = (pairs: [number, number][]): RunStory =>
    pairs.reduce((story, [ms, done]) => tell(story, progress(done), ms), storyOf(runOf()));

  it('is the rate of what arrived lately', () => {
    expect(
      paceOf(
        at([
          [0, 100],
          [10_000, 200],
        ]),
      ),
    ).toEqual({ perMinute: 600, leftMs: 80_000 });
  });

  it('forgets the slow start', () => {
    expect(
      paceOf(
        at([
          [0, 0],
          [60_000, 10],
          [70_000, 110],
        ]),
      )?.perMinute,
    ).toBe(600);
  });

  it('does not take a replay after a reconnect for speed', () => {
    expect(
      paceOf(
        at([
          [0, 1],
          [50, 400],
          [100, 800],
        ]),
      ),
    ).toBeUndefined();
  });

  it('is silent when nothing moves', () =>
    expect(
      paceOf(
        at([
          [0, 5],
          [9_000, 5],
        ]),
      ),
    ).toBeUndefined());
});
