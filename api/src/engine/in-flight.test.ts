import { describe, expect, it } from 'vitest';
import { inFlight } from './in-flight.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('inFlight', () => {
  it('works through everything with at most so many at once', async () => {
    let now = 0;
    let most = 0;
    const done: number[] = [];
    await inFlight([1, 2, 3, 4, 5, 6, 7], 3, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await turn();
      now -= 1;
      done.push(item);
    });
    expect(most).toBe(3);
    expect(done.sort()).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('begins nothing after a failure, waits for what is under way, and throws the failure', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const work = async (item: number) => {
      begun.push(item);
      if (item === 1) throw new Error('first');
      await turn();
      ended.push(item);
    };
    await expect(inFlight([1, 2, 3, 4, 5, 6], 2, work)).rejects.toThrow('first');
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([2]);
  });

  it('begins nothing when it is told not to go on', async () => {
    const begun: number[] = [];
    const work = (item: number) => Promise.resolve(void begun.push(item));
    await inFlight([1, 2, 3], 1, work, () => begun.length < 2);
    expect(begun).toEqual([1, 2]);
  });
});
