/** What Microsoft Places may answer, and what becomes of the run. */
import { describe, expect, it } from 'vitest';
import type { WriteFault } from '../../src/adapters/memory/memory-directory.ts';
import { resumeRun } from '../../src/engine/resume-run.ts';
import { retryRun } from '../../src/engine/retry-run.ts';
import { ReadFailed, type PlaceWrite } from '../../src/ports/place-directory.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { expectHonestCounts, expectNoDuplicates, expectNothingLost } from '../builders/invariants.ts';
import { GRACE_MS, operator, tenant, World } from '../builders/world.ts';

const refuse: WriteFault = { kind: 'refuse', status: 400, code: 'BadRequest', message: 'No.' };

/** Lets a fault happen the first `times` times that a write of this step is seen. */
function onStep(stepId: string, fault: WriteFault, times = Infinity) {
  let seen = 0;
  return (write: PlaceWrite) => {
    if (write.ref !== stepId || seen >= times) return undefined;
    seen += 1;
    return fault;
  };
}

async function aWorldWith(building = aBuilding({ floors: 2, rooms: 1, desks: 3 })) {
  const world = new World();
  world.directory.record.refusesDuplicates = false;
  return { world, id: await world.import(building) };
}

describe('an item that Microsoft refuses', () => {
  it('is named with its words, and the rest goes on (F11, S42)', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:desk:f0-d1', refuse);
    const { run, report, plan } = await world.sync(id);
    expect(run.state).toBe('doneWithFailures');
    expect(report.summary).toMatchObject({ created: 12, failed: 1 });
    expect(report.failures).toMatchObject([{ key: 'f0-d1', error: { status: 400, message: 'No.' } }]);
    await expectHonestCounts(world, plan.id, run.id);
  });

  it('keeps only what needs it from being tried (floor refused)', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:floor:f0', refuse);
    const { run, report } = await world.sync(id);
    expect(report.summary).toMatchObject({ created: 7, failed: 1, skipped: 5 });
    const journal = await world.stores.runs.journal(tenant, run.id);
    expect(journal.find((row) => row.stepId === 'create:section:f0/desks')?.note).toBe(
      'Its floor could not be created.',
    );
  });

  it('is repeated by a retry with what was skipped because of it', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:floor:f0', refuse, 1);
    const { run } = await world.sync(id);
    const again = await retryRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    const ended = await world.run(again.id);
    expect(ended).toMatchObject({ state: 'done', retryOf: run.id, progress: { done: 6, total: 6 } });
    expect(ended.counts).toMatchObject({ created: 6, skipped: 0, failed: 0 });
    expectNoDuplicates(world);
    expect((await world.plan(id)).steps).toEqual([]);
    await expect(retryRun(world.deps, { tenant, runId: again.id, by: operator })).rejects.toMatchObject({
      code: 'nothing-to-retry',
    });
  });
});

