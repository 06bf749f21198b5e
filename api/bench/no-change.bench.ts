/** A run of 5,000 places without a change: how often Microsoft is asked, and that nothing is written. */
import { aHouse } from '../test/product/a-house.ts';
import { Product } from '../test/product/start-product.ts';

/** 1 building, 10 floors, 10 sections, 250 rooms, 4,729 desks. */
const HOUSE = { id: 'large', floors: 10, roomsPerFloor: 25, desksPerFloor: 473 };

/** Requests of plan and run together, counted by the simulated tenant, the items of batches one by one. */
export async function noChangeBench(): Promise<string[]> {
  const product = await Product.start();
  try {
    const { body } = await product.importFiles({ 'house.json': JSON.stringify(aHouse(HOUSE)) });
    const [{ buildingId }] = body.buildings;
    const first = await product.sync(buildingId);
    const before = await product.graphRequests();
    const second = await product.sync(buildingId);
    const asked = (await product.graphRequests()).slice(before.length);
    const writes = asked.filter(({ method }) => method !== 'GET').length;
    return [
      `first sync: ${first.run.counts.created} created, ${first.run.counts.failed} failed`,
      `second run: ${second.run.counts.skipped} skipped, ${asked.length} Graph requests (goal: 10 or fewer), ${writes} writes (goal: 0)`,
    ];
  } finally {
    await product.stop();
  }
}

if (process.argv[1]?.endsWith('no-change.bench.ts')) console.log((await noChangeBench()).join('\n'));
