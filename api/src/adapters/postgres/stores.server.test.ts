import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storesSuite } from '../../../test/port-suites/stores-suite.ts';
import type { Stores } from '../../ports/stores.ts';
import type { Database } from './database.ts';
import { openDatabase } from './open-database.ts';
import { createStores } from './stores.ts';
import { testSeals } from './testing/test-seals.ts';
import { startThrowAwayServer, whyNoServer, type ThrowAwayServer } from './testing/throw-away-server.ts';

const noServer = whyNoServer();

describe.skipIf(noServer)(`stores on a PostgreSQL server${noServer ? ` (skipped: ${noServer})` : ''}`, () => {
  let server: ThrowAwayServer;
  let url: string;
  let database: Database;
  let stores: Stores;
  beforeAll(async () => {
    server = await startThrowAwayServer();
    url = await server.newDatabase();
    database = await openDatabase({ dataDir: 'unused', databaseUrl: url });
    stores = createStores(database, testSeals);
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  storesSuite(() => stores);

  it('four processes that start at once migrate once', async () => {
    const fresh = await server.newDatabase();

    const opened = await Promise.all(
      Array.from({ length: 4 }, () => openDatabase({ dataDir: 'unused', databaseUrl: fresh })),
    );

    expect(await Promise.all(opened.map((one) => one.answers()))).toEqual([true, true, true, true]);
    await Promise.all(opened.map((one) => one.close()));
  });

  it('a server that is not there is said to be unreachable', async () => {
    const nowhere = url.replace(/host=.*/, 'host=/nowhere');

    const opening = openDatabase({ dataDir: 'unused', databaseUrl: nowhere });

    await expect(opening).rejects.toMatchObject({ kind: 'transient', code: 'database-unreachable' });
  });
});
