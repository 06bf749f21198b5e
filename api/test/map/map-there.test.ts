/** A map that is not as we left it: taken away by hand, or replaced by somebody else. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import { mapThere } from '../../src/core/map/map-there.ts';
import type { Space } from '../../src/core/model/building.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { checkMap } from '../../src/engine/check-map.ts';
import { retryRun } from '../../src/engine/retry-run.ts';
import { admin, operator, tenant, World } from '../builders/world.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import { FakeMaps, refused } from './fake-maps.ts';

const floorOf = (key: string, order: number, more: readonly Space[] = []) =>
  floor(key, order, [space(`r${key}`, 'room', local(box(0, 0, 5, 4))), ...more], {
    outline: local(box(0, 0, 12, 10)),
  });
const house = (more: readonly Space[] = []) =>
  drawn([floorOf('0', 0, more), floorOf('1', 1)], {
    address: { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' },
    timeZone: 'Europe/Stockholm',
  });
const wall = space('w', 'structure', local(box(0, 5, 10, 0.2)));
const theirMap = (): Uint8Array =>
  createMapMaker().repack([
    {
      id: 'their-level',
      type: 'Feature',
      feature_type: 'level',
      geometry: null,
      properties: { directory_id: null },
    },
  ]);

let world: World;
let maps: FakeMaps;
let id: BuildingId;
beforeEach(async () => {
  world = new World();
  maps = new FakeMaps();
  Object.assign(world.deps, { maps: { maker: createMapMaker(), of: () => maps } });
  id = await world.import(house());
});
const putTheirs = async () => {
  maps.map = null;
  await maps.ingest('', theirMap(), { dryRun: false });
  maps.calls.length = 0;
};
/** Plans, and starts with the release. */
const syncReleased = async (by = admin) => {
  const plan = await world.plan(id);
  const run = await world.start(plan.id, by, ['map-of-others']);
  await world.work();
  return { plan, run: await world.run(run.id), report: await world.report(run.id) };
};

describe('a map that was taken away by hand', () => {
  beforeEach(() => world.sync(id));

  it('is announced by the plan after one request, uploaded again, and the report says so', async () => {
    const before = maps.features;
    maps.map = null;
    maps.calls.length = 0;
    const { plan, run, report } = await world.sync(id);
    expect(plan.map).toEqual({
      action: 'upload',
      floors: 2,
      reason: 'The map is missing in Microsoft Places and will be uploaded again.',
    });
    expect(maps.calls.slice(0, 2)).toEqual(['levels', 'levels']);
    expect([plan.steps.length, run.state, report.map.state]).toEqual([0, 'done', 'uploaded']);
    expect(report.map).toMatchObject({
      done: 'The map was missing in Microsoft Places and was uploaded again.',
      message: expect.stringContaining('uploaded again. Level 0: uploaded, 1 of 1 linked'),
    });
    expect(maps.features).toEqual(before);
    expect((await world.plan(id)).map.action).toBe('skip');
  });

  it('is uploaded again when only a floor of it is missing, or stands for another floor', async () => {
    const level = maps.map?.find(({ feature }) => feature.feature_type === 'level');
    maps.map = (maps.map ?? []).filter((one) => one !== level);
    const { plan, report } = await world.sync(id);
    expect(plan.map.reason).toContain('Floors of the map are missing');
    expect([report.map.state, report.map.done]).toEqual([
      'uploaded',
      'Floors of the map were missing in Microsoft Places, so it was uploaded again.',
    ]);
    maps.map = (maps.map ?? []).map((one) => (one.id === level?.id ? { ...one, placeId: 'other' } : one));
    expect((await world.sync(id)).report.map.state).toBe('uploaded');
  });

  it('and came back before the run is left as it is', async () => {
    const there = maps.map;
    maps.map = null;
    const plan = await world.plan(id);
    maps.map = there;
    const run = await world.start(plan.id);
    await world.work();
    expect((await world.report(run.id)).map.state).toBe('unchanged');
    expect([maps.map, maps.uploads.length]).toEqual([there, 1]);
  });

  it('is not thought missing when Microsoft cannot be asked', async () => {
    maps.map = null;
    maps.unreadable = refused('read', 503);
    const plan = await world.plan(id);
    expect([plan.map.action, plan.applyable]).toEqual(['skip', true]);
    expect(plan.findings).toContainEqual(
      expect.objectContaining({
        code: 'map-unread',
        severity: 'info',
        message: expect.stringContaining('DsApiRestClient threw. (request-id r-1)'),
      }),
    );
  });
});

describe('a map that was never shown', () => {
  beforeEach(async () => {
    maps.hidden = true;
    await world.sync(id);
  });

  it('is no missing map within six hours', async () => {
    const { plan, report } = await world.sync(id);
    expect([plan.map.action, report.map.message]).toEqual([
      'skip',
      'The map was uploaded, and Microsoft does not show it yet.',
    ]);
    await world.clock.wait(6 * 3_600_000 - 60_000);
    expect((await world.plan(id)).map.action).toBe('skip');
    await world.clock.wait(60_000);
    expect((await world.plan(id)).map.action).toBe('upload');
  });

  it('is a missing map once it was shown by a later look', async () => {
    maps.hidden = false;
    await world.queue.drain((run) => checkMap(world.deps, run), 'map.check', 60_000);
    maps.map = null;
    expect((await world.plan(id)).map.reason).toContain('missing');
  });
});

