import { describe, expect, it } from 'vitest';
import { checkClock } from '../../engine/check-clock.ts';
import { createSandbox } from '../../../../sandbox/src/app.ts';
import { ClockWatch } from './clock-watch.ts';
import { createPlaceDirectory } from './place-directory.ts';

const at = (text: string) => new Date(`2030-01-01T${text}Z`);
const date = (text: string) => at(text).toUTCString();

describe('F26 the clock of this machine', () => {
  it.each([
    ['as long as the answer took', '08:00:05', '08:00:00', '08:00:20', 0],
    ['within the second that Date has', '08:00:00', '08:00:00.900', '08:00:01', 0],
    ['ahead', '08:00:00', '08:10:01', '08:10:02', 600_000],
    ['behind', '08:10:00', '08:00:00', '08:00:01', -599_000],
  ])('%s', (_what, theirs, sentAt, receivedAt, aheadMs) => {
    const watch = new ClockWatch();
    expect(watch.aheadMs).toBeNull();
    watch.note(date(theirs), at(sentAt), at(receivedAt));
    expect(watch.aheadMs).toBe(aheadMs);
    watch.note(null, at(sentAt), at(receivedAt));
    watch.note('nonsense', at(sentAt), at(receivedAt));
    expect(watch.aheadMs).toBe(aheadMs);
  });

  it.each([
    [null, 'unknown'],
    [0, 'ok'],
    [60_000, 'ok'],
    [-60_000, 'ok'],
    [61_000, 'problem'],
    [-61_000, 'problem'],
  ])('%s ms: %s', (aheadMs, state) => {
    const item = checkClock(aheadMs);
    expect(item).toMatchObject({ code: 'clock', state });
    if (state === 'problem') expect(item.hint).toContain('NTP');
  });

  it.each([
    [0, 'ok', /agrees/],
    [600, 'problem', /(59\d|60\d) seconds behind/],
    [-600, 'problem', /(59\d|60\d) seconds ahead/],
  ])(
    'is measured from ordinary answers of a tenant whose clock is off by %i s',
    async (skewSeconds, state, said) => {
      const tenantId = '5a4d0b0c-7e0a-4c1e-9b5e-0d5c0a7e2f11';
      const sandbox = await createSandbox({
        tenantId,
        clientId: 'client',
        clientSecret: 'secret',
        botId: 'bot',
        botSecret: 'secret',
        appUrl: 'http://127.0.0.1:1',
        verifyToken: () =>
          Promise.resolve({
            ok: true,
            caller: {
              tenantId,
              userId: 'admin',
              scopes: ['Place.ReadWrite.All'],
              directoryRoles: [],
              appOnly: false,
            },
          }),
      });
      const door = await sandbox.listen(0);
      const url = `http://127.0.0.1:${door.port}`;
      try {
        await fetch(`${url}/_sandbox/clock`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ skewSeconds }),
        });
        const clockWatch = new ClockWatch();
        const clock = { now: () => new Date(), wait: () => Promise.resolve() };
        const directory = createPlaceDirectory({
          graphUrl: url,
          token: () => Promise.resolve('token'),
          clock,
          clockWatch,
        });
        await directory.readBuildings();
        const item = checkClock(clockWatch.aheadMs);
        expect([item.state, item.detail]).toEqual([state, expect.stringMatching(said)]);
        const calls = sandbox.requests.list().items.filter(({ path }) => path.startsWith('/v1.0'));
        expect(calls).toHaveLength(1);
      } finally {
        await door.close();
        await sandbox.close();
      }
    },
  );
});
