import { afterAll, beforeAll, describe } from 'vitest';
import { outboxSuite } from '../../../test/port-suites/outbox-suite.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { SqlOutbox } from './outbox.ts';
import { openTestDatabase } from './testing/open-test-database.ts';
import { startThrowAwayServer, whyNoServer, type ThrowAwayServer } from './testing/throw-away-server.ts';

async function emptyOutbox(database: Database): Promise<SqlOutbox> {
  await database.owner.deleteFrom('outbox').execute();
  return new SqlOutbox(database);
}

describe('outbox on PGlite', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  }, 120_000);
  afterAll(() => database.close());

  outboxSuite(() => emptyOutbox(database));
});

const noServer = whyNoServer();
const note = noServer === undefined ? '' : ` (skipped: ${noServer})`;

describe.skipIf(noServer)(`outbox on a PostgreSQL server${note}`, () => {
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

  outboxSuite(() => emptyOutbox(database));
});
