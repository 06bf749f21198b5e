import { describe, expect, it } from 'vitest';
import { resumeUnfinished } from '../../src/engine/resume-run.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { aBuilding } from '../builders/building.ts';
import { Crashed, Process, type When } from '../builders/crashing.ts';
import {
  expectHonestCounts,
  expectNoDuplicates,
  expectNothingLost,
  expectOneToOne,
} from '../builders/invariants.ts';
import { GRACE_MS, operator, tenant, World } from '../builders/world.ts';

/** Enough for two chunks in the last wave. */
const building = aBuilding({ floors: 2, rooms: 2, desks: 12 });

async function aWorldWithAPlan(lagMs: number) {
  const world = new World();
  world.directory.lagMs = lagMs;
  // The service's own rule against duplicates would hide ours.
  world.directory.record.refusesDuplicates = false;
  const id = await world.import(building);
  return { world, id, plan: await world.plan(id) };
}

/** Starts the run in a process that dies at its n-th call; returns the process. */
async function startAndDie(world: World, planId: string, at: number, when: When): Promise<Process> {
  const process = new Process(world.deps, at, when);
  try {
    await startRun(process.deps, { tenant, planId, release: [], by: operator });
    await world.work(process.deps);
  } catch (error) {
    if (!(error instanceof Crashed)) throw error;
  }
  return process;
}

/** What the next start of the product does; the person whose start was lost presses it again. */
async function comeBack(world: World, planId: string): Promise<string> {
  const [begun] = (await world.stores.runs.list(tenant, null, {})).items;
  const run = begun ?? (await world.start(planId));
  await resumeUnfinished(world.deps);
  await world.work();
  return run.id;
}

describe.each([
  { what: 'lists that are up to date', lagMs: 0 },
  { what: 'lists that lag almost as long as we look', lagMs: GRACE_MS - 1000 },
])('a worker that is killed at any call, with $what (F41, I1-I3, I6-I8)', ({ lagMs }) => {
  it.each<When>(['before', 'after', 'halfWay'])('dies %s the call', async (when) => {
    for (let at = 1; ; at += 1) {
      const { world, id, plan } = await aWorldWithAPlan(lagMs);
      const process = await startAndDie(world, plan.id, at, when);
      if (!process.dead) {
        expect(at).toBeGreaterThan(30);
        return;
      }
      const runId = await comeBack(world, plan.id);
      expectNoDuplicates(world);
      await expectOneToOne(world, id);
      await expectNothingLost(world, id, runId);
      await expectHonestCounts(world, plan.id, runId);
      await expectConvergence(world, id);
    }
  });
});

/** After the next sync everything is there once, and one more plan is empty (I7). */
async function expectConvergence(world: World, id: Awaited<ReturnType<World['import']>>): Promise<void> {
  world.clock.advance(GRACE_MS);
  await world.sync(id);
  expectNoDuplicates(world);
  expect(world.directory.record.all).toHaveLength(1 + 2 * (1 + 1 + 2 + 12));
  world.clock.advance(GRACE_MS);
  const plan = await world.plan(id);
  expect(plan.steps).toEqual([]);
}
