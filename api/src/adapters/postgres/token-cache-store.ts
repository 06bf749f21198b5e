import type { TenantId } from '../../core/model/place.ts';
import type { TokenCacheStore } from '../../ports/stores.ts';
import { toJson } from './json.ts';
import type { TenantRows } from './database.ts';

/** One sealed token cache per tenant. */
export class SqlTokenCacheStore implements TokenCacheStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async load(tenant: TenantId): Promise<{ account: unknown; sealed: Uint8Array } | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('token_caches')
      .select(['account', 'sealed'])
      .where('tenant_id', '=', tenant)
      .executeTakeFirst();
    // pg gives a Buffer, PGlite a Uint8Array.
    return row === undefined ? null : { account: row.account, sealed: new Uint8Array(row.sealed) };
  }

  async save(tenant: TenantId, account: unknown, sealed: Uint8Array, at: Date): Promise<void> {
    const cache = { account: toJson(account), sealed, saved_at: at };
    await this.#rows
      .of(tenant)
      .insertInto('token_caches')
      .values({ tenant_id: tenant, ...cache })
      .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(cache))
      .execute();
  }

  async remove(tenant: TenantId): Promise<void> {
    await this.#rows.of(tenant).deleteFrom('token_caches').where('tenant_id', '=', tenant).execute();
  }
}
