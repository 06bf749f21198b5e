import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product } from './start-product.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start({ CREATE_GRACE_MS: '300' });
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

const places = async (): Promise<any[]> => (await product.sandbox('GET', '/_sandbox/places')).body.items;

/** Waits until the tenant has that many places: a kill lands in the middle of the run. */
async function untilThere(count: number): Promise<void> {
  while ((await places()).length < count) await setTimeout(10);
}

describe('kill -9 in the middle of a run (F41)', () => {
  it(
    'goes on after the restart, with no duplicate, no lost place and no write repeated',
    { timeout: 120_000 },
    async () => {
      const { body } = await product.importFiles({
        'house.json': JSON.stringify(aHouse({ floors: 3, desksPerFloor: 60, roomsPerFloor: 0 })),
      });
      const [{ buildingId }] = body.buildings;
      const plan = await product.plan(buildingId);
      await product.sandbox('POST', '/_sandbox/settings', { latencyMs: 20 });
      const before = (await places()).length;
      const started = await product.startRun(plan.id);
      for (const count of [10, 70, 130]) {
        await untilThere(before + count);
        await product.kill();
        await product.boot();
        await product.sandbox('POST', '/_sandbox/settings', { latencyMs: 20 });
      }
      const run = await product.ended(started.body.id);
      expect(run).toMatchObject({
        state: 'done',
        counts: { failed: 0, unknown: 0, created: plan.summary.create },
      });
      const ours = (await places()).filter(
        (place: any) =>
          /^(House|Floor|Desks|Desk|Room) H/.test(place.displayName) || place.displayName === 'Desks',
      );
      const names = ours.map((place: any) => `${place.parentId}/${place.displayName}`);
      expect(new Set(names).size).toBe(names.length);
      const ledger = await product.api('GET', `/api/buildings/${buildingId}/known?limit=1000`);
      expect(ledger.body.items).toHaveLength(plan.summary.create);
      const again = await product.plan(buildingId);
      expect(again.summary).toMatchObject({ create: 0, update: 0, adopt: 0, skip: plan.summary.create });
    },
  );
});
