import { describe, expect, it } from 'vitest';
import { aBuilding, changed } from '../builders/building.ts';
import { operator, tenant, World } from '../builders/world.ts';

const names = (world: World) => world.directory.record.all.map((place) => place.fields.displayName).sort();

describe('a building that was never synced', () => {
  it('is created whole, and the next plan is empty (S03, S21, S38, I7)', async () => {
    const world = new World();
    const id = await world.import(aBuilding({ floors: 2, rooms: 2, desks: 3 }));
    const first = await world.sync(id);
    expect(first.run).toMatchObject({ state: 'done', requestedBy: operator.name, actingAs: 'Ada Admin' });
    // Building, 2 floors, 2 sections "Desks", 4 rooms, 6 desks.
    expect(first.report.summary).toMatchObject({ created: 15, failed: 0, unknown: 0 });
    expect(first.run.progress).toEqual({ done: 15, total: 15 });
    expect(world.directory.record.all).toHaveLength(15);

    const writes = world.directory.writesSeen;
    const second = await world.sync(id);
    expect(second.plan.summary).toMatchObject({ skip: 15, create: 0, update: 0 });
    expect(second.run.state).toBe('done');
    expect(world.directory.writesSeen).toBe(writes);
  });

  it('records every id, with the mailbox Microsoft made (S29, S37, I3)', async () => {
    const world = new World();
    const id = await world.import(aBuilding({ floors: 1, rooms: 1, desks: 1 }));
    await world.sync(id);
    const known = await world.stores.known.load(tenant, id);
    const live = world.directory.record.all;
    expect(known.map((place) => place.placeId).sort()).toEqual(live.map((place) => place.placeId).sort());
    expect(known.find((place) => place.type === 'room')?.mailbox).toMatch(/@contoso\.example$/);
  });

  it('is not touched by a preview (S18, I5)', async () => {
    const world = new World();
    const plan = await world.plan(await world.import(aBuilding()));
    expect(plan.summary.create).toBeGreaterThan(0);
    expect(world.directory.writesSeen).toBe(0);
  });
});

describe('a building that is in sync', () => {
  const building = aBuilding({ floors: 1, rooms: 1, desks: 3 });

  it('is synced again without a single request when the plan is empty', async () => {
    const world = new World();
    const id = await world.import(building);
    await world.sync(id);
    const plan = await world.plan(id);
    const seen = world.directory.seen.length;
    const run = await world.start(plan.id);
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expect(world.directory.seen).toHaveLength(seen);
  });

  it('gets just what changed in the source (S22, S45)', async () => {
    const world = new World();
    const id = await world.import(building);
    await world.sync(id);
    await world.import(
      changed(building, (space) => (space.kind === 'room' ? { ...space, capacity: 12 } : space)),
    );
    const before = world.directory.writesSeen;
    const { report } = await world.sync(id);
    expect(report.summary).toMatchObject({ updated: 1, created: 0, failed: 0 });
    expect(world.directory.applied.slice(before)).toMatchObject([
      { kind: 'update', fields: { capacity: 12 } },
    ]);
  });

  it('gets back what somebody removed in Microsoft Places', async () => {
    const world = new World();
    const id = await world.import(building);
    await world.sync(id);
    const desk = world.directory.record.all.find((place) => place.type === 'desk');
    world.directory.record.remove({ kind: 'remove', ref: '', type: 'desk', id: desk?.id ?? '' });
    const before = names(world).length;
    const { report } = await world.sync(id);
    expect(report.summary.created).toBe(1);
    expect(names(world)).toHaveLength(before + 1);
    expect((await world.plan(id)).steps).toEqual([]);
  });
});
