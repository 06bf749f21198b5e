/** Seals what is stored with the first of the keys in TOKEN_CACHE_KEY, so that the others can go (C23). */
import { createAddressSeals } from '../adapters/identity/address-seals.ts';
import { keyIdOf, reseal } from '../adapters/identity/sealed-box.ts';
import { rotateTokenCaches } from '../adapters/identity/token-vault.ts';
import { openDatabase, type Database } from '../adapters/postgres/open-database.ts';
import { resealAddresses } from '../adapters/postgres/reseal-addresses.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import type { Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import type { ChatStore } from '../ports/chat.ts';
import { addressBinding, referenceBinding } from './reference-binding.ts';
import { systemClock } from './system-clock.ts';
import { tokenCacheKeys } from './token-cache-key.ts';

/** Boxes sealed anew, sealed with the first key already, and opened by none of the keys. Safe to repeat. */
export interface Rotation {
  readonly resealed: number;
  readonly current: number;
  readonly unreadable: number;
}

/** Setting that holds the id of the key that all addresses were sealed with. */
const SEALED_WITH = 'addresses-sealed-with';

/** Token caches, conversation references, mail addresses of who asked, addresses in models, plans, ledger and kept answers. */
export async function rotateKeys(settings: Settings, database: Database): Promise<Rotation> {
  const tenant = settings.tenantId as TenantId;
  const keys = await tokenCacheKeys(settings);
  const seals = createAddressSeals(keys);
  const { tokens: cache, chat, settings: kept } = createStores(database, seals);
  const parts = [
    await rotateTokenCaches({ cache, keys, clock: systemClock }, [tenant]),
    await rotateChat(chat, keys, tenant),
    await resealAddresses(database, seals, tenant),
  ];
  await kept.save(tenant, SEALED_WITH, nameOf(keys));
  const sum = (count: keyof Rotation) => parts.reduce((total, part) => total + part[count], 0);
  return { resealed: sum('resealed'), current: sum('current'), unreadable: sum('unreadable') };
}

/**
 * At a start: with more than one key, with another one than before, and once after an update from a version that kept
 * addresses in clear. null when there is nothing to do.
 */
export async function rotateKeysIfNeeded(settings: Settings, database: Database): Promise<Rotation | null> {
  const keys = await tokenCacheKeys(settings);
  const { settings: kept } = createStores(database, createAddressSeals(keys));
  const before = await kept.load(settings.tenantId as TenantId, SEALED_WITH);
  return keys.length === 1 && before === nameOf(keys) ? null : rotateKeys(settings, database);
}

/** The same without a server; on an embedded database no server may be running. @throws AppError when one is */
export async function rotateKeysAlone(settings: Settings): Promise<Rotation> {
  const { dataDir, databaseUrl } = settings;
  const database = await openDatabase({ dataDir, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
  try {
    return await rotateKeys(settings, database);
  } finally {
    await database.close();
  }
}

/** Conversation references, and mail addresses of who asked. */
async function rotateChat(chat: ChatStore, keys: readonly Uint8Array[], tenant: TenantId): Promise<Rotation> {
  const references = (await chat.references(tenant)).map(({ key, sealed }) => ({
    sealed,
    binding: referenceBinding(tenant, key),
    save: (box: Uint8Array) => chat.saveReference(tenant, key, box, systemClock.now()),
  }));
  const addresses = (await chat.addresses(tenant)).map(({ person, sealed }) => ({
    sealed,
    binding: addressBinding(tenant, person),
    save: (box: Uint8Array) => chat.saveAddress(tenant, person, box),
  }));
  const counts = { resealed: 0, current: 0, unreadable: 0 };
  for (const { sealed, binding, save } of [...references, ...addresses]) {
    const box = reseal(keys, binding, sealed);
    if (box === null) counts.unreadable += 1;
    else if (box === sealed) counts.current += 1;
    else {
      await save(box);
      counts.resealed += 1;
    }
  }
  return counts;
}

const nameOf = ([first]: readonly Uint8Array[]): string | null =>
  first === undefined ? null : keyIdOf(first).toString('hex');
