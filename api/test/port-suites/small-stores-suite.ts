import { describe, expect, it } from 'vitest';
import type { Stores } from '../../src/ports/stores.ts';
import { at, newTenant } from './samples.ts';

/** What every store of reports, answers, token caches and settings does. */
export function smallStoresSuite(stores: () => Stores): void {
  reports(stores);
  answers(stores);
  abandonedAnswers(stores);
  tokenCaches(stores);
  settings(stores);
}

function reports(stores: () => Stores): void {
  it('reports: one per run, the last one saved', async () => {
    const { reports } = stores();
    const tenant = newTenant();

    await reports.save(tenant, 'run-1', { lines: ['b', 'a'] });
    await reports.save(tenant, 'run-1', { lines: ['c'] });

    expect(await reports.load(tenant, 'run-1')).toEqual({ lines: ['c'] });
    expect(await reports.load(tenant, 'run-2')).toBeNull();
    expect(await reports.load(newTenant(), 'run-1')).toBeNull();
  });
}

function answers(stores: () => Stores): void {
  describe('answers', () => {
    it('the first call claims the key, a repeat waits and then gets its answer', async () => {
      const { answers } = stores();
      const tenant = newTenant();

      expect(await answers.claim(tenant, 'ada', 'k', 'hash', at(0))).toEqual({ kind: 'claimed' });
      expect(await answers.claim(tenant, 'ada', 'k', 'hash', at(1))).toEqual({ kind: 'running' });
      await answers.answer(tenant, 'ada', 'k', 202, { id: 'run-1' });
      const repeated = await answers.claim(tenant, 'ada', 'k', 'hash', at(2));

      expect(repeated).toEqual({ kind: 'answer', status: 202, body: { id: 'run-1' } });
    });

    it('another body under the same key is refused; another user or tenant is another key', async () => {
      const { answers } = stores();
      const tenant = newTenant();
      await answers.claim(tenant, 'ada', 'k', 'hash', at(0));

      expect(await answers.claim(tenant, 'ada', 'k', 'other', at(0))).toEqual({ kind: 'otherBody' });
      expect(await answers.claim(tenant, 'bob', 'k', 'other', at(0))).toEqual({ kind: 'claimed' });
      expect(await answers.claim(newTenant(), 'ada', 'k', 'other', at(0))).toEqual({ kind: 'claimed' });
    });

    it('a released key and a day-old answer may be used again', async () => {
      const { answers } = stores();
      const tenant = newTenant();
      await answers.claim(tenant, 'ada', 'released', 'hash', at(0));
      await answers.release(tenant, 'ada', 'released');
      await answers.claim(tenant, 'ada', 'old', 'hash', at(0));
      await answers.answer(tenant, 'ada', 'old', 200, null);
      const dayLater = new Date(at(0).getTime() + 24 * 3600 * 1000 + 1);

      expect(await answers.claim(tenant, 'ada', 'released', 'x', at(1))).toEqual({ kind: 'claimed' });
      expect(await answers.claim(tenant, 'ada', 'old', 'x', dayLater)).toEqual({ kind: 'claimed' });
    });

    it('of eight simultaneous calls exactly one claims', async () => {
      const { answers } = stores();
      const tenant = newTenant();

      const kinds = await Promise.all(
        Array.from({ length: 8 }, () => answers.claim(tenant, 'ada', 'k', 'hash', at(0))),
      );

      expect(kinds.filter(({ kind }) => kind === 'claimed')).toHaveLength(1);
      expect(kinds.filter(({ kind }) => kind === 'running')).toHaveLength(7);
    });
  });
}

/** A process that dies between claim and answer must not block its user for a day. */
function abandonedAnswers(stores: () => Stores): void {
  it('answers: a claim that nobody answered for ten minutes may be taken again', async () => {
    const { answers } = stores();
    const tenant = newTenant();
    await answers.claim(tenant, 'ada', 'k', 'hash', at(0));

    expect(await answers.claim(tenant, 'ada', 'k', 'hash', at(10))).toEqual({ kind: 'claimed' });
  });
}

function tokenCaches(stores: () => Stores): void {
  it('token caches: sealed bytes come back as they were, and are gone when removed', async () => {
    const { tokens } = stores();
    const tenant = newTenant();
    const sealed = Uint8Array.from([0, 255, 128, 92, 120, 39]);

    await tokens.save(tenant, { name: 'old' }, Uint8Array.from([1]), at(0));
    await tokens.save(tenant, { name: 'Ada' }, sealed, at(1));

    expect(await tokens.load(tenant)).toEqual({ account: { name: 'Ada' }, sealed });
    await tokens.remove(tenant);
    expect(await tokens.load(tenant)).toBeNull();
  });
}

function settings(stores: () => Stores): void {
  it('settings: any value per tenant and key', async () => {
    const { settings } = stores();
    const tenant = newTenant();

    await settings.save(tenant, 'policy', { orphans: 'keep' });
    await settings.save(tenant, 'channel', 'old');
    await settings.save(tenant, 'channel', 'general');

    expect(await settings.load(tenant, 'policy')).toEqual({ orphans: 'keep' });
    expect(await settings.load(tenant, 'channel')).toBe('general');
    expect(await settings.load(newTenant(), 'policy')).toBeNull();
  });
}
