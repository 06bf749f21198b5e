import type { PersonRef } from '../../core/model/audit-entry.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { Approval, ChatStore, PostedMessage } from '../../ports/chat.ts';
import type { TenantRows } from './database.ts';
import { toJson } from './json.ts';

/** What the bot remembers. */
export class SqlChatStore implements ChatStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async references(tenant: TenantId): Promise<{ key: string; sealed: Uint8Array }[]> {
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('conversations')
      .select(['key', 'sealed'])
      .where('tenant_id', '=', tenant)
      .orderBy('saved_at')
      .orderBy('key')
      .execute();
    // pg gives a Buffer, PGlite a Uint8Array.
    return rows.map(({ key, sealed }) => ({ key, sealed: new Uint8Array(sealed) }));
  }

  /** Keeps the time of the first save, so that the order of the installs stays. */
  async saveReference(tenant: TenantId, key: string, sealed: Uint8Array, at: Date): Promise<void> {
    await this.#rows
      .of(tenant)
      .insertInto('conversations')
      .values({ tenant_id: tenant, key, sealed, saved_at: at })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'key']).doUpdateSet({ sealed }))
      .execute();
  }

  async removeReference(tenant: TenantId, key: string): Promise<boolean> {
    const removed = await this.#rows
      .of(tenant)
      .deleteFrom('conversations')
      .where('tenant_id', '=', tenant)
      .where('key', '=', key)
      .returning('key')
      .executeTakeFirst();
    return removed !== undefined;
  }

  async posted(tenant: TenantId, name: string): Promise<PostedMessage | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('posted_messages')
      .select(['conversation_id', 'activity_id'])
      .where('tenant_id', '=', tenant)
      .where('name', '=', name)
      .executeTakeFirst();
    return row === undefined ? null : { conversationId: row.conversation_id, activityId: row.activity_id };
  }

  async savePosted(tenant: TenantId, name: string, message: PostedMessage): Promise<void> {
    const place = { conversation_id: message.conversationId, activity_id: message.activityId };
    await this.#rows
      .of(tenant)
      .insertInto('posted_messages')
      .values({ tenant_id: tenant, name, ...place })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(place))
      .execute();
  }

  async addApproval(approval: Approval): Promise<void> {
    const { tenantId, id, state } = approval;
    await this.#rows
      .of(tenantId)
      .insertInto('approvals')
      .values({ tenant_id: tenantId, id, state, body: toJson(approval) })
      .execute();
  }

  async approval(tenant: TenantId, id: string): Promise<Approval | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('approvals')
      .select('body')
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    return row?.body ?? null;
  }

  async settleApproval(approval: Approval, from: Approval['state']): Promise<boolean> {
    const changed = await this.#rows
      .of(approval.tenantId)
      .updateTable('approvals')
      .set({ state: approval.state, body: toJson(approval) })
      .where('tenant_id', '=', approval.tenantId)
      .where('id', '=', approval.id)
      .where('state', '=', from)
      .returning('id')
      .executeTakeFirst();
    return changed !== undefined;
  }

  async saveAddress(tenant: TenantId, person: PersonRef, sealed: Uint8Array): Promise<void> {
    await this.#rows
      .of(tenant)
      .insertInto('mail_addresses')
      .values({ tenant_id: tenant, ref: person, sealed })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'ref']).doUpdateSet({ sealed }))
      .execute();
  }

  async address(tenant: TenantId, person: PersonRef): Promise<Uint8Array | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('mail_addresses')
      .select('sealed')
      .where('tenant_id', '=', tenant)
      .where('ref', '=', person)
      .executeTakeFirst();
    return row === undefined ? null : new Uint8Array(row.sealed);
  }

  async addresses(tenant: TenantId): Promise<{ person: PersonRef; sealed: Uint8Array }[]> {
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('mail_addresses')
      .select(['ref', 'sealed'])
      .where('tenant_id', '=', tenant)
      .orderBy('ref')
      .execute();
    return rows.map(({ ref, sealed }) => ({ person: ref, sealed: new Uint8Array(sealed) }));
  }
}
