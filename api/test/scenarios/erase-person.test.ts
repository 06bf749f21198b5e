/** C43: a person is erased, and then nowhere in the whole database. */
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqlAuditLog } from '../../src/adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../../src/adapters/postgres/audit-people.ts';
import type { Database } from '../../src/adapters/postgres/database.ts';
import { SqlPersonalData } from '../../src/adapters/postgres/personal-data.ts';
import { createStores } from '../../src/adapters/postgres/stores.ts';
import { testSeals } from '../../src/adapters/postgres/testing/test-seals.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import { sha256 } from '../../src/adapters/memory/memory-audit.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { erasePerson } from '../../src/engine/erase-person.ts';
import { exportPerson } from '../../src/engine/export-person.ts';
import { makePlanFor } from '../../src/engine/make-plan.ts';
import { setStandingApproval } from '../../src/engine/standing-approval.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { verifyAudit } from '../../src/engine/verify-audit.ts';
import type { Deps } from '../../src/engine/deps.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { admin, tenant, World } from '../builders/world.ts';

/** A name that needs escaping in JSON, in regular expressions and in SQL. */
const erin = {
  userId: '0b5c1d2e-9f00-4a11-8b22-c33d44e55f66',
  name: `Erin (E.) "Ex" O'Mple \\1 [Zoë]`,
  isAdmin: true,
};
const email = 'erin.o+mple@contoso.example';
/** What is in its sealed text: gone only when that is gone, too. */
const marks = testSeals.of(tenant).marksOf(email);

let database: Database;
let world: World;
let deps: Deps;
let building: BuildingId;
beforeAll(async () => {
  database = await openTestDatabase();
  world = new World(createStores(database, testSeals));
  deps = {
    ...world.deps,
    audit: { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) },
    personal: new SqlPersonalData(database, testSeals),
  };
  Object.assign(world.deps, deps);
  await everythingAboutErin();
}, 120_000);
afterAll(() => database.close());

/** Erin imports, plans, starts, approves, asks and decides, acts as the account, and sits at a desk. */
async function everythingAboutErin(): Promise<void> {
  const house = changed(aBuilding({ desks: 3 }), (space) =>
    space.key === 'f0-d1' ? { ...space, allocations: [{ email }] } : space,
  );
  building = await world.import(house);
  world.tokens.accounts.set(tenant, { ...erin, tenantId: tenant, connectedAt: '2030-01-01T08:00:00Z' });
  const plan = await makePlanFor(deps, { tenant, buildingId: building, by: erin.name, byId: erin.userId });
  const run = await startRun(deps, { tenant, planId: plan.id, release: [], by: erin });
  await world.work(deps);
  expect(await world.run(run.id)).toMatchObject({
    state: 'done',
    requestedBy: erin.name,
    actingAs: erin.name,
  });
  // What was planned again holds the address as "before" and "after", too.
  await world.import(changed(house, (space) => ({ ...space, name: `${space.name} B` })));
  await makePlanFor(deps, { tenant, buildingId: building, by: erin.name, byId: erin.userId });
  await setStandingApproval(deps, { tenant, buildingId: building, allowed: true, by: erin });
  const { chat, answers, tokens } = world.stores;
  const approval = {
    tenantId: tenant,
    buildingId: building,
    planId: plan.id,
    why: '',
    askedAt: '2030-01-01T08:00:00Z',
  };
  const asked = { userId: erin.userId, name: erin.name };
  await chat.addApproval({ ...approval, id: 'a-1', askedBy: asked, state: 'open' });
  const other = { userId: 'operator', name: 'Olle' };
  await chat.addApproval({ ...approval, id: 'a-2', askedBy: other, state: 'approved', decidedBy: erin.name });
  const ref = await deps.audit.people.refOf(tenant, erin);
  await chat.saveAddress(tenant, ref, Buffer.from('sealed'));
  await answers.claim(tenant, erin.userId, 'key of Erin', 'hash', world.clock.now());
  await answers.claim(tenant, 'operator', 'key of Olle', 'hash', world.clock.now());
  await answers.answer(tenant, 'operator', 'key of Olle', 202, { id: run.id, actingAs: erin.name });
  expect(await tokens.load(tenant)).toBeNull();
}

