/** What people may start, stop and repeat. */
import { describe, expect, it } from 'vitest';
import { cancelRun } from '../../src/engine/cancel-run.ts';
import { getBuilding } from '../../src/engine/get-building.ts';
import { giveUpRun } from '../../src/engine/give-up-run.ts';
import { resumeUnfinished, resumeRun } from '../../src/engine/resume-run.ts';
import { retryRun } from '../../src/engine/retry-run.ts';
import { ReadFailed } from '../../src/ports/place-directory.ts';
import { aBuilding, aFloor, aRoom, changed } from '../builders/building.ts';
import { Crashed, Process } from '../builders/crashing.ts';
import { expectHonestCounts, expectNoDuplicates, expectNothingLost } from '../builders/invariants.ts';
import { admin, operator, tenant, World } from '../builders/world.ts';

async function aWorldWith(building = aBuilding({ floors: 1, rooms: 1, desks: 200 })) {
  const world = new World();
  const id = await world.import(building);
  return { world, id };
}

describe('a plan that says something else than would happen now (I4, F35, F66)', () => {
  const small = aBuilding({ floors: 1, rooms: 1, desks: 2 });

  it('is refused after a new import', async () => {
    const { world, id } = await aWorldWith(small);
    const plan = await world.plan(id);
    await world.import(changed(small, (space) => ({ ...space, name: `${space.name}!` })));
    await expect(world.start(plan.id)).rejects.toMatchObject({ kind: 'conflict', code: 'plan-stale' });
  });

  it('is not stale when the same content was imported again, exported at another time', async () => {
    const { world, id } = await aWorldWith(small);
    const plan = await world.plan(id);
    await world.import({ ...small, source: { ...small.source, exportedAt: '2030-02-02T00:00:00Z' } });
    await expect(world.start(plan.id)).resolves.toMatchObject({ state: 'queued' });
  });

  it('is refused once it, or a newer plan that says the same, was run', async () => {
    const { world, id } = await aWorldWith(small);
    const old = await world.plan(id);
    const plan = await world.plan(id);
    await world.start(plan.id);
    await world.work();
    await expect(world.start(plan.id)).rejects.toMatchObject({ code: 'plan-stale' });
    await expect(world.start(old.id)).rejects.toMatchObject({ code: 'plan-stale' });
  });

  it('is refused when somebody changed a place that it is about, and not for one it is not about', async () => {
    const { world, id } = await aWorldWith(small);
    await world.sync(id);
    const room = world.directory.record.all.find((place) => place.type === 'room');
    const floor = world.directory.record.all.find((place) => place.type === 'floor');
    const set = (capacity: number) =>
      world.directory.record.update({
        kind: 'update',
        ref: '',
        type: 'room',
        id: room?.id ?? '',
        fields: { capacity },
      });
    set(1);
    const plan = await world.plan(id);
    expect(plan.summary.update).toBe(1);
    world.directory.record.add({
      type: 'section',
      parentId: floor?.id ?? '',
      fields: { displayName: 'Lounge' },
    });
    set(2);
    await expect(world.start(plan.id)).rejects.toMatchObject({ code: 'plan-stale' });
    set(1);
    await expect(world.start(plan.id)).resolves.toMatchObject({ state: 'queued' });
  });

  it('is not started while Microsoft Places cannot be read', async () => {
    const { world, id } = await aWorldWith(small);
    const plan = await world.plan(id);
    const fault = { status: 503, code: 'Busy', message: 'Busy.', requestId: 'r1', clientRequestId: null };
    world.directory.failRead = (what) => new ReadFailed(what, fault);
    await expect(world.start(plan.id)).rejects.toMatchObject({ kind: 'transient', code: 'not-readable' });
    const blind = await world.plan(id);
    expect(blind).toMatchObject({ complete: false, applyable: false, steps: [] });
  });
});

