/** C43: what is old goes, and nothing that something else still needs. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  newBuildingId,
  newTenant,
  sampleBuilding,
  sampleDesk,
  samplePlan,
  sampleRun,
} from '../../../test/port-suites/samples.ts';
import { MemoryClock } from '../memory/memory-clock.ts';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import { pruneOld } from '../../engine/prune-old.ts';
import { verifyAudit } from '../../engine/verify-audit.ts';
import type { Run, RunState, Stores } from '../../ports/stores.ts';
import { sha256 } from '../memory/memory-audit.ts';
import { SqlAuditLog } from './audit-log.ts';
import { SqlAuditPeople } from './audit-people.ts';
import type { Database } from './database.ts';
import { SqlRetention } from './retention.ts';
import { createStores } from './stores.ts';
import { testSeals } from './testing/test-seals.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

let database: Database;
let stores: Stores;
let retention: SqlRetention;
let tenant: TenantId;
beforeAll(async () => {
  database = await openTestDatabase();
  stores = createStores(database, testSeals);
  retention = new SqlRetention(database);
}, 120_000);
afterAll(() => database.close());
beforeEach(() => {
  tenant = newTenant();
});

const OLD = new Date('2030-01-01T08:00:00Z');
const LATER = new Date('2030-06-01T08:00:00Z');

/** One snapshot per revision, the last one is the newest. */
async function aHouse(of: TenantId, revisions: readonly string[]): Promise<BuildingId> {
  const model = sampleBuilding('hq');
  let id: BuildingId = newBuildingId();
  for (const revision of revisions) {
    const { building } = await stores.buildings.save(of, 'files', model, revision, [], OLD);
    id = building.id;
  }
  return id;
}

async function aPlan(of: TenantId, building: BuildingId, id: string, revision: string): Promise<void> {
  await stores.plans.save({ ...samplePlan(of, building), id, revision });
}

async function aRun(of: TenantId, building: BuildingId, id: string, planId: string, state: RunState) {
  const run: Run = sampleRun(of, building, { id, planId, createdAt: OLD.toISOString() });
  await stores.runs.start(run, ['step-1']);
  const claimed = await stores.runs.claim(of, id);
  const place = sampleDesk(`desk of ${id}`);
  await stores.runs.settle(
    claimed,
    [{ stepId: 'step-1', state: 'done', ledger: { kind: 'record', place } }],
    run.counts,
    1,
    [{ type: 'step', data: {} }],
  );
  await stores.runs.setState(claimed, state, undefined, OLD);
  await stores.reports.save(of, id, { runId: id });
  await stores.settings.save(of, `map-of-run:${id}`, { state: 'uploaded' });
}

/** Four snapshots, plans and runs, of which some are still needed. */
async function aHistory(of: TenantId): Promise<BuildingId> {
  const building = await aHouse(of, ['r0', 'r1', 'r2', 'r3', 'r4']);
  for (const nth of ['0', '1', '2', '3', '4']) await aPlan(of, building, `p${nth}`, `r${nth}`);
  await aRun(of, building, 'run-1', 'p1', 'done');
  await aRun(of, building, 'run-2', 'p2', 'doneWithFailures');
  await aRun(of, building, 'run-3', 'p3', 'failed');
  await stores.chat.addApproval({
    id: 'approval',
    tenantId: of,
    buildingId: building,
    planId: 'p0',
    askedBy: { userId: 'u', name: 'Ada' },
    why: '',
    askedAt: OLD.toISOString(),
    state: 'open',
  });
  return building;
}

async function left(of: TenantId, table: string, column: string): Promise<string[]> {
  const { rows } = await sql<{ value: string }>`
    select ${sql.ref(column)} as value from ${sql.table(table)} where tenant_id = ${of} order by 1`.execute(
    database.of(of),
  );
  return rows.map(({ value }) => value);
}

describe('C43 retention', () => {
  it('keeps the newest of everything, and what a kept run, plan or open approval needs', async () => {
    await aHistory(tenant);
    const other = newTenant();
    await aHistory(other);

    const pruned = await retention.prune(tenant, LATER);

    expect(pruned).toEqual({ runs: 1, plans: 1, snapshots: 1, approvals: 0, messages: 0, answers: 0 });
    // The newest run, and the newest finished one.
    expect(await left(tenant, 'runs', 'id')).toEqual(['run-2', 'run-3']);
    for (const table of ['run_steps', 'run_events', 'reports'])
      expect(new Set(await left(tenant, table, 'run_id')), table).toEqual(new Set(['run-2', 'run-3']));
    expect(await left(tenant, 'settings', 'key')).toEqual(['map-of-run:run-2', 'map-of-run:run-3']);
    expect(await left(tenant, 'plans', 'id')).toEqual(['p0', 'p2', 'p3', 'p4']);
    expect(await left(tenant, 'snapshots', 'revision')).toEqual(['r0', 'r2', 'r3', 'r4']);
    expect(await left(tenant, 'known_places', 'key')).toHaveLength(3);
    expect(await left(other, 'runs', 'id')).toHaveLength(3);
    expect(await left(other, 'snapshots', 'revision')).toHaveLength(5);
  });

  it('keeps what is young, and removes nothing twice', async () => {
    await aHistory(tenant);
    const nothing = { runs: 0, plans: 0, snapshots: 0, approvals: 0, messages: 0, answers: 0 };
    expect(await retention.prune(tenant, OLD)).toEqual(nothing);
    await retention.prune(tenant, LATER);
    expect(await retention.prune(tenant, LATER)).toEqual(nothing);
  });

  it('keeps a run that is not finished, however old, with its plan and snapshot', async () => {
    const building = await aHouse(tenant, ['r1', 'r2']);
    await aPlan(tenant, building, 'p1', 'r1');
    await aRun(tenant, building, 'run-1', 'p1', 'paused');
    await aPlan(tenant, building, 'p2', 'r2');
    await retention.prune(tenant, LATER);
    expect(await left(tenant, 'runs', 'id')).toEqual(['run-1']);
    expect(await left(tenant, 'plans', 'id')).toEqual(['p1', 'p2']);
    expect(await left(tenant, 'snapshots', 'revision')).toEqual(['r1', 'r2']);
  });

  it('removes messages that were sent, not those that wait, and answers to old keys', async () => {
    const { outbox, answers } = stores;
    await outbox.add(tenant, 'card', 'sent', {}, OLD);
    const [message] = await outbox.take(OLD, LATER, 1);
    if (message === undefined) throw new Error('No message.');
    await outbox.sent(message, OLD);
    await outbox.add(tenant, 'card', 'waits', {}, OLD);
    await answers.claim(tenant, 'u', 'key', 'hash', OLD);
    expect(await retention.prune(tenant, LATER)).toMatchObject({ messages: 1, answers: 1 });
    expect(await left(tenant, 'outbox', 'dedupe_key')).toEqual(['waits']);
  });
});

