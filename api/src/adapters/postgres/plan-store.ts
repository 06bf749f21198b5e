import type { BuildingId, TenantId } from '../../core/model/place.ts';
import type { PlanHead, PlanStore, SavedPlan } from '../../ports/stores.ts';
import { toJson } from './json.ts';
import type { TenantRows } from './database.ts';

/** Plans; the head is kept apart from tree and steps, which are megabytes for a large building. */
export class SqlPlanStore implements PlanStore {
  readonly #rows: TenantRows;

  constructor(rows: TenantRows) {
    this.#rows = rows;
  }

  async save(plan: SavedPlan): Promise<void> {
    const { tree, steps, ...head } = plan;
    await this.#rows
      .of(plan.tenantId)
      .insertInto('plans')
      .values({
        tenant_id: plan.tenantId,
        id: plan.id,
        building_id: plan.buildingId,
        head: toJson(head),
        tree: toJson(tree),
        steps: toJson(steps),
      })
      .execute();
  }

  async load(tenant: TenantId, id: string): Promise<SavedPlan | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('plans')
      .select(['head', 'tree', 'steps'])
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : { ...row.head, tree: row.tree, steps: row.steps };
  }

  async latest(tenant: TenantId, building: BuildingId): Promise<PlanHead | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('plans')
      .select('head')
      .where('tenant_id', '=', tenant)
      .where('building_id', '=', building)
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.head ?? null;
  }
}
