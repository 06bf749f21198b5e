/**
 * First sync of 1,000 desks by the whole product, with journal, ledger, audit, floor map and report, against a client that
 * sends one request at a time to the same simulated tenant (storage-and-performance.md section 5).
 */
import { aHouse } from '../test/product/a-house.ts';
import { Product } from '../test/product/start-product.ts';
import { AT_A_TIME, DESKS, GOAL, LATENCY_MS, naive } from './graph.bench.ts';

const BATCHES_IN_FLIGHT = 4;

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly inFlight: number;
  readonly batchOf?: number;
}

/** The lines to print; about a minute, because the slow client really creates every desk. */
export async function applyBench(): Promise<string[]> {
  const product = await Product.start();
  try {
    const house = aHouse({ id: 'hall', floors: 2, roomsPerFloor: 0, desksPerFloor: DESKS / 2 });
    const { body } = await product.importFiles({ 'hall.json': JSON.stringify(house) });
    const pace = { latencyMs: LATENCY_MS, batchParallelism: AT_A_TIME };
    await product.sandbox('POST', '/_sandbox/settings', pace);
    const { run } = await product.sync(body.buildings[0].buildingId);
    const ours = (Date.parse(run.completedAt) - Date.parse(run.startedAt)) / 1000;
    const seen = (await product.sandbox('GET', '/_sandbox/requests?limit=100000')).body.items as Seen[];
    const most = Math.max(
      ...seen.filter(({ batchOf }) => batchOf === undefined).map(({ inFlight }) => inFlight),
    );
    const slow = await timed(() => oneByOne(product, run.counts.created));
    const ratio = slow / ours;
    return [
      `apply: first sync by the whole product, ${LATENCY_MS} ms a request: ${run.counts.created} created, ${run.counts.failed} failed`,
      `apply: one request at a time ${slow.toFixed(2)} s, whole run ${ours.toFixed(2)} s, at most ${most} in flight`,
      `apply: ${ratio.toFixed(1)} times as fast (goal ${GOAL}, at most ${BATCHES_IN_FLIGHT} in flight): ${ratio >= GOAL && most <= BATCHES_IN_FLIGHT ? 'met' : 'MISSED'}`,
    ];
  } finally {
    await product.stop();
  }
}

async function oneByOne(product: Product, places: number): Promise<void> {
  const all = (await product.sandbox('GET', '/_sandbox/places')).body.items as Record<string, string>[];
  const section = all.find((place) => place['@odata.type'] === '#microsoft.graph.section');
  const token = await product.token('admin', { audience: 'graph' });
  await naive(product.sandboxUrl, places, { token, parentId: section?.['id'] ?? '' });
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

if (process.argv[1]?.endsWith('apply.bench.ts')) console.log((await applyBench()).join('\n'));
