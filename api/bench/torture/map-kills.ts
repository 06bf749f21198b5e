/**
 * kill -9 in the map phase of the running product: between a request and its answer for each kind of request, and at
 * random moments. After the restart the map is in place, and Microsoft's record says that it was uploaded once.
 */
import { setTimeout } from 'node:timers/promises';
import fc from 'fast-check';
import { aHouse } from '../../test/product/a-house.ts';
import { Product } from '../../test/product/start-product.ts';
import type { Proof } from './proof.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly applied: boolean;
  readonly body: { readonly importSetting?: { readonly isDryRun?: boolean } } | null;
}

interface Kill {
  readonly what: string;
  /** true: a desk moves; false: the outline of a floor changes, which is no small change. */
  readonly small: boolean;
  /** The request whose answer is held back until the kill. */
  readonly hold?: { readonly method: string; readonly path: string; readonly nth?: number };
  readonly afterMs?: number;
}

const RANDOM = 6;
const HELD: readonly Kill[] = [
  { what: 'the check', small: false, hold: { method: 'POST', path: '/ingestMapFile/' } },
  { what: 'the delete', small: false, hold: { method: 'DELETE', path: '/\\/map$/' } },
  { what: 'the upload', small: false, hold: { method: 'POST', path: '/ingestMapFile/', nth: 2 } },
  { what: 'a single change', small: true, hold: { method: 'PATCH', path: '/\\/map\\/levels/', nth: 2 } },
];

export async function mapKillsTorture(seed: number): Promise<Proof> {
  const moments = fc.sample(fc.integer({ min: 0, max: 1500 }), { seed, numRuns: RANDOM });
  const random = moments.map((afterMs, at): Kill => ({
    what: `${afterMs} ms`,
    small: at % 2 === 0,
    afterMs,
  }));
  const lines: string[] = [];
  let faults = 0;
  const product = await Product.start({ CREATE_GRACE_MS: '300' });
  try {
    for (const kill of [...HELD, ...random]) {
      const problems = await killed(product, kill);
      faults += problems.length;
      lines.push(`killed after ${kill.what}: ${problems.length === 0 ? 'in place' : problems.join('; ')}`);
    }
  } finally {
    await product.stop();
  }
  return { lines, faults };
}

/** @returns what is wrong afterwards */
async function killed(product: Product, { what, small, hold, afterMs }: Kill): Promise<string[]> {
  const house = aHouse({ id: what.replaceAll(' ', '-'), desksPerFloor: 4 });
  await product.sync(await imported(product, house));
  if (small) moveOneDesk(house);
  else widen(house);
  const buildingId = await imported(product, house);
  const plan = await product.plan(buildingId);
  const before = (await requests(product)).length;
  await product.sandbox('POST', '/_sandbox/settings', { latencyMs: hold === undefined ? 100 : 0 });
  if (hold !== undefined) {
    const fault = { match: { ...hold, times: 1 }, effect: { holdMs: 600_000 } };
    await product.sandbox('POST', '/_sandbox/faults', [fault]);
  }
  const { body: started } = await product.startRun(plan.id);
  if (hold === undefined) await setTimeout(afterMs);
  else await untilHeld(product, before, hold);
  const sent = (await requests(product)).slice(before);
  await product.kill();
  await product.boot();
  const run = await product.ended(started.id);
  const { body: report } = await product.api('GET', `/api/runs/${started.id}/report`);
  const { body: again } = await product.api('POST', `/api/buildings/${buildingId}/plans`);
  // The record begins anew with the tenant's process.
  const uploads = [...sent, ...(await requests(product))].filter(isUpload).length;
  return [
    ...expected('run', run.state, 'done'),
    ...expected('map', report.map.state, 'uploaded'),
    ...expected('next plan', again.map.action, 'skip'),
    ...(small || hold !== undefined ? expected('uploads', uploads, small ? 0 : 1) : []),
  ];
}

const expected = (name: string, is: unknown, wanted: unknown): string[] =>
  is === wanted ? [] : [`${name} ${String(is)} instead of ${String(wanted)}`];

async function imported(product: Product, house: object): Promise<string> {
  const { body } = await product.importFiles({ 'house.json': JSON.stringify(house) });
  return body.buildings[0].buildingId as string;
}

const requests = async (product: Product): Promise<readonly Seen[]> =>
  (await product.sandbox('GET', '/_sandbox/requests')).body.items as readonly Seen[];

async function untilHeld(product: Product, from: number, hold: NonNullable<Kill['hold']>): Promise<void> {
  const path = new RegExp(hold.path.slice(1, -1));
  for (;;) {
    const own = (await requests(product)).slice(from);
    const matching = own.filter((one) => one.applied && one.method === hold.method && path.test(one.path));
    if (matching.length >= (hold.nth ?? 1)) return;
    await setTimeout(10);
  }
}

const isUpload = ({ method, path, applied, body }: Seen): boolean =>
  applied && method === 'POST' && path.includes('ingestMapFile') && body?.importSetting?.isDryRun !== true;

interface Drawn {
  readonly buildings: readonly {
    readonly floors: readonly { readonly outline: Shape }[];
    readonly spaces: readonly { readonly kind: string; readonly geometry: Shape }[];
  }[];
}
interface Shape {
  readonly polygon: number[][][];
}

function moveOneDesk(house: object): void {
  const desk = (house as Drawn).buildings[0]?.spaces.find(({ kind }) => kind === 'desk');
  for (const corner of desk?.geometry.polygon[0] ?? []) corner[1] = (corner[1] ?? 0) + 5;
}

function widen(house: object): void {
  const [floor] = (house as Drawn).buildings[0]?.floors ?? [];
  for (const corner of floor?.outline.polygon[0] ?? []) if (corner[0] !== 0) corner[0] = (corner[0] ?? 0) + 2;
}
