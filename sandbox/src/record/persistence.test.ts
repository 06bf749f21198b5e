import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makePackage, zipPackage } from '../graph/testing/map-package.ts';
import { openTenant, RESERVABLE, smallBuilding, type Json } from '../graph/testing/open-tenant.ts';
import { openJournal } from './journal.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tenant-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('a journal', () => {
  it('drops the line a killed process was writing and refuses a damaged one', () => {
    const file = join(dir, 'x.ndjson');
    writeFileSync(file, '{"n":1}\n{"n":2}\n{"n":');
    const journal = openJournal<{ n: number }>(dir, 'x');
    expect(journal.earlier).toEqual([{ n: 1 }, { n: 2 }]);
    journal.append({ n: 3 });
    journal.close();
    expect(openJournal(dir, 'x').earlier).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    writeFileSync(file, '{"n":1}\n{"n"\n{"n":3}\n');
    expect(() => openJournal(dir, 'x')).toThrow(/line 2/);
  });
});

describe('a tenant with a state folder', () => {
  it('is the same after a restart: places, maps, check-ins, settings, deleted mailboxes', async () => {
    const first = await openTenant({ renames: 'refuse' }, dir);
    const { building, floor, section } = await smallBuilding(first);
    const room = await first.create('room', 'R', floor.id);
    const desk = await first.create('desk', 'D1', section.id, { mode: RESERVABLE });
    const doomed = await first.create('desk', 'D2', section.id, { mode: RESERVABLE });
    await first.remove(`/places/${doomed.id}`);
    const drawn = {
      building: building.id,
      floor: floor.id,
      ordinal: 1,
      room: room.placeId,
      section: section.id,
      desk: desk.id,
    };
    const map = `/places/${building.id}/microsoft.graph.building`;
    await first.post(`${map}/ingestMapFile`, { file: zipPackage(makePackage(drawn)) });
    const units = await first.get(`${map}/map/levels`);
    await first.patch(`${map}/map/levels/${units.body.value[0].id}/units/u`, {
      properties: unitText(units.body.value[0].id as string),
    });
    await first.post(`/places/${room.id}/checkIns`, { calendarEventId: 'e', checkInMethod: 'manual' });
    const look = async (tenant: typeof first) => ({
      places: (await tenant.get('/_sandbox/places')).body,
      maps: (await tenant.get('/_sandbox/maps')).body,
      settings: { ...(await tenant.get('/_sandbox/settings')).body, smtpUrl: '' },
      checkIn: (await tenant.get(`/places/${room.id}/checkIns/e`)).body,
    });
    const before = await look(first);
    expect(before.places.deletedMailboxes.length).toBe(1);
    await first.close();
    // Twice: once from the changes, once from the compacted journal.
    for (let n = 0; n < 2; n += 1) {
      const again = await openTenant({}, dir);
      expect(await look(again)).toEqual(before);
      await again.close();
    }
    const reset = await openTenant({}, dir);
    await reset.post('/_sandbox/reset', {});
    await reset.close();
    const fresh = await openTenant({}, dir);
    expect(fresh.sandbox.tenant.all().length).toBe(10);
    expect((await fresh.get('/_sandbox/settings')).body.renames).toBe('accept');
    await fresh.close();
  });
});

const unitText = (levelId: string): string =>
  JSON.stringify({
    type: 'Feature',
    id: 'u',
    feature_type: 'unit',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [1, 1],
          [2, 1],
          [2, 2],
          [1, 1],
        ],
      ],
    },
    properties: { category: 'room', level_id: levelId },
  });

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  readonly token: string;
}

/** The process that the product starts, with real sign-in. */
async function start(): Promise<Started> {
  const child = fork(new URL('../main.ts', import.meta.url), {
    execArgv: [],
    env: {
      ...process.env,
      SANDBOX_PORT: '0',
      SANDBOX_STATE_DIR: dir,
      APP_URL: 'http://127.0.0.1:3978',
      TENANT_ID: '7e57ab1e-0000-4000-8000-000000000001',
      CLIENT_ID: '7e57ab1e-0000-4000-8000-0000000000c1',
      CLIENT_SECRET: 'secret',
      BOT_ID: '7e57ab1e-0000-4000-8000-0000000000b1',
      BOT_SECRET: 'secret',
    },
  });
  const [ready] = (await once(child, 'message')) as [Json];
  expect(ready).toMatchObject({ ready: true, port: expect.any(Number) });
  const url = `http://127.0.0.1:${ready.port}`;
  const asked = await fetch(`${url}/_sandbox/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'admin', audience: 'graph' }),
  });
  return { child, url, token: ((await asked.json()) as { token: string }).token };
}

const createBuilding = async ({ url, token }: Started, displayName: string): Promise<Json> => {
  const answer = await fetch(`${url}/v1.0/places`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ '@odata.type': 'microsoft.graph.building', displayName }),
  });
  return answer.json();
};

const placeIds = async ({ url }: Started): Promise<Set<string>> => {
  const { items } = (await (await fetch(`${url}/_sandbox/places`)).json()) as { items: Json[] };
  return new Set(items.map(({ id }) => id as string));
};

describe('the process', () => {
  it('loses nothing that it acknowledged, whenever it is killed', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const started = await start();
      expect([...(await placeIds(started))]).toEqual(expect.arrayContaining(acknowledged));
      const gone = once(started.child, 'exit');
      for (let n = 0; n < 20; n += 1)
        acknowledged.push((await createBuilding(started, `B${round}.${n}`)).id as string);
      const unanswered = createBuilding(started, `B${round}.x`).catch(() => null);
      started.child.kill('SIGKILL');
      await Promise.all([gone, unanswered]);
    }
    const last = await start();
    expect([...(await placeIds(last))]).toEqual(expect.arrayContaining(acknowledged));
    const gone = once(last.child, 'exit');
    last.child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
  });

  it('ends when the product is gone', async () => {
    const { child } = await start();
    const gone = once(child, 'exit');
    child.disconnect();
    expect(await gone).toEqual([0, null]);
  });

  it('names the setting it misses', async () => {
    const child = fork(new URL('../main.ts', import.meta.url), {
      execArgv: [],
      silent: true,
      env: { PATH: process.env['PATH'] },
    });
    const said: string[] = [];
    child.stderr?.on('data', (text) => said.push(String(text)));
    expect(await once(child, 'close')).toEqual([78, null]);
    expect(said.join('')).toContain('TENANT_ID');
  });
});
