/** C21, the second line: the database keeps tenants apart by itself, on each way it can be opened. */
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BuildingId, PlaceId, TenantId } from '../../core/model/place.ts';
import { SqlAuditLog } from './audit-log.ts';
import { SqlAuditPeople } from './audit-people.ts';
import type { Database, TenantRows } from './database.ts';
import { openDatabase } from './open-database.ts';
import { ACROSS_TENANTS, protectRows } from './protect-rows.ts';
import { createStores } from './stores.ts';
import { testSeals } from './testing/test-seals.ts';
import { openTestDatabase } from './testing/open-test-database.ts';
import { startThrowAwayServer, whyNoServer, type ThrowAwayServer } from './testing/throw-away-server.ts';
import { canaryOf, fill, tablesOf, withoutWhere } from './testing/two-tenants.ts';

const ours = 'tenant-a' as TenantId;
const theirs = 'tenant-b' as TenantId;
const nobody = '' as TenantId;

/** Tables that no tenant owns. The job queue's hold ids of runs only, and no answer is ever made from them. */
const WITHOUT_TENANT = [/^public\.kysely_migration(_lock)?$/, /^pgboss\./];
const OWN_TENANT =
  "own_tenant * (tenant_id = NULLIF(current_setting('places_sync.tenant'::text, true), ''::text))";
const COMMANDS = { select: 'r', update: 'w' };

/** Reads, and the changes that take rows away, of one tenant. */
async function askForAll(rows: TenantRows, tenant: TenantId): Promise<string> {
  const { buildings, known, plans, runs, reports, answers, tokens, settings, chat } = createStores(
    rows,
    testSeals,
  );
  const [log, people] = [new SqlAuditLog(rows), new SqlAuditPeople(rows)];
  const id = 'unknown';
  const found = [
    await buildings.load(tenant, id as BuildingId),
    await buildings.list(tenant, {}),
    await buildings.idOf(tenant, id, id),
    await buildings.snapshot(tenant, id as BuildingId),
    await known.load(tenant, id as BuildingId),
    await known.page(tenant, id as BuildingId, {}),
    await known.ofOthers(tenant, id as BuildingId, [canaryOf(theirs) as PlaceId]),
    await plans.load(tenant, id),
    await plans.latest(tenant, id as BuildingId),
    await runs.load(tenant, id),
    await runs.list(tenant, null, {}),
    await runs.journal(tenant, id),
    await runs.events(tenant, id, 0),
    await reports.load(tenant, id),
    await answers.claim(tenant, canaryOf(tenant), canaryOf(tenant), id, new Date(0)),
    await tokens.load(tenant),
    await settings.load(tenant, id),
    await chat.references(tenant),
    await chat.posted(tenant, id),
    await chat.approval(tenant, id),
    await chat.address(tenant, id),
    await chat.addresses(tenant),
    await log.page(tenant, 0, 1000),
    await log.head(tenant),
    await log.posted(tenant),
    [...(await people.namesOf(tenant, [id])).values()],
    await chat.removeReference(tenant, id),
    await people.erase(tenant, id),
    await tokens.remove(tenant),
    await answers.release(tenant, id, id),
  ];
  return JSON.stringify(found, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString() : value,
  );
}

