import type { TenantId } from '../../core/model/place.ts';
import type { KnownTeam, KnownTeamStore } from '../../ports/chat.ts';
import type { TenantRows } from './database.ts';
import { toJson } from './json.ts';

/** Teams with the app and their channels, as the bot last saw them. */
export class SqlTeamStore implements KnownTeamStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async list(tenant: TenantId): Promise<KnownTeam[]> {
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('chat_teams')
      .select('body')
      .where('tenant_id', '=', tenant)
      .execute();
    return rows.map(({ body }) => body).sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async save(tenant: TenantId, team: KnownTeam): Promise<void> {
    const body = toJson(team);
    await this.#rows
      .of(tenant)
      .insertInto('chat_teams')
      .values({ tenant_id: tenant, id: team.id, body })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'id']).doUpdateSet({ body }))
      .execute();
  }

  async remove(tenant: TenantId, teamId: string): Promise<void> {
    await this.#rows
      .of(tenant)
      .deleteFrom('chat_teams')
      .where('tenant_id', '=', tenant)
      .where('id', '=', teamId)
      .execute();
  }
}