describe('a create whose answer is lost', () => {
  const lags = [0, GRACE_MS - 1000];

  it.each(lags)('is found when it was carried out, lists lagging %i ms (F05, I2, I3)', async (lagMs) => {
    const { world, id } = await aWorldWith();
    world.directory.lagMs = lagMs;
    world.directory.fault = (write) => (write.kind === 'create' ? { kind: 'unclearApplied' } : undefined);
    const { run, report, plan } = await world.sync(id);
    expect(run.state).toBe('done');
    expect(report.summary).toMatchObject({ created: 13, failed: 0, unknown: 0 });
    expectNoDuplicates(world);
    await expectNothingLost(world, id, run.id);
    await expectHonestCounts(world, plan.id, run.id);
  });

  it('is sent again when it is certainly not there, but not before the grace time is over (F04)', async () => {
    const { world, id } = await aWorldWith();
    const begun = world.clock.now().getTime();
    world.directory.fault = onStep('create:desk:f0-d1', { kind: 'unclearNotApplied' }, 1);
    const { report } = await world.sync(id);
    expect(report.summary).toMatchObject({ created: 13, unknown: 0, failed: 0 });
    expect(world.clock.now().getTime() - begun).toBeGreaterThanOrEqual(GRACE_MS);
    expectNoDuplicates(world);
  });

  it('is left to a person when it makes a mailbox: named as unknown, never sent again by itself', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:room:f0-r0', { kind: 'unclearNotApplied' }, 1);
    const { run, report } = await world.sync(id);
    expect(run.state).toBe('doneWithFailures');
    expect(report.summary).toMatchObject({ created: 12, unknown: 1 });
    expect(report.failures).toMatchObject([{ key: 'f0-r0', type: 'room' }]);
    const sent = world.directory.seen.filter(
      (one) => one.kind === 'write' && one.write.ref === 'create:room:f0-r0',
    );
    expect(sent).toHaveLength(1);
    await retryRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.plan(id)).steps).toEqual([]);
    expectNoDuplicates(world);
  });

  it('is not created twice by a retry when it turns up late', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:room:f0-r0', { kind: 'unclearApplied' }, 1);
    world.directory.lagMs = 10 * GRACE_MS;
    world.directory.record.add({ type: 'building', parentId: null, fields: { displayName: 'Other House' } });
    const { run } = await world.sync(id);
    expect(run.counts.unknown).toBe(1);
    world.clock.advance(10 * GRACE_MS);
    const again = await retryRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.run(again.id)).counts).toMatchObject({ created: 1, unknown: 0 });
    expectNoDuplicates(world);
  });
});

describe('a list that lags behind', () => {
  it('does not make the next plan create again what was created a moment ago (F15)', async () => {
    const { world, id } = await aWorldWith();
    world.directory.lagMs = GRACE_MS - 1000;
    await world.sync(id);
    const plan = await world.plan(id);
    expect(plan).toMatchObject({ complete: true, steps: [] });
  });

  it('makes a plan wait when too much is missing to ask one by one', async () => {
    const { world, id } = await aWorldWith(aBuilding({ floors: 1, rooms: 0, desks: 60 }));
    world.directory.lagMs = GRACE_MS - 1000;
    await world.sync(id);
    const plan = await world.plan(id);
    expect(plan).toMatchObject({ complete: false, applyable: false, steps: [] });
    await expect(world.start(plan.id)).rejects.toMatchObject({ kind: 'guarded', code: 'plan-not-applyable' });
  });
});

describe('reads that fail while a run looks for a lost create', () => {
  const failing = (status: number) => {
    const error = { status, code: 'x', message: 'It broke.', requestId: 'r1', clientRequestId: null };
    return (what: string) => (what.startsWith('desk below') ? new ReadFailed(what, error) : undefined);
  };

  it.each([
    { status: 503, what: 'for minutes' },
    { status: 401, what: 'for the account' },
  ])('pause it when they fail $what; never taken for "not there"', async ({ status }) => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:desk:f0-d1', { kind: 'unclearApplied' }, 1);
    world.directory.failRead = failing(status);
    const { run } = await world.sync(id);
    expect(run).toMatchObject({ state: 'paused', stateReason: expect.stringContaining('It broke.') });
    world.directory.failRead = () => undefined;
    await resumeRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect(await world.run(run.id)).toMatchObject({ state: 'done', counts: { created: 13, unknown: 0 } });
    expectNoDuplicates(world);
  });

  it('heal by themselves when they fail for a moment', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:desk:f0-d1', { kind: 'unclearApplied' }, 1);
    let left = 3;
    world.directory.failRead = (what) => {
      const failure = left > 0 ? failing(503)(what) : undefined;
      left -= failure === undefined ? 0 : 1;
      return failure;
    };
    expect((await world.sync(id)).run.state).toBe('done');
    expect(left).toBe(0);
    expect((await world.plan(id)).steps).toEqual([]);
  });
});

