import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createKeySet, type KeySet } from './key-set.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const { n, e } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const key = (kid: string, changes: object = {}) => ({ kty: 'RSA', use: 'sig', kid, n, e, ...changes });

/** A key set against a service whose answer and clock the test owns. */
function setUp(published: object[] = [key('one')]) {
  const world = { nowMs: Date.parse('2026-03-01T08:00:00Z'), fetches: 0, published, down: false };
  const keySet: KeySet = createKeySet({
    url: 'https://sign-in.example/keys',
    now: () => world.nowMs,
    fetch: () => {
      world.fetches += 1;
      return world.down
        ? Promise.reject(new TypeError('fetch failed'))
        : Promise.resolve(Response.json({ keys: world.published }));
    },
  });
  return { world, keySet };
}

describe('C02 the key set', () => {
  it('reads once and answers from memory', async () => {
    const { world, keySet } = setUp();
    for (let i = 0; i < 100; i++) expect(await keySet.find('one')).not.toBeNull();
    expect(world.fetches).toBe(1);
  });

  it('finds a key that was added by a rotation', async () => {
    const { world, keySet } = setUp();
    await keySet.find('one');
    world.published = [key('two'), key('one')];
    world.nowMs += 31_000;
    expect(await keySet.find('two')).not.toBeNull();
    expect(world.fetches).toBe(2);
  });

  it('10,000 unknown key ids within a minute cost at most 2 more reads', async () => {
    const { world, keySet } = setUp();
    await keySet.find('one');
    world.nowMs += MINUTE;
    world.fetches = 0;
    for (let i = 0; i < 10_000; i++) {
      world.nowMs += 6;
      expect(await keySet.find(`random-${i}`)).toBeNull();
    }
    expect(world.fetches).toBeLessThanOrEqual(2);
    expect(await keySet.find('one')).not.toBeNull();
  });

  it('many callers at once share one read', async () => {
    const { world, keySet } = setUp();
    const found = await Promise.all(Array.from({ length: 50 }, () => keySet.find('one')));
    expect(found.every((each) => each !== null)).toBe(true);
    expect(world.fetches).toBe(1);
  });

  it('reads again every hour, so that a withdrawn key stops counting', async () => {
    const { world, keySet } = setUp();
    await keySet.find('one');
    world.published = [key('two')];
    world.nowMs += HOUR + 1;
    expect(await keySet.find('one')).toBeNull();
  });

  it('in an outage the last good keys serve for 24 hours, then nobody gets in', async () => {
    const { world, keySet } = setUp();
    await keySet.find('one');
    world.down = true;
    world.nowMs += 23 * HOUR;
    expect(await keySet.find('one')).not.toBeNull();
    world.nowMs += HOUR + 1;
    await expect(keySet.find('one')).rejects.toMatchObject({
      kind: 'transient',
      code: 'sign-in-unreachable',
    });
    world.down = false;
    world.nowMs += 31_000;
    expect(await keySet.find('one')).not.toBeNull();
  });

  it('without any keys yet it says that the service cannot be reached', async () => {
    const { world, keySet } = setUp();
    world.down = true;
    await expect(keySet.find('one')).rejects.toMatchObject({ code: 'sign-in-unreachable' });
  });

  it('an empty or senseless document does not replace good keys', async () => {
    const { world, keySet } = setUp();
    await keySet.find('one');
    world.published = [{ kty: 'oct', kid: 'one', k: 'AAAA' }];
    world.nowMs += HOUR + 1;
    expect(await keySet.find('one')).not.toBeNull();
  });

  it('takes RSA keys only', async () => {
    const { keySet } = setUp([
      key('one'),
      key('two', { kty: 'oct', k: 'AAAA' }),
      { kty: 'EC', kid: 'three' },
    ]);
    expect(await keySet.find('two')).toBeNull();
    expect(await keySet.find('three')).toBeNull();
    expect(await keySet.find('one')).not.toBeNull();
  });
});