describe('a guard', () => {
  const building = aBuilding({ floors: 1, rooms: 0, desks: 30 });
  const downgraded = changed(building, (space) => ({ ...space, bookable: false }));

  it('holds a mass change until an administrator releases it by name (F32, T11)', async () => {
    const { world, id } = await aWorldWith(building);
    await world.sync(id);
    await world.import(downgraded);
    const plan = await world.plan(id);
    const codes = plan.guards.filter((guard) => guard.tripped).map((guard) => guard.code);
    expect(codes).not.toEqual([]);
    const writes = world.directory.writesSeen;
    const guarded = { kind: 'guarded', code: 'plan-guarded' };
    await expect(world.start(plan.id, admin)).rejects.toMatchObject(guarded);
    await expect(world.start(plan.id, operator, codes)).rejects.toMatchObject(guarded);
    await expect(world.start(plan.id, admin, ['another'])).rejects.toMatchObject(guarded);
    expect(world.directory.writesSeen).toBe(writes);
    await world.start(plan.id, admin, codes);
    await world.work();
    expect((await world.plan(id)).steps).toEqual([]);
  });
});

describe('places that left the source', () => {
  const building = aBuilding({ floors: 1, rooms: 0, desks: 40 });
  const smaller = changed(building, (space) => (space.key.endsWith('0') ? null : space));

  it('hold once: what an administrator let be kept does not hold every plan after it (F31)', async () => {
    const { world, id } = await aWorldWith(building);
    await world.sync(id);
    await world.import(changed(smaller, (space) => (space.key.endsWith('1') ? null : space)));
    const plan = await world.plan(id);
    const codes = plan.guards.filter((guard) => guard.tripped).map((guard) => guard.code);
    expect(codes).toContain('shrunken-source');
    await world.start(plan.id, admin, codes);
    await world.work();
    const after = await world.plan(id);
    expect(after.guards.filter((guard) => guard.tripped)).toEqual([]);
    expect(after.summary.keep).toBe(plan.summary.keep);
    await world.import(changed(smaller, (space) => (/[1-4]$/.test(space.key) ? null : space)));
    const further = await world.plan(id);
    expect(further.guards.filter((guard) => guard.tripped).map((guard) => guard.code)).toContain(
      'shrunken-source',
    );
  });
});

describe('a start', () => {
  it('makes one run of a building at most, however many press at once (F40, I6, S39)', async () => {
    const { world, id } = await aWorldWith();
    const plan = await world.plan(id);
    const starts = await Promise.allSettled(Array.from({ length: 8 }, () => world.start(plan.id)));
    const started = starts.filter((one) => one.status === 'fulfilled');
    expect(started).toHaveLength(1);
    const runId = started[0]?.value.id;
    const refused = starts.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    for (const reason of refused) {
      expect(reason).toMatchObject({ kind: 'conflict', code: 'run-active', details: { runId } });
    }
    await expect(world.start(plan.id)).rejects.toMatchObject({ code: 'run-active', details: { runId } });
  });

  it('needs a connected account', async () => {
    const { world, id } = await aWorldWith();
    const plan = await world.plan(id);
    world.tokens.accounts.clear();
    await expect(world.start(plan.id)).rejects.toMatchObject({ kind: 'permission', code: 'not-connected' });
  });

  it('of another tenant finds no plan, no run, no building (I10)', async () => {
    const { world, id } = await aWorldWith();
    const plan = await world.plan(id);
    const run = await world.start(plan.id);
    const other = 'tenant-2' as typeof tenant;
    await expect(getBuilding(world.deps, other, id)).rejects.toMatchObject({ kind: 'notFound' });
    for (const verb of [cancelRun, resumeRun, retryRun]) {
      const asked = verb(world.deps, { tenant: other, runId: run.id, by: admin });
      await expect(asked).rejects.toMatchObject({ kind: 'notFound', code: 'no-such-run' });
    }
  });
});

