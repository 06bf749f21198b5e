import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { TenantId } from '../../core/model/place.ts';
import type { Outbox, OutgoingMessage } from '../../ports/outbox.ts';
import type { TenantRows } from './database.ts';
import { toJson, toText } from './json.ts';

/** Outgoing messages. Several senders may take from it at once; `skip locked` keeps them apart. */
export class SqlOutbox implements Outbox {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async add(tenant: TenantId, kind: string, dedupeKey: string, payload: unknown, at: Date): Promise<boolean> {
    const added = await this.#rows
      .of(tenant)
      .insertInto('outbox')
      .values({
        tenant_id: tenant,
        id: randomUUID(),
        kind,
        dedupe_key: dedupeKey,
        payload: toJson(payload),
        due_at: at,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'dedupe_key']).doNothing())
      .returning('id')
      .executeTakeFirst();
    return added !== undefined;
  }

  async take(at: Date, until: Date, limit: number): Promise<OutgoingMessage[]> {
    const { rows } = await sql<{
      id: string;
      tenant: TenantId;
      kind: string;
      payload: unknown;
      attempts: number;
    }>`
      with due as (
        select tenant_id, id, seq from outbox
        where sent_at is null and due_at <= ${at}::timestamptz
        order by seq limit ${limit}::int for update skip locked
      ), lent as (
        update outbox o set due_at = ${until}::timestamptz, attempts = attempts + 1
        from due where o.tenant_id = due.tenant_id and o.id = due.id
        returning o.seq, o.id, o.tenant_id as tenant, o.kind, o.payload, o.attempts - 1 as attempts
      )
      select id, tenant, kind, payload, attempts from lent order by seq
    `.execute(this.#rows.acrossTenants);
    return rows.map(({ tenant, ...message }) => ({ ...message, tenantId: tenant }));
  }

  async sent({ tenantId, id }: OutgoingMessage, at: Date): Promise<void> {
    await this.#rows
      .of(tenantId)
      .updateTable('outbox')
      .set({ sent_at: at, last_error: null })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }

  async failed({ tenantId, id }: OutgoingMessage, error: string, again: Date | null): Promise<void> {
    await this.#rows
      .of(tenantId)
      .updateTable('outbox')
      .set({ last_error: toText(error), due_at: again ?? sql<string>`'infinity'::timestamptz` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
}