function keepsTenantsApart(database: () => Database): void {
  let protectedTables: string[];
  const everything = async (rows: TenantRows, tenant: TenantId) => {
    const texts: string[] = [];
    for (const table of protectedTables) {
      const { rows: found } = await sql`select * from ${sql.id(table)}`.execute(rows.of(tenant));
      texts.push(JSON.stringify(found));
    }
    return texts;
  };
  beforeAll(async () => {
    const tables = await tablesOf(database().owner);
    protectedTables = tables.filter(({ hasTenant }) => hasTenant).map(({ name }) => name);
    for (const tenant of [ours, theirs]) await fill(database(), tenant, protectedTables);
  });

  it('C21 every table has a tenant and its policy, or is known to have none', async () => {
    const tables = await tablesOf(database().owner);
    expect(protectedTables.length).toBeGreaterThan(15);
    for (const { schema, name, hasTenant, enabled, forced, policies } of tables) {
      const where = `${schema}.${name}`;
      if (WITHOUT_TENANT.some((known) => known.test(where))) continue;
      const across = ACROSS_TENANTS.filter(({ table }) => table === name).map(
        ({ to }) =>
          `across_tenants_${to} ${COMMANDS[to]} (current_setting('places_sync.across_tenants'::text, true) = 'on'::text)`,
      );
      expect({ where, hasTenant, enabled, forced, policies }).toEqual({
        where,
        hasTenant: true,
        enabled: true,
        forced: true,
        policies: [...across, OWN_TENANT],
      });
    }
  });

  it('C21 a statement that names no tenant sees the own rows of every table, and only them', async () => {
    for (const text of await everything(database(), ours)) {
      expect(text).toContain(canaryOf(ours));
      expect(text).not.toContain(canaryOf(theirs));
    }
  });

  it('C21 without a tenant there is no row, and no insert', async () => {
    expect(await everything(database(), nobody)).toEqual(protectedTables.map(() => '[]'));
    for (const table of protectedTables)
      await expect(fill({ ...database(), of: () => database().of(nobody) }, ours, [table])).rejects.toThrow(
        'row-level security',
      );
  });

  it('C21 the way across tenants leads to the named tables alone, and takes nothing in', async () => {
    for (const table of protectedTables) {
      const { rows } = await sql`select * from ${sql.id(table)}`.execute(database().acrossTenants);
      expect({ table, rows: rows.length }).toEqual({
        table,
        rows: ACROSS_TENANTS.some((one) => one.table === table) ? 2 : 0,
      });
      const across = { ...database(), of: () => database().acrossTenants };
      await expect(fill(across, ours, [table])).rejects.toThrow('row-level security');
    }
    const deleted = await sql`delete from outbox`.execute(database().acrossTenants);
    expect(Number(deleted.numAffectedRows ?? 0)).toBe(0);
    const changed = await sql`update runs set done = 2`.execute(database().acrossTenants);
    expect(Number(changed.numAffectedRows ?? 0)).toBe(0);
  });

  it('C21 no row goes in for another tenant, and none is handed over', async () => {
    for (const table of protectedTables) {
      const asOurs = { ...database(), of: () => database().of(ours) };
      await expect(fill(asOurs, theirs, [table])).rejects.toThrow('row-level security');
    }
    const given = sql`update settings set tenant_id = ${theirs}`.execute(database().of(ours));
    await expect(given).rejects.toThrow('row-level security');
  });

  it('C21 what one statement or transaction sees says nothing about the next', async () => {
    const seen = async (tenant: TenantId, inTransaction: boolean) => {
      const read = (db: ReturnType<Database['of']>) =>
        db.selectFrom('settings').select('tenant_id').execute();
      const rows = await (inTransaction
        ? database().of(tenant).transaction().execute(read)
        : read(database().of(tenant)));
      return rows.map((row) => row.tenant_id);
    };
    const asked = Array.from({ length: 40 }, (_, index) => ({
      tenant: [ours, theirs, nobody][index % 3] ?? nobody,
      inTransaction: index % 2 === 0,
    }));
    const answers = await Promise.all(asked.map((one) => seen(one.tenant, one.inTransaction)));
    expect(answers).toEqual(asked.map(({ tenant }) => (tenant === nobody ? [] : [tenant])));
  });

  it('C21 a table that a later migration adds is protected without being told', async () => {
    const { owner } = database();
    await sql`create table later (tenant_id text primary key)`.execute(owner);
    await protectRows(owner);
    const later = (await tablesOf(owner)).find(({ name }) => name === 'later');
    await fill(database(), theirs, ['later']);
    const { rows } = await sql`select * from later`.execute(database().of(ours));
    await sql`drop table later`.execute(owner);
    expect(later).toMatchObject({ enabled: true, forced: true, policies: [OWN_TENANT] });
    expect(rows).toEqual([]);
  });

  it('C21 stores that have forgotten every where leak nothing and harm nobody', async () => {
    const before = await everything(database(), theirs);
    const answer = await askForAll(withoutWhere(database()), ours);
    expect(answer).toContain(canaryOf(ours));
    expect(answer).not.toContain(canaryOf(theirs));
    expect(await everything(database(), theirs)).toEqual(before);
  });
}

describe('on PGlite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 120_000);
  afterAll(() => database.close());

  keepsTenantsApart(() => database);

  it('and would leak without the second line', async () => {
    const { owner } = database;
    expect(await askForAll(withoutWhere({ of: () => owner, acrossTenants: owner }), ours)).toContain(
      canaryOf(theirs),
    );
  });
});

const noServer = whyNoServer();
const note = noServer === undefined ? '' : ` (skipped: ${noServer})`;

describe.skipIf(noServer)(`on a PostgreSQL server${note}`, () => {
  let server: ThrowAwayServer;
  beforeAll(async () => {
    server = await startThrowAwayServer();
  }, 120_000);
  afterAll(() => server.stop());

  describe.each([
    { login: 'a user of its own', url: () => urlOfPlainUser(server) },
    { login: 'the superuser', url: () => server.newDatabase() },
  ])('as $login', ({ url }) => {
    let database: Database;
    beforeAll(async () => {
      database = await openDatabase({ dataDir: 'unused', databaseUrl: await url() });
    });
    afterAll(() => database.close());

    keepsTenantsApart(() => database);
  });
});

/** A user who may do nothing but own one database. */
async function urlOfPlainUser(server: ThrowAwayServer): Promise<string> {
  const url = await server.newDatabase();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create role plain_user login');
  await client.query(
    `alter database ${pg.escapeIdentifier(new URL(url).pathname.slice(1))} owner to plain_user`,
  );
  await client.end();
  return url.replace('//postgres@', '//plain_user@');
}