describe('a cancel', () => {
  it('ends a run that has not begun at once, without a write', async () => {
    const { world, id } = await aWorldWith();
    const run = await world.start((await world.plan(id)).id);
    await cancelRun(world.deps, { tenant, runId: run.id, by: operator });
    await world.work();
    expect((await world.run(run.id)).state).toBe('cancelled');
    expect(world.directory.writesSeen).toBe(0);
    expect(world.notifier.told).toHaveLength(1);
  });

  it('stops a run after what is in flight, and reports what was done', async () => {
    const { world, id } = await aWorldWith();
    const plan = await world.plan(id);
    const run = await world.start(plan.id);
    world.directory.fault = (_write, nth) => {
      if (nth === 30) void cancelRun(world.deps, { tenant, runId: run.id, by: operator });
      return undefined;
    };
    await world.work();
    const ended = await world.run(run.id);
    expect(ended.state).toBe('cancelled');
    expect(world.directory.writesSeen).toBeLessThanOrEqual(30 + 4 * 20);
    expect(ended.progress.done).toBe(world.directory.applied.length);
    await expectNothingLost(world, id, run.id);
    await expectHonestCounts(world, plan.id, run.id);
    expect((await getBuilding(world.deps, tenant, id)).status).toBe('changesPending');
    world.directory.fault = () => undefined;
    await world.sync(id);
    expect((await world.plan(id)).steps).toEqual([]);
    await expect(cancelRun(world.deps, { tenant, runId: run.id, by: operator })).rejects.toMatchObject({
      code: 'run-ended',
    });
  });

  it('is noticed while the run waits, and ends a paused run', async () => {
    const { world, id } = await aWorldWith(aBuilding({ floors: 1, rooms: 0, desks: 2 }));
    const plan = await world.plan(id);
    const run = await world.start(plan.id);
    const cancel = () => cancelRun(world.deps, { tenant, runId: run.id, by: operator });
    world.directory.fault = (write) => {
      if (write.type !== 'section') return undefined;
      void world.clock.wait(10_000).then(cancel);
      return { kind: 'waiting', retryAfterMs: 600_000 };
    };
    const begun = world.clock.now().getTime();
    await world.work();
    expect((await world.run(run.id)).state).toBe('cancelled');
    expect(world.clock.now().getTime() - begun).toBeLessThan(60_000);

    world.directory.fault = () => ({ kind: 'signIn' });
    const paused = (await world.sync(id)).run;
    expect(paused.state).toBe('paused');
    await cancelRun(world.deps, { tenant, runId: paused.id, by: operator });
    await world.work();
    expect((await world.run(paused.id)).state).toBe('cancelled');
  });
});

describe('a worker', () => {
  it('that is told to stop leaves a run that the next one goes on with (F48)', async () => {
    const { world, id } = await aWorldWith();
    const plan = await world.plan(id);
    const run = await world.start(plan.id);
    const stop = new AbortController();
    world.directory.fault = (_write, nth) => {
      if (nth === 50) stop.abort();
      return undefined;
    };
    await world.work(world.deps, stop.signal);
    expect((await world.run(run.id)).state).toBe('running');
    expect(world.directory.applied.length).toBeLessThan(plan.steps.length);
    await resumeUnfinished(world.deps);
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expect(world.directory.applied).toHaveLength(plan.steps.length);
    expectNoDuplicates(world);
  });

  it('that lost the run to another stops without writing any more (F42)', async () => {
    const { world, id } = await aWorldWith();
    const plan = await world.plan(id);
    const run = await world.start(plan.id);
    world.directory.fault = (_write, nth) => {
      if (nth === 30) void world.stores.runs.claim(tenant, run.id);
      return undefined;
    };
    await world.work();
    // Four chunks may have been on the wire; nothing was begun after that.
    expect(world.directory.writesSeen).toBeLessThanOrEqual(30 + 4 * 20);
    await resumeUnfinished(world.deps);
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expectNoDuplicates(world);
    await expectNothingLost(world, id, run.id);
  });

  it('that fails again and again leaves a run that waits for a person, or ends when it was to be cancelled', async () => {
    const { world, id } = await aWorldWith(aBuilding());
    const run = await world.start((await world.plan(id)).id);
    const job = { tenantId: tenant, runId: run.id };
    const dies = new Process(world.deps, 12);
    await expect(world.work(dies.deps)).rejects.toThrow(Crashed);
    await giveUpRun(world.deps, job);
    expect(await world.run(run.id)).toMatchObject({ state: 'paused' });
    await resumeRun(world.deps, { tenant, runId: run.id, by: operator });
    const diesAgain = new Process(world.deps, 9);
    await expect(world.work(diesAgain.deps)).rejects.toThrow(Crashed);
    await cancelRun(world.deps, { tenant, runId: run.id, by: operator });
    await giveUpRun(world.deps, job);
    expect(await world.run(run.id)).toMatchObject({ state: 'cancelled' });
    await giveUpRun(world.deps, job);
    await world.work();
    expect(world.notifier.told).toHaveLength(1);
  });

  it('never lets a message that cannot be sent change the run', async () => {
    const { world, id } = await aWorldWith(aBuilding());
    world.notifier.failure = new Error('The channel is gone.');
    const { run } = await world.sync(id);
    expect(run.state).toBe('done');
    expect(world.warnings).toHaveLength(1);
  });
});

