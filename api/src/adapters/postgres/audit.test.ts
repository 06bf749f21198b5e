import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditSuite } from '../../../test/port-suites/audit-suite.ts';
import { SqlAuditLog } from './audit-log.ts';
import { SqlAuditPeople } from './audit-people.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { openTestDatabase } from './testing/open-test-database.ts';
import { startThrowAwayServer, whyNoServer, type ThrowAwayServer } from './testing/throw-away-server.ts';

function audit(database: () => Database): void {
  auditSuite(
    () => new SqlAuditLog(database()),
    () => new SqlAuditPeople(database()),
  );

  it.each([
    `update audit_entries set hash = 'x'`,
    'delete from audit_entries',
    'truncate audit_entries',
    'truncate audit_entries cascade',
  ])('the database refuses: %s', async (statement) => {
    const entries = async () =>
      (await sql`select * from audit_entries order by tenant_id, seq`.execute(database().owner)).rows;
    const before = await entries();

    await expect(sql.raw(statement).execute(database().owner)).rejects.toThrow('append-only');

    expect(before.length).toBeGreaterThan(0);
    expect(await entries()).toEqual(before);
  });
}

describe('audit on PGlite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 120_000);
  afterAll(() => database.close());

  audit(() => database);

  it('remembers the heads that were posted outside', async () => {
    const log = new SqlAuditLog(database);
    const tenant = 'posted' as Parameters<SqlAuditLog['keepPosted']>[0];
    await log.keepPosted(tenant, { seq: 2, hash: 'b' });
    await log.keepPosted(tenant, { seq: 1, hash: 'a' });
    await log.keepPosted(tenant, { seq: 2, hash: 'changed later' });

    expect(await log.posted(tenant)).toEqual([
      { seq: 1, hash: 'a' },
      { seq: 2, hash: 'b' },
    ]);
  });
});

const noServer = whyNoServer();
const note = noServer === undefined ? '' : ` (skipped: ${noServer})`;

describe.skipIf(noServer)(`audit on a PostgreSQL server${note}`, () => {
  let server: ThrowAwayServer;
  let database: Database;
  beforeAll(async () => {
    server = await startThrowAwayServer();
    database = await openDatabase({ dataDir: 'unused', databaseUrl: await server.newDatabase() });
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  audit(() => database);
});
