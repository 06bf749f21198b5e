import type { TokenCacheStore } from '../../../ports/stores.ts';

/** A token cache store that keeps its rows where a test can look at them. */
export interface MemoryTokenCache extends TokenCacheStore {
  readonly rows: Map<string, { account: unknown; sealed: Uint8Array }>;
}

export function memoryTokenCache(): MemoryTokenCache {
  const rows: MemoryTokenCache['rows'] = new Map();
  return {
    rows,
    load: (tenant) => Promise.resolve(rows.get(tenant) ?? null),
    save(tenant, account, sealed) {
      // As a database does: what comes back is a copy.
      rows.set(tenant, { account: structuredClone(account), sealed: Uint8Array.from(sealed) });
      return Promise.resolve();
    },
    remove(tenant) {
      rows.delete(tenant);
      return Promise.resolve();
    },
  };
}