describe('places that exist already', () => {
  it('are attached by mailbox, never created (S30)', async () => {
    const mailbox = 'board@contoso.example';
    const { world, id } = await aWorldWith(
      aBuilding(
        { floors: 1, rooms: 0, desks: 1 },
        {
          floors: [
            { key: 'f0', name: 'Ground', ordinal: 0, published: true, spaces: [aRoom('board', { mailbox })] },
          ],
        },
      ),
    );
    const room = world.directory.record.add({
      type: 'room',
      parentId: null,
      mailbox,
      fields: { displayName: 'Board' },
    });
    world.directory.record.add({ type: 'building', parentId: null, fields: { displayName: 'Other House' } });
    const { report } = await world.sync(id);
    expect(report.summary).toMatchObject({ adopted: 1, created: 2, failed: 0 });
    const floor = world.directory.record.all.find((place) => place.type === 'floor');
    expect(world.directory.record.find(room.placeId)?.parentId).toBe(floor?.placeId);
    const known = await world.stores.known.load(tenant, id);
    expect(known.find((place) => place.key === 'board')).toMatchObject({
      origin: 'adopted',
      placeId: room.placeId,
    });
    const writes = world.directory.applied.filter((write) => write.type === 'room');
    expect(writes.map((write) => write.kind)).toEqual(['update', 'update']);
    expect((await world.plan(id)).steps).toEqual([]);
  });

  it('go to one building only, also when two plans name the same room (I1)', async () => {
    const spaces = [aRoom('board', { mailbox: 'board@contoso.example' })];
    const one = aBuilding({}, { floors: [aFloor('f0', 0, spaces)] });
    const { world, id } = await aWorldWith(one);
    const annex = await world.import({ ...one, key: 'annex', name: 'Annex' });
    const fields = { displayName: 'Room board' };
    world.directory.record.add({ type: 'room', parentId: null, mailbox: 'board@contoso.example', fields });
    const runs = [
      await world.start((await world.plan(id)).id),
      await world.start((await world.plan(annex)).id),
    ];
    await world.work();
    const [first, second] = await Promise.all(runs.map((run) => world.report(run.id)));
    expect(first).toMatchObject({ state: 'done', summary: { adopted: 1 } });
    expect(second).toMatchObject({
      state: 'doneWithFailures',
      summary: { adopted: 0, created: 2, failed: 1 },
    });
    expect(second?.failures).toMatchObject([{ key: 'board', error: { code: 'place-taken' } }]);
    expect(world.directory.applied.filter((write) => write.type === 'room')).toHaveLength(1);
    const plan = await world.plan(annex);
    expect(plan.steps).toEqual([]);
  });

  it('of nobody are never touched (I9)', async () => {
    const { world, id } = await aWorldWith(aBuilding());
    const other = world.directory.record.add({
      type: 'building',
      parentId: null,
      fields: { displayName: 'Other' },
    });
    const theirs = world.directory.record.add({
      type: 'floor',
      parentId: other.id,
      fields: { displayName: 'Theirs' },
    });
    const before = [other, theirs].map((place) => JSON.stringify(place));
    await world.sync(id);
    const now = [other, theirs].map((place) => JSON.stringify(world.directory.record.find(place.id)));
    expect(now).toEqual(before);
  });
});
