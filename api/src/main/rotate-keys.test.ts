import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAddressSeals } from '../adapters/identity/address-seals.ts';
import { open, seal } from '../adapters/identity/sealed-box.ts';
import { SqlAuditPeople } from '../adapters/postgres/audit-people.ts';
import { openTestDatabase } from '../adapters/postgres/testing/open-test-database.ts';
import type { Database } from '../adapters/postgres/open-database.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import { sampleBuilding } from '../../test/port-suites/samples.ts';
import { parseEnv, SANDBOX_TENANT, type Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import { addressBinding, referenceBinding } from './reference-binding.ts';
import { rotateKeys, rotateKeysIfNeeded } from './rotate-keys.ts';

const tenant = SANDBOX_TENANT.tenantId as TenantId;
const [older, newer] = [new Uint8Array(randomBytes(32)), new Uint8Array(randomBytes(32))];
const now = new Date();
const email = 'ada.assignee@contoso.example';
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
  const { tokens, chat, buildings } = createStores(database, createAddressSeals([older]));
  const at = now.toISOString();
  const account = { userId: 'ada', name: 'Ada Example', connectedAt: at, refreshedAt: at };
  const box = seal([older], { tenantId: tenant, accountId: 'ada' }, Buffer.from('the token cache'));
  await tokens.save(tenant, { account, problem: null }, box, now);
  const reference = seal([older], referenceBinding(tenant, 'channel'), Buffer.from('the conversation'));
  await chat.saveReference(tenant, 'channel', reference, now);
  const ada = await new SqlAuditPeople(database).refOf(tenant, { userId: 'ada', name: 'Ada Example' });
  await chat.saveAddress(tenant, ada, seal([older], addressBinding(tenant, ada), Buffer.from(email)));
  const building = sampleBuilding('hq');
  const [floor] = building.floors;
  const spaces = floor?.spaces.map((space) => ({ ...space, allocations: [{ email }] })) ?? [];
  const model = { ...building, floors: floor === undefined ? [] : [{ ...floor, spaces }] };
  const { building: stored } = await buildings.save(tenant, 'files', model, 'r1', [], now);
  const both = settingsWith(newer, older);

  expect(await rotateKeys(settingsWith(newer), database)).toMatchObject({ resealed: 0, unreadable: 4 });
  expect(await rotateKeys(both, database)).toEqual({ resealed: 4, current: 0, unreadable: 0 });
  expect(await rotateKeys(both, database)).toEqual({ resealed: 0, current: 4, unreadable: 0 });

  const sealed = (await tokens.load(tenant))?.sealed ?? new Uint8Array();
  const opened = open([newer], { tenantId: tenant, accountId: 'ada' }, sealed);
  expect(Buffer.from(opened ?? []).toString()).toBe('the token cache');
  const [kept] = await chat.references(tenant);
  const clear = kept && open([newer], referenceBinding(tenant, 'channel'), kept.sealed);
  expect(Buffer.from(clear ?? []).toString()).toBe('the conversation');

  const mail = open(
    [newer],
    addressBinding(tenant, ada),
    (await chat.address(tenant, ada)) ?? new Uint8Array(),
  );
  expect(Buffer.from(mail ?? []).toString()).toBe(email);
  const { buildings: withNewer } = createStores(database, createAddressSeals([newer]));
  expect((await withNewer.snapshot(tenant, stored.id))?.model).toEqual(model);
});

it('C23 C43 a start does it with two keys, and with another one than before, once', async () => {
  const third = new Uint8Array(randomBytes(32));
  expect(await rotateKeysIfNeeded(settingsWith(newer), database)).toBeNull();
  expect(await rotateKeysIfNeeded(settingsWith(newer, older), database)).toMatchObject({ current: 4 });
  expect(await rotateKeysIfNeeded(settingsWith(third), database)).toMatchObject({ unreadable: 4 });
  expect(await rotateKeysIfNeeded(settingsWith(third), database)).toBeNull();
  expect(await rotateKeysIfNeeded(settingsWith(newer), database)).toMatchObject({ current: 4 });
});
