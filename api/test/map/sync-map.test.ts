/** The map as the last phase of a run: never in the way of places, never lost, never sent twice. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMapMaker } from '../../src/adapters/imdf/map-maker.ts';
import type { Space } from '../../src/core/model/building.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { World } from '../builders/world.ts';
import { box, drawn, floor, local, space } from './drawn-building.ts';
import { FakeMaps } from './fake-maps.ts';

const address = { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' };
const rooms = (more: readonly Space[] = []) => [
  space('a', 'room', local(box(0, 0, 5, 4))),
  space('b', 'room', local(box(5, 0, 5, 4))),
  space('d', 'desk', local(box(1, 1, 1.6, 0.8)), { bookable: true }),
  ...more,
];
const house = (more: readonly Space[] = []) =>
  drawn([floor('0', 0, rooms(more), { outline: local(box(0, 0, 12, 10)) })], {
    address,
    timeZone: 'Europe/Stockholm',
  });

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
    expect(maps.calls.slice(0, 4)).toEqual(['levels', 'check', 'delete', 'upload']);
    expect(report.propagation.map(({ what }) => what)).toContain('The floor map can take up to 1 hour.');
  });

  it('is not touched by a run that changes nothing', async () => {
    await world.sync(id);
    maps.calls.length = 0;
    const { plan, report } = await world.sync(id);
    expect(plan.map.action).toBe('skip');
    expect(report.map.state).toBe('skip');
    expect(maps.calls).toEqual([]);
  });

  it('is uploaded anew when a wall moved, though no place changed', async () => {
    await world.sync(id);
    await world.import(house([space('w', 'structure', local(box(0, 4, 10, 0.2)))]));
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
    expect(maps.calls).toEqual(['check']);
    expect(maps.map).toBe(before);
  });

  it('that the upload refuses makes place for the last good one', async () => {
    await world.sync(id);
    const before = maps.map;
    maps.answers.push('refused');
    await world.import(house([space('w', 'structure', local(box(0, 4, 10, 0.2)))]));
    const { run, report } = await world.sync(id);
    expect(run.state).toBe('doneWithFailures');
    expect(report.map.message).toContain('The map of before was put back.');
    expect(maps.map).toEqual(before);
    // The next run tries again.
    expect((await world.sync(id)).report.map.state).toBe('uploaded');
  });

  it('whose answer got lost counts when it is there', async () => {
    maps.answers.push('lost');
    const { report } = await world.sync(id);
    expect(report.map.state).toBe('uploaded');
  });

  it('of somebody else is kept as a copy, and goes back when ours is refused', async () => {
    const theirs = { id: 'their-level', type: 'level', levelId: null, placeId: 'their-floor' };
    maps.map = [theirs];
    maps.answers.push('refused');
    const { report } = await world.sync(id);
    expect(report.map.message).toContain('put back');
    expect(maps.map).toEqual([theirs]);
    expect((await world.sync(id)).report.map.message).toContain('a copy of that one is kept');
  });
});
