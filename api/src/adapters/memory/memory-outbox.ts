import type { TenantId } from '../../core/model/place.ts';
import type { Outbox, OutgoingMessage } from '../../ports/outbox.ts';

interface Row extends OutgoingMessage {
  readonly key: string;
  attempts: number;
  dueMs: number;
  sentAt: Date | null;
  lastError: string | null;
}

/** Outgoing messages in memory; `rows` is for looking. */
export class MemoryOutbox implements Outbox {
  readonly rows: Row[] = [];

  add(tenantId: TenantId, kind: string, key: string, payload: unknown, at: Date): Promise<boolean> {
    const known = this.rows.some((row) => row.tenantId === tenantId && row.kind === kind && row.key === key);
    if (known) return Promise.resolve(false);
    const id = String(this.rows.length + 1);
    const fresh = { attempts: 0, dueMs: at.getTime(), sentAt: null, lastError: null };
    this.rows.push({ id, tenantId, kind, key, payload, ...fresh });
    return Promise.resolve(true);
  }

  take(at: Date, until: Date, limit: number): Promise<OutgoingMessage[]> {
    const due = this.rows.filter(({ sentAt, dueMs }) => sentAt === null && dueMs <= at.getTime());
    return Promise.resolve(
      due.slice(0, limit).map((row) => {
        const { id, tenantId, kind, payload, attempts } = row;
        row.attempts += 1;
        row.dueMs = until.getTime();
        return { id, tenantId, kind, payload, attempts };
      }),
    );
  }

  sent({ id }: OutgoingMessage, at: Date): Promise<void> {
    return this.#change(id, { sentAt: at, lastError: null });
  }

  failed({ id }: OutgoingMessage, error: string, again: Date | null): Promise<void> {
    return this.#change(id, { lastError: error, dueMs: again?.getTime() ?? Infinity });
  }

  #change(id: string, change: Partial<Row>): Promise<void> {
    const row = this.rows.find((each) => each.id === id);
    if (row) Object.assign(row, change);
    return Promise.resolve();
  }
}