/** Every text of every table that has one of these in it; the columns come from the catalog. */
async function hits(...wanted: string[]): Promise<string[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select c.table_name as table, c.column_name as column from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
    where t.table_type = 'BASE TABLE' and c.table_schema not in ('pg_catalog', 'information_schema')
      and c.table_schema = current_schema() and c.data_type in ('text', 'json', 'jsonb', 'character varying')`.execute(
    database.owner,
  );
  expect(columns.length).toBeGreaterThan(60);
  const found: string[] = [];
  for (const { table, column } of columns) {
    const { rows } = await sql<{
      value: string;
    }>`select ${sql.ref(column)}::text as value from ${sql.table(table)}`.execute(database.owner);
    for (const { value } of rows)
      if (wanted.some((one) => value?.includes(one) || value?.includes(JSON.stringify(one).slice(1, -1))))
        found.push(`${table}.${column}`);
  }
  return [...new Set(found)].sort();
}

describe('C43 a person', () => {
  it('is exported: every row that names them, and what the audit log says', async () => {
    const { name, rows, entries } = await exportPerson(deps, {
      tenant,
      userId: erin.userId,
      email,
      by: admin,
    });
    expect(name).toBe(erin.name);
    const as = new Set(rows.flatMap(({ where, as }) => as.map((field) => `${where}: ${field}`)));
    expect([...as].sort()).toEqual([
      'answers: actingAs',
      'answers: userId',
      'approvals: decidedBy',
      'approvals: userId',
      'known_places: email',
      'plans: createdBy',
      'plans: email',
      'plans: who',
      'reports: actingAs',
      'reports: requestedBy',
      'runs: actingAs',
      'runs: requestedBy',
      'settings: by',
      'snapshots: email',
    ]);
    expect(entries.map(({ action }) => action)).toContain('run.requested');
    expect((await deps.audit.log.page(tenant, 0, 1000)).at(-1)).toMatchObject({ action: 'person.exported' });
  });

  it('is not erased while runs act with their account, or may still write their address', async () => {
    const person = { tenant, userId: erin.userId, by: admin };
    await expect(erasePerson(deps, person)).rejects.toMatchObject({ code: 'person-connected' });
    world.tokens.accounts.set(tenant, { ...admin, tenantId: tenant, connectedAt: '2030-01-01T08:00:00Z' });
    const plan = await makePlanFor(deps, { tenant, buildingId: building, by: 'Olle' });
    const run = await startRun(deps, { tenant, planId: plan.id, release: [], by: admin });
    await expect(erasePerson(deps, { ...person, email })).rejects.toMatchObject({
      details: { runId: run.id },
    });
    await world.work(deps);
  });

  it('is erased, and then nowhere; what is not theirs stays', async () => {
    const before = await hits(erin.userId, erin.name, email, ...marks);
    expect(before).toEqual(expect.arrayContaining(['plans.head', 'runs.requested_by', 'snapshots.model']));
    expect(await hits(email)).toEqual([]);

    const { erased, rows } = await erasePerson(deps, { tenant, userId: erin.userId, email, by: admin });

    expect(erased).toBe(true);
    expect(rows).toBeGreaterThan(10);
    expect(await hits(erin.userId, erin.name, email, ...marks)).toEqual([]);
    expect(await hits('Olle')).toContain('approvals.body');
    expect(await exportPerson(deps, { tenant, userId: erin.userId, email, by: admin })).toEqual({
      name: null,
      rows: [],
      entries: [],
    });
    expect(await erasePerson(deps, { tenant, userId: erin.userId, email, by: admin })).toEqual({
      erased: false,
      rows: 0,
    });
    expect((await verifyAudit({ audit: deps.audit.log, hash: sha256 }, tenant)).problem).toBeNull();
  });

  it('who erases themselves is not written down anew; a room called like them keeps its name', async () => {
    const kim = { userId: '7e1f0000-0000-4000-8000-000000000001', name: 'Kim Self-Eraser' };
    const named = changed(aBuilding({}, { key: 'annex', name: 'Annex' }), (space) => ({
      ...space,
      name: kim.name,
    }));
    const annex = await world.import(named);
    const by = { ...kim, isAdmin: true };
    await setStandingApproval(deps, { tenant, buildingId: annex, allowed: true, by });
    expect(await hits(kim.name)).toEqual(['audit_people.name', 'settings.value', 'snapshots.model']);
    await erasePerson(deps, { tenant, userId: kim.userId, by: kim });
    expect(await hits(kim.userId)).toEqual([]);
    expect(await hits(kim.name)).toEqual(['snapshots.model']);
  });

  it('afterwards a plan of the same building is sound: the desk is assigned to nobody', async () => {
    const plan = await makePlanFor(deps, { tenant, buildingId: building, by: 'Olle' });
    expect([plan.complete, plan.applyable]).toEqual([true, true]);
    expect(JSON.stringify(plan.steps)).not.toContain('"email":""');
    const run = await startRun(deps, {
      tenant,
      planId: plan.id,
      release: plan.guards.map(({ code }) => code),
      by: admin,
    });
    await world.work(deps);
    expect((await world.run(run.id)).state).toBe('done');
    // Microsoft named the person until this run: that is what the plan says of before. So erasing comes last.
    expect(await hits(...marks)).toEqual(['plans.steps', 'plans.tree']);
    await erasePerson(deps, { tenant, userId: erin.userId, email, by: admin });
    expect(await hits(email, ...marks)).toEqual([]);
    const after = await makePlanFor(deps, { tenant, buildingId: building, by: 'Olle' });
    expect(after.steps).toEqual([]);
    expect(await hits(email, ...marks)).toEqual([]);
  });
});
