/** The map as the last phase of a run: never in the way of places, never lost, never sent twice. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import type { Space } from '../../src/core/model/building.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { cancelRun } from '../../src/engine/cancel-run.ts';
import { retryRun } from '../../src/engine/retry-run.ts';
import { operator, tenant, World } from '../builders/world.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import { FakeMaps, sorted } from './fake-maps.ts';

const address = { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' };
const rooms = (more: readonly Space[] = []) => [
  space('a', 'room', local(box(0, 0, 5, 4))),
  space('b', 'room', local(box(5, 0, 5, 4))),
  space('d', 'desk', local(box(1, 1, 1.6, 0.8)), { bookable: true }),
  ...more,
];
const house = (more: readonly Space[] = [], spaces = rooms(more), width = 12) =>
  drawn([floor('0', 0, spaces, { outline: local(box(0, 0, width, 10)) })], {
    address,
    timeZone: 'Europe/Stockholm',
  });
/** Another outline is no small change. */
const widerHouse = (more: readonly Space[] = []) => house(more, rooms(more), 14);
const wall = space('w', 'structure', local(box(0, 4, 10, 0.2)));
const deskAt = (x: number) =>
  rooms().map((one) =>
    one.kind === 'desk' ? space('d', 'desk', local(box(x, 1, 1.6, 0.8)), { bookable: true }) : one,
  );

let world: World;
let maps: FakeMaps;
let id: BuildingId;
beforeEach(async () => {
  world = new World();
  maps = new FakeMaps();
  Object.assign(world.deps, { maps: { maker: createMapMaker(), of: () => maps } });
  id = await world.import(house());
});

describe('the map of a run', () => {
  it('is checked, uploaded and read back after the places, with every place linked', async () => {
    const { plan, run, report } = await world.sync(id);
    expect(plan.map).toEqual({ action: 'upload', floors: 1 });
    expect(run.state).toBe('done');
    expect(report.map.state).toBe('uploaded');
    // Two rooms, the desk and the section made for it.
    expect(report.map.message).toContain('Level 0: uploaded, 4 of 4 linked');
    // Nothing is there, so nothing is deleted.
    expect(maps.calls.slice(0, 4)).toEqual(['levels', 'check', 'upload', 'levels']);
    expect(maps.calls.slice(4).sort()).toEqual(['fixtures', 'sections', 'units']);
    expect(report.propagation.map(({ what }) => what)).toContain('The floor map can take up to 1 hour.');
  });

  it('is not touched by a run that changes nothing', async () => {
    await world.sync(id);
    maps.calls.length = 0;
    const { plan, report } = await world.sync(id);
    expect(plan.map.action).toBe('skip');
    expect(report.map.state).toBe('skip');
    // The plan looks whether it is still there; the run does not.
    expect(maps.calls).toEqual(['levels']);
  });

  it('is uploaded anew when a wall moved, though no place changed', async () => {
    await world.sync(id);
    await world.import(house([wall]));
    const { plan, report } = await world.sync(id);
    expect([plan.steps.length, plan.map.action, report.map.state]).toEqual([0, 'upload', 'uploaded']);
  });

  it('links by itself what the file did not link', async () => {
    maps.honoursLinks = false;
    const { report } = await world.sync(id);
    expect(maps.calls.filter((call) => call.startsWith('link')).sort()).toEqual([
      'link fixture',
      'link section',
      'link unit',
      'link unit',
    ]);
    expect(report.map.state).toBe('uploaded');
  });

  it('is pending with the hour when Microsoft does not show it yet', async () => {
    maps.hidden = true;
    const { run, report } = await world.sync(id);
    expect([run.state, report.map.state]).toEqual(['done', 'pending']);
    expect(report.map.message).toMatch(/until 2030-01-01T09:/);
  });

  it('that the check refuses is not sent, the old one stays, and the places are synced', async () => {
    await world.sync(id);
    const before = maps.map;
    maps.refusesDryRun = true;
    maps.calls.length = 0;
    await world.import(house([space('c', 'room', local(box(0, 5, 5, 4)))]));
    const { run, report } = await world.sync(id);
    expect([run.state, run.counts.created, run.counts.failed]).toEqual(['doneWithFailures', 1, 0]);
    expect(report.map).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('DsApiRestClient'),
    });
    expect(maps.calls).toEqual(['levels', 'levels', 'check']);
    expect(maps.map).toBe(before);
  });

  it('that the upload refuses makes place for the last good one', async () => {
    await world.sync(id);
    const before = maps.map;
    maps.answers.push('refused');
    await world.import(widerHouse());
    const { run, report } = await world.sync(id);
    expect(run.state).toBe('doneWithFailures');
    expect(report.map.message).toContain('The map of before was put back.');
    expect(maps.map).toEqual(before);
    // The next run tries again.
    expect((await world.sync(id)).report.map.state).toBe('uploaded');
  });

  it('that could not even be put back is no unchanged map afterwards', async () => {
    await world.sync(id);
    maps.answers.push('refused', 'refused');
    await world.import(widerHouse());
    expect((await world.sync(id)).report.map.message).toContain('could not be put back');
    await world.import(house());
    const { plan, report } = await world.sync(id);
    expect([plan.map.action, report.map.state, maps.map === null]).toEqual(['upload', 'uploaded', false]);
  });

  it('is left as it is when the run is cancelled before the first change of it', async () => {
    await world.sync(id);
    const before = maps.map;
    await world.import(widerHouse());
    const run = await world.start((await world.plan(id)).id);
    const ingest = maps.ingest.bind(maps);
    maps.ingest = async (...call) => {
      await cancelRun(world.deps, { tenant, runId: run.id, by: operator });
      return ingest(...call);
    };
    await world.work();
    expect([(await world.run(run.id)).state, maps.map]).toEqual(['cancelled', before]);
    expect((await world.report(run.id)).map).toMatchObject({
      state: 'none',
      message: 'The run was cancelled before the map was changed.',
    });
    maps.ingest = ingest;
    expect((await world.sync(id)).report.map.state).toBe('uploaded');
  });

  it('that has to wait for long pauses the run, which goes on by itself, also between delete and upload', async () => {
    await world.sync(id);
    await world.import(widerHouse());
    maps.answers.push('waits', 'waits');
    const { run } = await world.sync(id);
    expect([run.state, maps.map]).toEqual(['paused', null]);
    expect(run.stateReason).toContain('goes on by itself');
    await world.work(undefined, undefined, 20 * 60_000);
    expect((await world.run(run.id)).state).toBe('done');
    expect((await world.report(run.id)).map.state).toBe('uploaded');
    expect(maps.uploads).toHaveLength(2);
  });

  it('that a cancelled run left half-way is named by the report and finished by the next sync', async () => {
    await world.sync(id);
    await world.import(widerHouse());
    maps.answers.push('waits');
    const { run } = await world.sync(id);
    await cancelRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.run(run.id)).state).toBe('cancelled');
    expect((await world.report(run.id)).map.message).toContain('while the map was being replaced');
    expect((await world.sync(id)).report.map.state).toBe('uploaded');
  });

  it('is put back linked where the tenant ignores the links of the file', async () => {
    maps.honoursLinks = false;
    await world.sync(id);
    const before = maps.map;
    maps.answers.push('refused');
    await world.import(widerHouse());
    await world.sync(id);
    expect(maps.map).toEqual(before);
  });

  it('whose answer got lost counts when it is there', async () => {
    maps.answers.push('lost');
    const { report } = await world.sync(id);
    expect(report.map.state).toBe('uploaded');
  });
});