describe('a service that asks to wait', () => {
  it('is obeyed, and the write is sent again (F01)', async () => {
    const { world, id } = await aWorldWith();
    const begun = world.clock.now().getTime();
    world.directory.fault = onStep('create:floor:f1', { kind: 'waiting', retryAfterMs: 90_000 }, 1);
    const { report } = await world.sync(id);
    expect(report.summary).toMatchObject({ created: 13, failed: 0 });
    expect(world.clock.now().getTime() - begun).toBeGreaterThanOrEqual(90_000);
  });

  it('pauses the run when it asks for too long', async () => {
    const { world, id } = await aWorldWith();
    world.directory.fault = onStep('create:floor:f1', { kind: 'waiting', retryAfterMs: 3_600_000 }, 1);
    const { run } = await world.sync(id);
    expect(run.state).toBe('paused');
  });
});

describe('an account that has to sign in again', () => {
  it('pauses the run with its progress; resuming goes on where it was (F22)', async () => {
    const { world, id } = await aWorldWith();
    let signedIn = false;
    world.directory.fault = (write) =>
      !signedIn && write.kind === 'create' && write.type === 'desk' ? { kind: 'signIn' } : undefined;
    const { run, plan } = await world.sync(id);
    expect(run).toMatchObject({ state: 'paused', progress: { done: 7, total: 13 } });
    expect(run.stateReason).toMatch(/sign in again/);
    const applied = world.directory.applied.length;
    signedIn = true;
    await resumeRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expect(world.directory.applied).toHaveLength(applied + 6);
    await expectHonestCounts(world, plan.id, run.id);
  });
});

describe('an account that lost its role', () => {
  it('stops the run after three refusals, not after a thousand (F24)', async () => {
    const { world, id } = await aWorldWith(aBuilding({ floors: 1, rooms: 0, desks: 200 }));
    world.directory.fault = (write) =>
      write.kind === 'create' && write.type === 'desk' ? { ...refuse, status: 403 } : undefined;
    const { run } = await world.sync(id);
    expect(run.state).toBe('paused');
    // What was in flight when it was noticed: four chunks of twenty.
    expect(run.counts.failed).toBeLessThanOrEqual(80);
  });
});

describe('a tenant whose buildings are switched off', () => {
  it('pauses after the building with the command, before anything is put into it', async () => {
    const { world, id } = await aWorldWith();
    world.directory.buildingsOn = false;
    const { run } = await world.sync(id);
    expect(run.state).toBe('paused');
    expect(run.stateReason).toMatch(/switched off.*Set-PlacesSettings/s);
    expect(world.directory.record.all).toHaveLength(1);
    expect(world.notifier.told).toEqual([]);
    world.directory.buildingsOn = true;
    await resumeRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expect(world.directory.record.all).toHaveLength(13);
  });
});

describe('a rename that Microsoft ignores', () => {
  it('becomes a hand-over and does not hold up the rest', async () => {
    const building = aBuilding({ floors: 1, rooms: 2, desks: 3 });
    const { world, id } = await aWorldWith(building);
    await world.sync(id);
    world.directory.ignoresRenames = true;
    await world.import(
      changed(building, (space) =>
        space.key === 'f0-r0' ? { ...space, name: 'Renamed', capacity: 9 } : space,
      ),
    );
    const { report } = await world.sync(id);
    expect(report.handovers).toHaveLength(1);
    const live = world.directory.record.all.find((place) => place.fields.capacity === 9);
    expect(live?.fields.displayName).toBe('Room f0-r0');
    const known = await world.stores.known.load(tenant, id);
    expect(known.find((place) => place.key === 'f0-r0')).toMatchObject({
      name: 'Room f0-r0',
      fields: { capacity: 9 },
      refusedName: 'Renamed',
    });
    const again = await world.plan(id);
    expect(again.summary).toMatchObject({ handover: 1, rename: 0, update: 0 });
    expect(again.steps).toEqual([]);
    await world.import(
      changed(building, (space) =>
        space.key === 'f0-r0' ? { ...space, name: 'Renamed', capacity: 7 } : space,
      ),
    );
    const next = await world.sync(id);
    expect(next.run.state).toBe('done');
    expect(next.report.handovers).toHaveLength(1);
    await world.import(
      changed(building, (space) => (space.key === 'f0-r0' ? { ...space, name: 'Third' } : space)),
    );
    expect((await world.plan(id)).steps.map(({ kind }) => kind)).toEqual(['update', 'rename']);
  });
});
