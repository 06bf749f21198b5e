/** Seals what is stored with the first of the keys in TOKEN_CACHE_KEY, so that the others can go (C23). */
import { reseal } from '../adapters/identity/sealed-box.ts';
import { rotateTokenCaches } from '../adapters/identity/token-vault.ts';
import { openDatabase, type Database } from '../adapters/postgres/open-database.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import type { Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import { referenceBinding } from './reference-binding.ts';
import { systemClock } from './system-clock.ts';
import { tokenCacheKeys } from './token-cache-key.ts';

/** Boxes sealed anew, sealed with the first key already, and opened by none of the keys. Safe to repeat. */
export interface Rotation {
  readonly resealed: number;
  readonly current: number;
  readonly unreadable: number;
}

/** Token caches and conversation references; mail addresses are sealed anew when their person signs in. */
export async function rotateKeys(settings: Settings, database: Database): Promise<Rotation> {
  const { tokens: cache, chat } = createStores(database);
  const tenant = settings.tenantId as TenantId;
  const keys = await tokenCacheKeys(settings);
  const counts = { ...(await rotateTokenCaches({ cache, keys, clock: systemClock }, [tenant])) };
  for (const { key, sealed } of await chat.references(tenant)) {
    const box = reseal(keys, referenceBinding(tenant, key), sealed);
    if (box === null) counts.unreadable += 1;
    else if (box === sealed) counts.current += 1;
    else {
      await chat.saveReference(tenant, key, box, systemClock.now());
      counts.resealed += 1;
    }
  }
  return counts;
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