describe('a map of somebody else', () => {
  it('before the first sync is left alone, named by the plan; the places are synced', async () => {
    // The first run makes the building, without a map.
    Object.assign(world.deps, { maps: undefined });
    await world.sync(id);
    Object.assign(world.deps, { maps: { maker: createMapMaker(), of: () => maps } });
    await putTheirs();
    const theirs = maps.map;
    await world.import(house([space('new', 'room', local(box(5, 0, 5, 4)))]));
    const { plan, run, report } = await world.sync(id);
    expect(plan.map).toMatchObject({ action: 'none', release: 'map-of-others' });
    expect(plan.findings.map(({ code }) => code)).toContain('map-of-others');
    expect([run.state, run.counts.created, maps.map]).toEqual(['done', 1, theirs]);
    expect(report.warnings.map(({ code }) => code)).toContain('map-of-others');
    expect(report.map).toMatchObject({ state: 'none', message: expect.stringContaining('somebody else') });
    expect(maps.calls).toEqual(['levels']);
  });

  it('that took the place of ours stays, also when ours changed', async () => {
    await world.sync(id);
    await putTheirs();
    const theirs = maps.map;
    await world.sync(id);
    await world.import(house([wall]));
    const { run } = await world.sync(id);
    expect([run.state, maps.map, maps.calls]).toEqual(['done', theirs, ['levels', 'levels']]);
  });

  it('that came after the plan stays, and the report says so', async () => {
    await world.sync(id);
    await world.import(house([wall]));
    const plan = await world.plan(id);
    await putTheirs();
    const run = await world.start(plan.id);
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expect((await world.report(run.id)).map).toMatchObject({
      state: 'kept',
      message: expect.stringContaining('left as it is'),
    });
    expect(maps.calls).toEqual(['levels']);
  });

  it('is replaced when an administrator releases that, and a copy of it is kept', async () => {
    await world.sync(id);
    await putTheirs();
    const { plan, run, report } = await syncReleased();
    expect([plan.map.action, run.state, report.map.state]).toEqual(['none', 'done', 'uploaded']);
    expect(report.map.done).toContain('a copy of that one is kept');
    const copy = (await world.stores.settings.load(tenant, `map-of-others:${id}`)) as { zip: string };
    expect(createMapMaker().unpack(Buffer.from(copy.zip, 'base64'))[0]?.id).toBe('their-level');
    const entries = await world.audit.log.page(tenant, 0, 1000);
    expect(entries.filter(({ action }) => action === 'guard.released')).toMatchObject([
      { detail: { guard: 'map-of-others', runId: run.id } },
    ]);
    expect((await world.plan(id)).map.action).toBe('skip');
  });

  it('is not released by an operator, nor for another run', async () => {
    await world.sync(id);
    await putTheirs();
    await expect(syncReleased(operator)).rejects.toMatchObject({ code: 'plan-guarded' });
    await syncReleased();
    await putTheirs();
    const theirs = maps.map;
    await world.sync(id);
    expect(maps.map).toEqual(theirs);
  });

  it('goes back when ours is refused; a retry has the same release', async () => {
    await world.sync(id);
    await putTheirs();
    const theirs = maps.map;
    maps.answers.push('refused');
    const { run, report } = await syncReleased();
    expect(report.map.message).toContain('The map of before was put back.');
    expect(maps.map).toEqual(theirs);
    const again = await retryRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.report(again.id)).map.done).toContain('a copy of that one is kept');
  });

  it('that nobody can read is not deleted', async () => {
    await maps.ingest('', theirMap(), { dryRun: false });
    maps.hidden = true;
    const { report } = await world.sync(id);
    expect(report.map).toMatchObject({ state: 'failed', message: expect.stringContaining('Remove-Map') });
    expect(maps.calls).not.toContain('delete');
    maps.hidden = false;
    expect((await world.sync(id)).plan.map.release).toBe('map-of-others');
    expect((await syncReleased()).report.map.state).toBe('uploaded');
  });
});

it.each([
  [403, 'may not do this'],
  [413, 'too large'],
])('what helps against %s is said after the words of Microsoft', (status, advice) => {
  const { message } = refused('upload', status);
  expect(message).toMatch(/^Uploading the map failed: DsApiRestClient threw\. \(request-id r-1\) The /);
  expect(message).toContain(advice);
});

it('one level that is not ours makes it the map of somebody else', () => {
  const ours = { levelIds: ['a', 'b'], last: null };
  const level = (levelId: string) => ({ id: levelId, placeId: null });
  expect(mapThere([level('a')], ours)).toBe('ours');
  expect(mapThere([level('a'), level('x')], ours)).toBe('others');
  expect([mapThere(null, ours), mapThere([], ours)]).toEqual(['nothing', 'ours']);
});
