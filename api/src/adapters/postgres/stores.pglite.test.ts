import { afterAll, beforeAll, describe } from 'vitest';
import { storesSuite } from '../../../test/port-suites/stores-suite.ts';
import type { Stores } from '../../ports/stores.ts';
import type { Database } from './database.ts';
import { createStores } from './stores.ts';
import { testSeals } from './testing/test-seals.ts';
import { openTestDatabase } from './testing/open-test-database.ts';

describe('stores on PGlite', () => {
  let database: Database;
  let stores: Stores;
  beforeAll(async () => {
    database = await openTestDatabase();
    stores = createStores(database, testSeals);
  }, 120_000);
  afterAll(() => database.close());

  storesSuite(() => stores);
});
