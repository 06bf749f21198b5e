/** What the audit log says about a sync, and what happens when it cannot be written. */
import { describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../src/core/model/audit-entry.ts';
import { sha256 } from '../../src/adapters/memory/memory-audit.ts';
import { cancelRun } from '../../src/engine/cancel-run.ts';
import { erasePerson } from '../../src/engine/erase-person.ts';
import { resumeRun } from '../../src/engine/resume-run.ts';
import { verifyAudit } from '../../src/engine/verify-audit.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { Process, type When } from '../builders/crashing.ts';
import { expectNoDuplicates } from '../builders/invariants.ts';
import { admin, operator, tenant, World } from '../builders/world.ts';

const small = aBuilding({ floors: 1, rooms: 1, desks: 30 });

async function namesIn(world: World): Promise<(entry: AuditEntry | undefined) => (string | undefined)[]> {
  const refs = world.audit.log.entries.flatMap(({ initiator, actingAs }) => [initiator, actingAs]);
  const names = await world.audit.people.namesOf(
    tenant,
    refs.filter((ref) => ref !== null),
  );
  return (entry) => [names.get(entry?.initiator ?? ''), names.get(entry?.actingAs ?? '')];
}

describe('the audit of a sync', () => {
  it('C20 names both identities at every write and its answer, and holds (C42)', async () => {
    const world = new World();
    const id = await world.import(small);
    const { run } = await world.sync(id);
    const { entries } = world.audit.log;
    const names = await namesIn(world);
    expect(entries.map(({ action }) => action).filter((one) => !one.startsWith('write.'))).toEqual([
      'source.imported',
      'plan.made',
      'run.requested',
      'rights.checked',
      'run.ended',
    ]);
    const written = entries.filter(({ action }) => action.startsWith('write.'));
    for (const entry of [...written, entries.find(({ action }) => action === 'run.requested')]) {
      expect(names(entry)).toEqual([operator.name, 'Ada Admin']);
    }
    const intended = written.filter(({ action }) => action === 'write.intended');
    const steps = intended.flatMap(({ detail }) => String(detail['steps']).split(' '));
    const answered = written.filter(({ action }) => action === 'write.answered');
    const applied = world.directory.applied.map(({ ref }) => ref).sort();
    expect(steps.sort()).toEqual(applied);
    expect(answered.map(({ detail }) => detail['step']).sort()).toEqual(applied);
    const places = world.directory.record.all.map(({ placeId }) => placeId).sort();
    expect(answered.map(({ subject }) => subject.id).sort()).toEqual(places);
    expect(entries.at(-1)).toMatchObject({ detail: { state: 'done', created: run.counts.created } });
    expect((await verifyAudit({ audit: world.audit.log, hash: sha256 }, tenant)).problem).toBeNull();
  });

  it('has the intent of a write before it is sent', async () => {
    const world = new World();
    const id = await world.import(small);
    const late: string[] = [];
    world.directory.fault = ({ ref }) => {
      const known = world.audit.log.entries.some(
        ({ action, detail }) =>
          action === 'write.intended' && String(detail['steps']).split(' ').includes(ref),
      );
      if (!known) late.push(ref);
      return undefined;
    };
    await world.sync(id);
    expect(world.directory.applied.length).toBeGreaterThan(30);
    expect(late).toEqual([]);
  });

  it('I5 nothing is sent when the log cannot be written, and the run goes on when it can', async () => {
    const world = new World();
    const plan = await world.plan(await world.import(small));
    world.audit.log.failure = new Error('The disk is full.');
    await expect(world.start(plan.id)).rejects.toThrow('The disk is full.');
    world.audit.log.failure = undefined;
    const run = await world.start(plan.id);
    world.audit.log.failure = new Error('The disk is full.');
    await expect(world.work()).rejects.toThrow('The disk is full.');
    expect(world.directory.applied).toEqual([]);
    world.audit.log.failure = undefined;
    await world.deps.queue.send('run.apply', { tenantId: tenant, runId: run.id }, 'again');
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
  });

  it('stops before the next batch when an answer cannot be recorded, and repeats nothing', async () => {
    const world = new World();
    const id = await world.import(aBuilding({ floors: 1, rooms: 0, desks: 400 }));
    const run = await world.start((await world.plan(id)).id);
    world.directory.fault = (_write, nth) => {
      if (nth === 60) world.audit.log.failure = new Error('The disk is full.');
      return undefined;
    };
    await expect(world.work()).rejects.toThrow('The disk is full.');
    expect(world.directory.applied.length).toBeLessThan(60 + 4 * 20);
    world.audit.log.failure = undefined;
    await world.deps.queue.send('run.apply', { tenantId: tenant, runId: run.id }, 'again');
    await world.work();
    expect((await world.run(run.id)).state).toBe('done');
    expectNoDuplicates(world);
    expect((await verifyAudit({ audit: world.audit.log, hash: sha256 }, tenant)).problem).toBeNull();
  });

  it.each<When>(['before', 'after'])(
    'C42 no line is lost when the process dies, %s whichever call: the journal and the log say the same',
    async (when) => {
      let lived = false;
      for (let at = 1; !lived; at += 1) {
        const world = new World();
        const run = await world.start((await world.plan(await world.import(aBuilding({ desks: 25 })))).id);
        const process = new Process(world.deps, at, when);
        lived = await world.work(process.deps).then(
          () => true,
          () => false,
        );
        const lines = world.audit.log.entries;
        const intended = lines.filter(({ action }) => action === 'write.intended');
        const answered = lines.filter(({ action }) => action === 'write.answered');
        const journal = await world.stores.runs.journal(tenant, run.id);
        const ids = (steps: typeof journal) => steps.map(({ stepId }) => stepId).sort();
        expect(intended.flatMap(({ detail }) => String(detail['steps']).split(' ')).sort()).toEqual(
          ids(journal.filter(({ attempt }) => attempt > 0)),
        );
        expect(answered.map(({ detail }) => String(detail['step'])).sort()).toEqual(
          ids(journal.filter(({ state }) => state === 'done' || state === 'failed')),
        );
      }
    },
  );

  it('names who released a guard, paused, resumed and cancelled', async () => {
    const world = new World();
    const desks = aBuilding({ floors: 1, rooms: 0, desks: 30 });
    const id = await world.import(desks);
    await world.sync(id);
    await world.import(changed(desks, (space) => ({ ...space, bookable: false })));
    const plan = await world.plan(id);
    const codes = plan.guards.filter((guard) => guard.tripped).map((guard) => guard.code);
    const run = await world.start(plan.id, admin, codes);
    world.directory.fault = () => ({ kind: 'signIn' });
    await world.work();
    await resumeRun(world.deps, { tenant, runId: run.id, by: operator });
    await cancelRun(world.deps, { tenant, runId: run.id, by: operator });
    const names = await namesIn(world);
    const said = (action: string) => world.audit.log.entries.filter((entry) => entry.action === action);
    expect(said('guard.released').map(({ detail }) => detail['guard'])).toEqual(codes);
    expect(names(said('guard.released')[0])[0]).toBe(admin.name);
    expect(names(said('run.resumed')[0])[0]).toBe(operator.name);
    expect(names(said('run.cancelled')[0])[0]).toBe(operator.name);
  });

  it('C43 has no address, name or object id in it, and forgets a person without breaking', async () => {
    const world = new World();
    const assigned = changed(small, (space) =>
      space.kind === 'desk'
        ? { ...space, allocations: [{ kind: 'person', email: `kim.${space.key}@contoso.example` }] }
        : space,
    );
    await world.sync(await world.import(assigned));
    const text = JSON.stringify(world.audit.log.entries);
    expect(world.directory.applied.some((write) => JSON.stringify(write).includes('kim.f0-d1@'))).toBe(true);
    expect(text).not.toMatch(/@|Olle|Ada|"operator"|"admin"/);
    const { userId } = operator;
    expect(await erasePerson(world.deps, { tenant, userId, by: admin })).toEqual({ erased: true, rows: 0 });
    expect(await erasePerson(world.deps, { tenant, userId, by: admin })).toEqual({ erased: false, rows: 0 });
    const names = await namesIn(world);
    expect(world.audit.log.entries.flatMap(names)).not.toContain(operator.name);
    expect(world.audit.log.entries.at(-1)?.action).toBe('person.erased');
    expect((await verifyAudit({ audit: world.audit.log, hash: sha256 }, tenant)).problem).toBeNull();
  });
});
