import type { TenantId } from '../../core/model/place.ts';
import type { SettingsStore } from '../../ports/stores.ts';
import { toJson } from './json.ts';
import type { TenantRows } from './database.ts';

/** What a tenant's administrator decided. */
export class SqlSettingsStore implements SettingsStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async load(tenant: TenantId, key: string): Promise<unknown> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('settings')
      .select('value')
      .where('tenant_id', '=', tenant)
      .where('key', '=', key)
      .executeTakeFirst();
    return row?.value ?? null;
  }

  async save(tenant: TenantId, key: string, value: unknown): Promise<void> {
    const text = toJson(value);
    await this.#rows
      .of(tenant)
      .insertInto('settings')
      .values({ tenant_id: tenant, key, value: text })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doUpdateSet({ value: text }))
      .execute();
  }
}
