/** F01: a run that Microsoft asked to wait for longer than it may pauses, and goes on by itself at the time that was said. */
import { describe, expect, it } from 'vitest';
import { cancelRun } from '../../src/engine/cancel-run.ts';
import { resumeRun, resumeUnfinished } from '../../src/engine/resume-run.ts';
import { aBuilding } from '../builders/building.ts';
import { expectHonestCounts, expectNoDuplicates } from '../builders/invariants.ts';
import { operator, tenant, World } from '../builders/world.ts';

const HOUR = 3_600_000;
const by = operator;
const never = new AbortController().signal;

/** A run that paused because its first write was told to come back in an hour. */
async function aThrottledRun() {
  const world = new World();
  const plan = await world.plan(await world.import(aBuilding({ desks: 25 })));
  const { id } = await world.start(plan.id);
  const open = { at: 0 };
  world.directory.fault = () =>
    world.clock.now().getTime() < open.at
      ? { kind: 'waiting', retryAfterMs: open.at - world.clock.now().getTime() }
      : undefined;
  open.at = world.clock.now().getTime() + HOUR;
  await world.work();
  const later = async (ms: number) => {
    world.clock.advance(ms);
    await world.work(world.deps, never, HOUR);
  };
  return { world, plan, id, later };
}

describe('a throttled run', () => {
  it('says when it goes on, and does, with nobody asked and nothing repeated', async () => {
    const { world, plan, id, later } = await aThrottledRun();
    const paused = await world.run(id);
    expect(paused.state).toBe('paused');
    expect(Date.parse(paused.resumesAt ?? '') - world.clock.now().getTime()).toBe(HOUR);
    expect(paused.stateReason).toContain('goes on by itself');
    expect(world.queue.waiting).toMatchObject([{ name: 'run.apply', afterMs: HOUR }]);
    expect(world.directory.applied).toEqual([]);
    await later(HOUR);
    const done = await world.run(id);
    expect(done).toMatchObject({ state: 'done' });
    expect(done.resumesAt).toBeUndefined();
    expectNoDuplicates(world);
    await expectHonestCounts(world, plan.id, id);
    expect(world.audit.log.entries.filter(({ action }) => action === 'run.resumed')).toEqual([]);
  });

  it('can be resumed earlier; its time then changes nothing', async () => {
    const { world, id, later } = await aThrottledRun();
    world.directory.fault = () => undefined;
    await resumeRun(world.deps, { tenant, runId: id, by });
    await world.work();
    expect(await world.run(id)).toMatchObject({ state: 'done' });
    const writes = world.directory.writesSeen;
    await later(HOUR);
    expect(await world.run(id)).toMatchObject({ state: 'done' });
    expect(world.directory.writesSeen).toBe(writes);
  });

  it('that waits for a person meanwhile is not woken by its old time', async () => {
    const { world, id, later } = await aThrottledRun();
    world.directory.fault = () => ({ kind: 'signIn' });
    await resumeRun(world.deps, { tenant, runId: id, by });
    await world.work();
    const waiting = await world.run(id);
    expect(waiting.state).toBe('paused');
    expect(waiting.resumesAt).toBeUndefined();
    const writes = world.directory.writesSeen;
    await later(HOUR);
    expect(await world.run(id)).toMatchObject({ state: 'paused' });
    expect(world.directory.writesSeen).toBe(writes);
  });

  it('that was cancelled stays cancelled', async () => {
    const { world, id, later } = await aThrottledRun();
    await cancelRun(world.deps, { tenant, runId: id, by });
    await world.work();
    await later(HOUR);
    expect(await world.run(id)).toMatchObject({ state: 'cancelled' });
    expect(world.directory.applied).toEqual([]);
  });

  it('goes on at its time also when the job was lost and the process began anew', async () => {
    const { world, id, later } = await aThrottledRun();
    world.queue.waiting = [];
    world.clock.advance(HOUR / 2);
    await resumeUnfinished(world.deps);
    expect(world.queue.waiting).toMatchObject([{ name: 'run.apply', afterMs: HOUR / 2 }]);
    await later(HOUR / 2);
    expect(await world.run(id)).toMatchObject({ state: 'done' });
  });
});
