import { createAddressSeals } from '../../identity/address-seals.ts';

/** The key of every test that is not about keys. */
export const TEST_KEY = new Uint8Array(32).fill(7);
export const testSeals = createAddressSeals([TEST_KEY]);
