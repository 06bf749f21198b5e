import type { TenantId } from '../../core/model/place.ts';
import type { AnswerStore } from '../../ports/stores.ts';
import type { TenantRows } from './database.ts';
import type { SealedFor } from './sealed-json.ts';

/** How long an answer is repeated (reliability-security.md C38). */
const KEPT_MS = 24 * 60 * 60 * 1000;
/** A claim without an answer after this time belongs to a process that died: the key may be used again. */
const ABANDONED_MS = 5 * 60 * 1000;

/** Answers by `Idempotency-Key`. The primary key decides who is first, also between processes. */
export class SqlAnswerStore implements AnswerStore {
  readonly #rows: TenantRows;
  readonly #sealed: SealedFor;

  constructor(rows: TenantRows, sealed: SealedFor) {
    this.#rows = rows;
    this.#sealed = sealed;
  }

  async claim(
    tenant: TenantId,
    user: string,
    key: string,
    bodyHash: string,
    at: Date,
  ): ReturnType<AnswerStore['claim']> {
    await this.#removeOld(tenant, at);
    const claimed = await this.#rows
      .of(tenant)
      .insertInto('answers')
      .values({
        tenant_id: tenant,
        user_id: user,
        key,
        body_hash: bodyHash,
        claimed_at: at,
        status: null,
        body: null,
      })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'user_id', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (claimed !== undefined) return { kind: 'claimed' };
    const before = await this.#rows
      .of(tenant)
      .selectFrom('answers')
      .select((eb) => ['body_hash', 'status', eb.cast<string>('body', 'text').as('body')])
      .where('tenant_id', '=', tenant)
      .where('user_id', '=', user)
      .where('key', '=', key)
      .executeTakeFirst();
    // Released by the other call in this very moment.
    if (before === undefined) return { kind: 'running' };
    if (before.body_hash !== bodyHash) return { kind: 'otherBody' };
    return before.status === null
      ? { kind: 'running' }
      : { kind: 'answer', status: before.status, body: this.#sealed(tenant).read(before.body) };
  }

  async answer(tenant: TenantId, user: string, key: string, status: number, body: unknown): Promise<void> {
    await this.#rows
      .of(tenant)
      .updateTable('answers')
      .set({ status, body: this.#sealed(tenant).write(body) })
      .where('tenant_id', '=', tenant)
      .where('user_id', '=', user)
      .where('key', '=', key)
      .execute();
  }

  async release(tenant: TenantId, user: string, key: string): Promise<void> {
    await this.#rows
      .of(tenant)
      .deleteFrom('answers')
      .where('tenant_id', '=', tenant)
      .where('user_id', '=', user)
      .where('key', '=', key)
      .where('status', 'is', null)
      .execute();
  }

  async #removeOld(tenant: TenantId, now: Date): Promise<void> {
    const before = (ms: number) => new Date(now.getTime() - ms);
    await this.#rows
      .of(tenant)
      .deleteFrom('answers')
      .where('tenant_id', '=', tenant)
      .where((eb) =>
        eb.or([
          eb('claimed_at', '<=', before(KEPT_MS)),
          eb.and([eb('status', 'is', null), eb('claimed_at', '<=', before(ABANDONED_MS))]),
        ]),
      )
      .execute();
  }
}
