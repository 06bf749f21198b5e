import type { TenantId } from '../../core/model/place.ts';
import type { ReportStore } from '../../ports/stores.ts';
import { toJson } from './json.ts';
import type { TenantRows } from './database.ts';

/** One report per run. Saving it again (a job that was repeated) replaces it. */
export class SqlReportStore implements ReportStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async save(tenant: TenantId, runId: string, report: unknown): Promise<void> {
    const body = toJson(report);
    await this.#rows
      .of(tenant)
      .insertInto('reports')
      .values({ tenant_id: tenant, run_id: runId, body })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'run_id']).doUpdateSet({ body }))
      .execute();
  }

  /** null when there is none. */
  async load(tenant: TenantId, runId: string): Promise<unknown> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('reports')
      .select('body')
      .where('tenant_id', '=', tenant)
      .where('run_id', '=', runId)
      .executeTakeFirst();
    return row?.body ?? null;
  }
}
