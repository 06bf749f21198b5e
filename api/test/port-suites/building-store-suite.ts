import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/core/model/finding.ts';
import type { BuildingStore, Page, StoredBuilding } from '../../src/ports/stores.ts';
import { at, newBuildingId, newTenant, sampleBuilding } from './samples.ts';

const finding: Finding = { code: 'floor-unpublished', severity: 'info', message: 'Not published', key: 'f1' };

/** What every {@link BuildingStore} does. `store` is asked for once per test. */
export function buildingStoreSuite(store: () => BuildingStore): void {
  describe('buildings', () => {
    it('gives a new building an id that it keeps for ever', async () => {
      const tenant = newTenant();

      const first = await store().save(tenant, 'files', sampleBuilding('hq'), 'r1', [], at(0));
      const second = await store().save(tenant, 'files', sampleBuilding('hq', 'Renamed'), 'r2', [], at(1));

      expect(first.created).toBe(true);
      expect(second.created).toBe(false);
      expect(second.building.id).toBe(first.building.id);
      expect(await store().idOf(tenant, 'files', 'hq')).toBe(first.building.id);
      expect(await store().load(tenant, first.building.id)).toEqual({
        id: first.building.id,
        source: 'files',
        sourceKey: 'hq',
        name: 'Renamed',
        revision: 'r2',
        importedAt: at(1).toISOString(),
        floors: 1,
        rooms: 1,
        desks: 2,
      });
    });

    it('keeps tenants and sources apart', async () => {
      const [tenant, other] = [newTenant(), newTenant()];
      const { building } = await store().save(tenant, 'files', sampleBuilding('hq'), 'r1', [], at(0));
      const elsewhere = await store().save(tenant, 'platform', sampleBuilding('hq'), 'r1', [], at(0));

      expect(elsewhere.building.id).not.toBe(building.id);
      expect(await store().load(other, building.id)).toBeNull();
      expect(await store().snapshot(other, building.id)).toBeNull();
      expect(await store().idOf(other, 'files', 'hq')).toBeNull();
      expect((await store().list(other, {})).items).toEqual([]);
    });

    it('lists every building once, page by page', async () => {
      const tenant = newTenant();
      const keys = ['e', 'a', 'd', 'b', 'c'];
      for (const key of keys) await store().save(tenant, 'files', sampleBuilding(key), 'r1', [], at(0));

      const seen: string[] = [];
      let page: Page<StoredBuilding> | undefined;
      do {
        page = await store().list(tenant, { limit: 2, cursor: page?.nextCursor });
        expect(page.items.length).toBeLessThanOrEqual(2);
        seen.push(...page.items.map((building) => building.sourceKey));
      } while (page.nextCursor !== undefined);

      expect(seen.toSorted()).toEqual(keys.toSorted());
    });
  });
  snapshots(store);
}

function snapshots(store: () => BuildingStore): void {
  describe('snapshots', () => {
    it('come back exactly as they went in, by revision or the newest', async () => {
      const tenant = newTenant();
      const [old, recent] = [sampleBuilding('hq'), sampleBuilding('hq', 'Head office')];
      const { building } = await store().save(tenant, 'files', old, 'r1', [finding], at(0));
      await store().save(tenant, 'files', recent, 'r2', [], at(1));

      const first = await store().snapshot(tenant, building.id, 'r1');
      const newest = await store().snapshot(tenant, building.id);

      expect(first).toEqual({ model: old, revision: 'r1', findings: [finding] });
      expect(JSON.stringify(newest?.model)).toBe(JSON.stringify(recent));
      expect(newest?.revision).toBe('r2');
      expect(await store().snapshot(tenant, building.id, 'r3')).toBeNull();
    });

    it('the newest is the one that was imported last, also when it was there before', async () => {
      const tenant = newTenant();
      for (const [minute, revision] of ['r1', 'r2', 'r1'].entries()) {
        const model = sampleBuilding('hq', `As of ${revision}`);
        await store().save(tenant, 'files', model, revision, [], at(minute));
      }

      const id = await store().idOf(tenant, 'files', 'hq');
      const newest = id && (await store().snapshot(tenant, id));

      expect(newest && newest.model.name).toBe('As of r1');
    });

    it('of several buildings are stored at once, new ones under the id that came with them', async () => {
      const tenant = newTenant();
      const { building } = await store().save(tenant, 'files', sampleBuilding('old'), 'r1', [], at(0));
      const id = newBuildingId();

      const saved = await store().saveAll?.(
        tenant,
        'files',
        [
          { id: newBuildingId(), building: sampleBuilding('old'), revision: 'r2', findings: [] },
          { id, building: sampleBuilding('new'), revision: 'r1', findings: [] },
        ],
        at(1),
      );

      expect(saved?.map((one) => [one.building.id, one.created])).toEqual([
        [building.id, false],
        [id, true],
      ]);
    });
  });
}
