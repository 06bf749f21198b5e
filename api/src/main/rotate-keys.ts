/** Seals the stored tokens with the first of the keys in TOKEN_CACHE_KEY, so that the others can go (C23). */
import { rotateTokenCaches } from '../adapters/identity/token-vault.ts';
import { openDatabase, type Database } from '../adapters/postgres/open-database.ts';
import { createStores } from '../adapters/postgres/stores.ts';
import type { Settings } from '../config/settings.ts';
import type { TenantId } from '../core/model/place.ts';
import { systemClock } from './system-clock.ts';
import { tokenCacheKeys } from './token-cache-key.ts';

/** Caches sealed anew, sealed with the first key already, and opened by none of the keys. Safe to repeat. */
export interface Rotation {
  readonly resealed: number;
  readonly current: number;
  readonly unreadable: number;
}

export async function rotateKeys(settings: Settings, database: Database): Promise<Rotation> {
  const { tokens: cache } = createStores(database);
  const keys = await tokenCacheKeys(settings);
  return rotateTokenCaches({ cache, keys, clock: systemClock }, [settings.tenantId as TenantId]);
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
