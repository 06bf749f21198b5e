import { beforeAll, describe } from 'vitest';
import { storesSuite } from '../../../test/port-suites/stores-suite.ts';
import type { Stores } from '../../ports/stores.ts';
import { memoryStores } from './memory-stores.ts';

describe('stores in memory', () => {
  let stores: Stores;
  beforeAll(() => {
    stores = memoryStores({ now: () => new Date(), wait: () => Promise.resolve() });
  });

  storesSuite(() => stores);
});
