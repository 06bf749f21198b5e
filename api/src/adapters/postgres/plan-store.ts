import type { BuildingId, TenantId } from '../../core/model/place.ts';
import type { LostAddresses, PlanHead, PlanStore, SavedPlan } from '../../ports/stores.ts';
import { toJson } from './json.ts';
import type { TenantRows } from './database.ts';
import type { SealedFor } from './sealed-json.ts';

/** Plans; the head is kept apart from tree and steps, which are megabytes for a large building. */
export class SqlPlanStore implements PlanStore {
  readonly #rows: TenantRows;
  readonly #sealed: SealedFor;

  constructor(rows: TenantRows, sealed: SealedFor) {
    this.#rows = rows;
    this.#sealed = sealed;
  }

  async save(plan: SavedPlan): Promise<void> {
    const { tree, steps, ...head } = plan;
    const sealed = this.#sealed(plan.tenantId);
    await this.#rows
      .of(plan.tenantId)
      .insertInto('plans')
      .values({
        tenant_id: plan.tenantId,
        id: plan.id,
        building_id: plan.buildingId,
        head: toJson(head),
        tree: sealed.write(tree),
        steps: sealed.write(steps),
      })
      .execute();
  }

  async load(tenant: TenantId, id: string, lost?: LostAddresses): Promise<SavedPlan | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('plans')
      .select((eb) => [
        'head',
        eb.cast<string>('tree', 'text').as('tree'),
        eb.cast<string>('steps', 'text').as('steps'),
      ])
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return null;
    const sealed = this.#sealed(tenant);
    return { ...row.head, tree: sealed.read(row.tree, lost), steps: sealed.read(row.steps, lost) };
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
