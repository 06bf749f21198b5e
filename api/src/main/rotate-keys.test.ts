import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAddressSeals } from '../adapters/identity/address-seals.ts';
import { open, seal } from '../adapters/identity/sealed-box.ts';
import { openTestDatabase } from '../adapters/postgres/testing/open-test-database.ts';
import type { Database } from '../adapters/postgres/open-database.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { parseEnv, SANDBOX_TENANT, type Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import { referenceBinding } from './reference-binding.ts';
import { rotateKeys } from './rotate-keys.ts';

const tenant = SANDBOX_TENANT.tenantId as TenantId;
const [older, newer] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
const now = new Date();
const settingsWith = (...keys: Uint8Array[]): Settings => {
  const text = keys.map((key) => Buffer.from(key).toString('base64')).join(',');
  const { settings } = parseEnv({ MODE: 'sandbox', TOKEN_CACHE_KEY: text });
  if (settings === null) throw new Error('These settings are right.');
  return settings;
};

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
}, 120_000);
afterAll(() => database.close());

it('C23 seals everything with the first key, may be repeated, and counts what no key opens', async () => {
  const { tokens, chat } = createStores(database, createAddressSeals([older]));
  const at = now.toISOString();
  const account = { userId: 'ada', name: 'Ada Example', connectedAt: at, refreshedAt: at };
  const box = seal([older], { tenantId: tenant, accountId: 'ada' }, Buffer.from('the token cache'));
  await tokens.save(tenant, { account, problem: null }, box, now);
  const reference = seal([older], referenceBinding(tenant, 'channel'), Buffer.from('the conversation'));
  await chat.saveReference(tenant, 'channel', reference, now);
  const both = settingsWith(newer, older);

  expect(await rotateKeys(settingsWith(newer), database)).toMatchObject({ resealed: 0, unreadable: 2 });
  expect(await rotateKeys(both, database)).toEqual({ resealed: 2, current: 0, unreadable: 0 });
  expect(await rotateKeys(both, database)).toEqual({ resealed: 0, current: 2, unreadable: 0 });

  const sealed = (await tokens.load(tenant))?.sealed ?? new Uint8Array();
  const opened = open([newer], { tenantId: tenant, accountId: 'ada' }, sealed);
  expect(Buffer.from(opened ?? []).toString()).toBe('the token cache');
  const [kept] = await chat.references(tenant);
  const clear = kept && open([newer], referenceBinding(tenant, 'channel'), kept.sealed);
  expect(Buffer.from(clear ?? []).toString()).toBe('the conversation');
});
