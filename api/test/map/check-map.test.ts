/** A map that was not shown when its run ended: looked for again, until the report can tell how it went. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { checkMap } from '../../src/engine/check-map.ts';
import { ReportDelivery } from '../../src/engine/deliver-reports.ts';
import { queueCardChange, queueReports } from '../../src/engine/queue-reports.ts';
import { retryRun } from '../../src/engine/retry-run.ts';
import type { ReportChannel } from '../../src/ports/notifier.ts';
import { SignInNeeded } from '../../src/ports/token-source.ts';
import { operator, tenant, World } from '../builders/world.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import { FakeMaps } from './fake-maps.ts';

const house = (width = 12) =>
  drawn(
    [floor('0', 0, [space('a', 'room', local(box(0, 0, 5, 4)))], { outline: local(box(0, 0, width, 10)) })],
    { address: { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' }, timeZone: 'Europe/Stockholm' },
  );

let world: World;
let maps: FakeMaps;
let id: BuildingId;
let cards: string[];
let delivery: ReportDelivery;
beforeEach(async () => {
  world = new World();
  maps = new FakeMaps();
  cards = [];
  Object.assign(world.deps, {
    maps: { maker: createMapMaker(), of: () => maps },
    notifier: {
      runEnded: (run: any) => queueReports(world.deps, run),
      reportChanged: (run: any) => queueCardChange(world.deps, run),
    },
  });
  const channel = {
    channels: () => Promise.resolve([{ id: 'general', name: 'General' }]),
    post: (_channel: string, report: any) => {
      cards.push(`posted ${report.map.state}`);
      return Promise.resolve({ conversationId: 'c', activityId: 'a' });
    },
    update: (_message: unknown, report: any) => {
      cards.push(`changed ${report.map.state}`);
      return Promise.resolve();
    },
    progress: () => Promise.resolve(),
  };
  delivery = new ReportDelivery({
    ...world.deps,
    channel: channel as Partial<ReportChannel> as ReportChannel,
    mail: null,
  });
  id = await world.import(house());
});

/** The time comes for the next look. @returns minutes it took; undefined when none is due any more */
async function nextLook(): Promise<number | undefined> {
  const job = world.queue.take('map.check');
  if (job === undefined) return undefined;
  world.clock.advance(job.afterMs);
  await checkMap(world.deps, job.payload);
  await delivery.deliverDue();
  return job.afterMs / 60_000;
}

async function pendingRun(): Promise<string> {
  maps.hidden = true;
  const { run, report } = await world.sync(id);
  await delivery.deliverDue();
  expect([run.state, report.map.state, cards]).toEqual(['done', 'pending', ['posted pending']]);
  return run.id;
}

describe('a map that is not shown when its run ends', () => {
  it('is looked for again; the report and its one card then say that it is there', async () => {
    const runId = await pendingRun();
    expect(await nextLook()).toBe(1);
    expect((await world.report(runId)).map.state).toBe('pending');
    maps.hidden = false;
    expect(await nextLook()).toBe(2);
    const { map, summary } = await world.report(runId);
    expect(map).toMatchObject({
      state: 'uploaded',
      floors: [{ key: '0', name: 'Level 0', state: 'uploaded', correlated: 1, places: 1 }],
    });
    expect(map).not.toHaveProperty('waiting');
    expect(summary.created).toBeGreaterThan(0);
    expect(cards).toEqual(['posted pending', 'changed uploaded']);
    expect(await nextLook()).toBeUndefined();
  });

  it('is linked by the later look where the file did not link it', async () => {
    maps.honoursLinks = false;
    await pendingRun();
    maps.hidden = false;
    await nextLook();
    expect(maps.calls).toContain('link unit');
  });

  it('counts as failed six hours later, and a retry looks before it uploads again', async () => {
    const runId = await pendingRun();
    const waits: number[] = [];
    for (let wait = await nextLook(); wait !== undefined; wait = await nextLook()) waits.push(wait);
    expect(waits.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(waits.reduce((sum, wait) => sum + wait)).toBeGreaterThanOrEqual(360);
    expect(waits.length).toBeLessThan(20);
    const { map } = await world.report(runId);
    expect(map).toMatchObject({ state: 'failed', floors: [{ state: 'pending', correlated: 0 }] });
    expect(map.message).toContain('hours later');
    expect(cards).toEqual(['posted pending', 'changed failed']);
    maps.hidden = false;
    const again = await retryRun(world.deps, { tenant, runId, by: operator });
    await world.work();
    expect((await world.report(again.id)).map.state).toBe('uploaded');
    expect(maps.uploads).toHaveLength(1);
  });

  it('is uploaded again by the retry when it is gone', async () => {
    const runId = await pendingRun();
    while ((await nextLook()) !== undefined);
    [maps.map, maps.hidden] = [null, false];
    await retryRun(world.deps, { tenant, runId, by: operator });
    await world.work();
    expect([maps.uploads.length, maps.map === null]).toEqual([2, false]);
  });

  it('leaves the plan of the next preview without a change', async () => {
    await pendingRun();
    expect((await world.plan(id)).map.action).toBe('skip');
  });

  it('is none of its business any more when a later run changed the map', async () => {
    const runId = await pendingRun();
    await world.import(house(14));
    await world.sync(id);
    await nextLook();
    expect((await world.report(runId)).map.state).toBe('replaced');
  });

  it('waits while the account has to sign in again', async () => {
    const runId = await pendingRun();
    maps.unreadable = new SignInNeeded('expired', 'It has expired.', 'Sign in again.');
    await nextLook();
    expect((await world.report(runId)).map.state).toBe('pending');
    [maps.unreadable, maps.hidden] = [null, false];
    await nextLook();
    expect((await world.report(runId)).map.state).toBe('uploaded');
  });
});