describe('a small change of the map', () => {
  const packageOf = async () => {
    const record = (await world.stores.settings.load(tenant, `map:${id}`)) as { zip: string };
    return sorted(createMapMaker().unpack(Buffer.from(record.zip, 'base64')));
  };
  beforeEach(async () => {
    await world.sync(id);
    maps.calls.length = 0;
  });

  it('is sent as single features, checked before and read back after', async () => {
    await world.import(house([], deskAt(1.5)));
    const { run, report } = await world.sync(id);
    expect([run.state, report.map.state]).toEqual(['done', 'uploaded']);
    expect(report.map.message).toMatch(/^\d shapes? of the map changed\. Level 0: uploaded, 4 of 4 linked/);
    expect(maps.calls).not.toContain('delete');
    expect(maps.calls).not.toContain('upload');
    expect(maps.calls.slice(0, 4)).toEqual(['levels', 'levels', 'check', 'put fixture']);
    expect(maps.features).toEqual(await packageOf());
  });

  it('may be a shape that is new or gone', async () => {
    await world.import(house([wall]));
    await world.sync(id);
    expect(maps.calls).toContain('put unit');
    expect(maps.features).toEqual(await packageOf());
    await world.import(house());
    await world.sync(id);
    expect(maps.calls).toContain('drop unit');
    expect([maps.features, maps.uploads.length]).toEqual([await packageOf(), 1]);
  });

  it('is uploaded as a whole when one of them is refused', async () => {
    maps.singleAnswers.push('works', 'refused');
    await world.import(house([], deskAt(1.5)));
    expect((await world.sync(id)).report.map.state).toBe('uploaded');
    expect(maps.calls).toContain('delete');
    expect(maps.features).toEqual(await packageOf());
  });

  it('goes back to the last good map when neither is taken', async () => {
    const before = maps.features;
    maps.singleAnswers.push('works', 'refused');
    maps.answers.push('refused');
    await world.import(house([], deskAt(1.5)));
    const { report } = await world.sync(id);
    expect(report.map).toMatchObject({ state: 'failed', message: expect.stringContaining('put back') });
    expect(maps.features).toEqual(before);
  });

  it('that got lost half-way is finished by a retry', async () => {
    maps.singleAnswers.push('works', 'lost');
    await world.import(house([], deskAt(1.5)));
    const { run } = await world.sync(id);
    expect(run.state).toBe('doneWithFailures');
    const again = await retryRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.report(again.id)).map.state).toBe('uploaded');
    expect([maps.features, maps.uploads.length]).toEqual([await packageOf(), 1]);
  });
});

describe('a run of which only the map failed', () => {
  it('can be retried: the map is tried again, and nothing else', async () => {
    maps.refusesDryRun = true;
    const { run } = await world.sync(id);
    expect([run.state, run.counts.failed]).toEqual(['doneWithFailures', 0]);
    maps.refusesDryRun = false;
    const writes = world.directory.writesSeen;
    const again = await retryRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.run(again.id)).state).toBe('done');
    expect((await world.report(again.id)).map.state).toBe('uploaded');
    expect(world.directory.writesSeen).toBe(writes);
    await expect(retryRun(world.deps, { tenant, runId: again.id, by: operator })).rejects.toMatchObject({
      code: 'nothing-to-retry',
    });
  });
});
