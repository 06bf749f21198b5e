import { sql } from 'kysely';
import type { PersonRef } from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { ProvenRoles, ProvenRolesStore } from '../../ports/chat.ts';
import type { TenantRows } from './database.ts';
import { toJson } from './json.ts';

/** What tokens of people said about their roles. */
export class SqlProvenRoles implements ProvenRolesStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async save(tenant: TenantId, person: PersonRef, proven: ProvenRoles): Promise<void> {
    const now = { roles: toJson(proven.roles), issued_at: proven.issuedAt, until: proven.until };
    await this.#rows
      .of(tenant)
      .insertInto('proven_roles')
      .values({ tenant_id: tenant, ref: person, ...now })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'ref'])
          .doUpdateSet(now)
          // In the statement, so that two processes with two tokens end with the newer one.
          .where(sql<boolean>`proven_roles.issued_at <= excluded.issued_at`),
      )
      .execute();
  }

  async load(tenant: TenantId, person: PersonRef): Promise<ProvenRoles | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('proven_roles')
      .select(['roles', 'issued_at', 'until'])
      .where('tenant_id', '=', tenant)
      .where('ref', '=', person)
      .executeTakeFirst();
    return row === undefined
      ? null
      : { roles: row.roles, issuedAt: new Date(row.issued_at), until: new Date(row.until) };
  }
}
