import { randomUUID } from 'node:crypto';
import type { PersonRef } from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { AuditPeople } from '../../ports/audit.ts';
import type { TenantRows } from './database.ts';
import { toText } from './json.ts';

/** Who is behind the references of the audit log. */
export class SqlAuditPeople implements AuditPeople {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async refOf(
    tenant: TenantId,
    person: { readonly userId: string; readonly name: string },
  ): Promise<PersonRef> {
    const name = toText(person.name);
    const { ref } = await this.#rows
      .of(tenant)
      .insertInto('audit_people')
      .values({ tenant_id: tenant, user_id: person.userId, ref: randomUUID(), name })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id']).doUpdateSet({ name }))
      .returning('ref')
      .executeTakeFirstOrThrow();
    return ref;
  }

  async find(tenant: TenantId, userId: string): Promise<PersonRef | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('audit_people')
      .select('ref')
      .where('tenant_id', '=', tenant)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row?.ref ?? null;
  }

  async namesOf(tenant: TenantId, refs: readonly PersonRef[]): Promise<ReadonlyMap<PersonRef, string>> {
    if (refs.length === 0) return new Map();
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('audit_people')
      .select(['ref', 'name'])
      .where('tenant_id', '=', tenant)
      .where('ref', 'in', refs)
      .execute();
    return new Map(rows.map((row) => [row.ref, row.name]));
  }

  async userIdOf(tenant: TenantId, ref: PersonRef): Promise<string | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('audit_people')
      .select('user_id')
      .where('tenant_id', '=', tenant)
      .where('ref', '=', ref)
      .executeTakeFirst();
    return row?.user_id ?? null;
  }

  async erase(tenant: TenantId, userId: string): Promise<PersonRef | null> {
    const row = await this.#rows
      .of(tenant)
      .deleteFrom('audit_people')
      .where('tenant_id', '=', tenant)
      .where('user_id', '=', userId)
      .returning('ref')
      .executeTakeFirst();
    return row?.ref ?? null;
  }
}
