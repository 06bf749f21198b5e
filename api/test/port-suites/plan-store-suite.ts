import { describe, expect, it } from 'vitest';
import type { PlanStore } from '../../src/ports/stores.ts';
import { newBuildingId, newTenant, samplePlan } from './samples.ts';

/** What every {@link PlanStore} does. */
export function planStoreSuite(store: () => PlanStore): void {
  describe('plans', () => {
    it('come back exactly as they were saved', async () => {
      const plan = samplePlan(newTenant(), newBuildingId(), 20_000);

      await store().save(plan);
      const loaded = await store().load(plan.tenantId, plan.id);

      expect(loaded).toEqual(plan);
      expect(JSON.stringify(loaded?.tree)).toBe(JSON.stringify(plan.tree));
      expect(JSON.stringify(loaded?.steps)).toBe(JSON.stringify(plan.steps));
    });

    it('are not there for another tenant', async () => {
      const plan = samplePlan(newTenant(), newBuildingId());
      await store().save(plan);

      expect(await store().load(newTenant(), plan.id)).toBeNull();
      expect(await store().latest(newTenant(), plan.buildingId)).toBeNull();
    });

    it('the latest of a building is the one that was saved last', async () => {
      const [tenant, building] = [newTenant(), newBuildingId()];
      const [first, second] = [samplePlan(tenant, building), samplePlan(tenant, building)];
      await store().save(first);
      await store().save(second);
      await store().save(samplePlan(tenant, newBuildingId()));

      expect(await store().latest(tenant, building)).toMatchObject({ id: second.id, basis: second.basis });
      expect(await store().latest(tenant, newBuildingId())).toBeNull();
    });
  });
}
