import type { Stores } from '../../src/ports/stores.ts';
import { buildingStoreSuite } from './building-store-suite.ts';
import { ledgerSuite } from './ledger-suite.ts';
import { planStoreSuite } from './plan-store-suite.ts';
import { runStoreSuite } from './run-store-suite.ts';
import { smallStoresSuite } from './small-stores-suite.ts';

/** Everything that is the same on PGlite, on a PostgreSQL server and in memory. `stores` is asked for in every test. */
export function storesSuite(stores: () => Stores): void {
  buildingStoreSuite(() => stores().buildings);
  planStoreSuite(() => stores().plans);
  runStoreSuite(stores);
  ledgerSuite(stores);
  smallStoresSuite(stores);
}