describe('C43 the audit log lets go of its beginning', () => {
  const START = '2024-01-01T00:00:00.000Z';
  const DAY_MS = 86_400_000;

  /** One import a day, ten days long. */
  async function aLog() {
    const log = new SqlAuditLog(database);
    const clock = new MemoryClock(START);
    const detail = { source: 'files', revision: 'r' };
    for (let day = 0; day < 10; day += 1) {
      const at = clock.now().toISOString();
      const subject = { kind: 'building', id: `b${day}` } as const;
      await log.append(tenant, [
        { at, action: 'source.imported', initiator: null, actingAs: null, subject, detail },
      ]);
      clock.advance(DAY_MS);
    }
    const deps = { audit: { log, people: new SqlAuditPeople(database) }, clock, retention };
    const verdict = (elsewhere: readonly { seq: number; hash: string }[] = []) =>
      verifyAudit({ audit: log, hash: sha256 }, tenant, elsewhere);
    return { log, clock, deps, verdict };
  }

  it('and stays whole: it says what went, and later prunings go on from there', async () => {
    const { log, clock, deps, verdict } = await aLog();
    const all = await log.page(tenant, 0, 100);
    await log.keepPosted(tenant, { seq: 2, hash: all[1]?.hash ?? '' });
    await log.keepPosted(tenant, { seq: 8, hash: all[7]?.hash ?? '' });
    clock.advance(94 * DAY_MS);

    const { auditEntries } = await pruneOld(deps, tenant, { details: 0, audit: 100 });

    expect(auditEntries).toBe(4);
    const kept = await log.page(tenant, 0, 100);
    expect(kept.map(({ seq }) => seq)).toEqual([5, 6, 7, 8, 9, 10, 11]);
    expect(kept.at(-1)).toMatchObject({ action: 'audit.pruned', detail: { seq: 4, hash: all[3]?.hash } });
    expect(await verdict()).toMatchObject({ problem: null, head: { seq: 11 } });
    expect(await verdict([{ seq: 8, hash: 'another' }])).toMatchObject({ problem: { kind: 'rewritten' } });
    clock.advance(3 * DAY_MS);
    expect((await pruneOld(deps, tenant, { details: 0, audit: 100 })).auditEntries).toBe(3);
    expect(await verdict()).toMatchObject({ problem: null, head: { seq: 12 } });
    // The end stays, however old it is.
    clock.advance(700 * DAY_MS);
    await pruneOld(deps, tenant, { details: 0, audit: 100 });
    expect((await log.page(tenant, 0, 100)).map(({ seq }) => seq)).toEqual([12, 13]);
    expect((await verdict()).problem).toBeNull();
  });

  it('but not of what is young, and the database knows', async () => {
    const { log, verdict } = await aLog();
    const now = new Date().toISOString();
    const subject = { kind: 'building', id: 'b' } as const;
    const draft = {
      action: 'source.imported',
      initiator: null,
      actingAs: null,
      subject,
      detail: {},
    } as const;
    const young = await log.append(tenant, [{ ...draft, at: now }]);
    await log.append(tenant, [{ ...draft, at: now }]);
    await expect(log.removeThrough(tenant, young)).rejects.toThrow('keeps its last 90 days');
    await expect(log.removeThrough(tenant, { seq: 5, hash: 'another' })).rejects.toThrow('90 days');
    const bare = database.of(tenant).deleteFrom('audit_entries').where('tenant_id', '=', tenant);
    await expect(bare.execute()).rejects.toThrow('append-only');
    expect((await verdict()).head.seq).toBe(12);
  });

  it('and a beginning that went without a word is found', async () => {
    const { log, verdict } = await aLog();
    const third = (await log.page(tenant, 2, 1))[0];
    if (third === undefined) throw new Error('No entry.');
    await log.removeThrough(tenant, third);
    expect((await verdict()).problem).toMatchObject({ kind: 'missing', seq: 1 });
  });
});
