/** The main job once more on a real database: what the fakes cannot show. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/adapters/postgres/database.ts';
import { createStores } from '../../src/adapters/postgres/stores.ts';
import { testSeals } from '../../src/adapters/postgres/testing/test-seals.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import { resumeUnfinished } from '../../src/engine/resume-run.ts';
import { aBuilding } from '../builders/building.ts';
import { Crashed, Process } from '../builders/crashing.ts';
import {
  expectHonestCounts,
  expectNoDuplicates,
  expectNothingLost,
  expectOneToOne,
} from '../builders/invariants.ts';
import { GRACE_MS, tenant, World } from '../builders/world.ts';

describe('a building on PGlite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 120_000);
  afterAll(() => database.close());

  it('is synced through a killed worker and a lost answer, and then all is Skip', async () => {
    const world = new World(createStores(database, testSeals));
    world.directory.record.refusesDuplicates = false;
    world.directory.lagMs = GRACE_MS - 1000;
    const id = await world.import(aBuilding({ floors: 2, rooms: 2, desks: 30 }));
    const plan = await world.plan(id);
    const run = await world.start(plan.id);
    world.directory.fault = (_write, nth) => (nth % 7 === 0 ? { kind: 'unclearApplied' } : undefined);
    const process = new Process(world.deps, 25, 'halfWay');
    await expect(world.work(process.deps)).rejects.toThrow(Crashed);
    await resumeUnfinished(world.deps);
    await world.work();
    await expectNothingLost(world, id, run.id);
    await expectOneToOne(world, id);
    await expectHonestCounts(world, plan.id, run.id);

    world.clock.advance(GRACE_MS);
    await world.sync(id);
    expectNoDuplicates(world);
    world.clock.advance(GRACE_MS);
    const last = await world.plan(id);
    expect(last).toMatchObject({ complete: true, steps: [], summary: { skip: 1 + 2 * (2 + 2 + 30) } });
    const events = await world.stores.runs.events(tenant, run.id, 0);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.at(-1)).toMatchObject({ type: 'state' });
  });
});
