/**
 * Every map call of the running product meets what Microsoft may answer: throttled, refused, failed, done but never
 * heard of. Whatever happens, the tenant has the new map or the one of before when the run has ended, the report says
 * which, nothing but the map suffers, and the next sync puts the new one in place.
 */
import { aHouse } from '../../test/product/a-house.ts';
import { Product } from '../../test/product/start-product.ts';
import type { Proof } from './proof.ts';

const CALLS = [
  { what: 'read of the levels', method: 'GET', path: '/\\/map\\/levels$/' },
  { what: 'check', method: 'POST', path: '/ingestMapFile/', nth: 1 },
  { what: 'delete', method: 'DELETE', path: '/\\/map$/' },
  { what: 'upload', method: 'POST', path: '/ingestMapFile/', nth: 2 },
  { what: 'read of the units', method: 'GET', path: '/\\/units$/' },
  { what: 'single change', method: 'PATCH', path: '/\\/map\\/levels/' },
] as const;

const said = (status: number, more: object = {}) => ({
  status,
  body: { error: { code: `Fault${status}`, message: `Fault ${status}.` } },
  ...more,
});
const EFFECTS: readonly (readonly [string, object])[] = [
  ['429 for a second', said(429, { headers: { 'retry-after': '1' } })],
  ['400', said(400)],
  ['413', said(413)],
  ['503 for a second', said(503, { headers: { 'retry-after': '1' } })],
  ['504 though done', said(504, { applied: true })],
  ['connection cut before', { reset: 'before' }],
  ['connection cut after', { reset: 'after' }],
];

export async function mapFaultsTorture(): Promise<Proof> {
  const lines: string[] = [];
  let faults = 0;
  const product = await Product.start();
  try {
    const { house, buildingId } = await synced(product);
    for (const call of CALLS) {
      for (const [what, effect] of EFFECTS) {
        const problems = await bent(product, buildingId, house, call, effect);
        faults += problems.length;
        lines.push(`${call.what}, ${what}: ${problems.length === 0 ? 'fine' : problems.join('; ')}`);
      }
    }
  } finally {
    await product.stop();
  }
  return { lines, faults };
}

interface House {
  readonly buildings: readonly {
    readonly id: string;
    readonly floors: readonly { readonly outline: Shape }[];
    readonly spaces: readonly { readonly kind: string; readonly geometry: Shape }[];
  }[];
}
interface Shape {
  readonly polygon: number[][][];
}

async function synced(product: Product): Promise<{ house: House; buildingId: string }> {
  const house = aHouse({ id: 'faults', desksPerFloor: 4 }) as House;
  const buildingId = await imported(product, house);
  await product.sync(buildingId);
  return { house, buildingId };
}

async function imported(product: Product, house: object): Promise<string> {
  const { body } = await product.importFiles({ 'house.json': JSON.stringify(house) });
  return body.buildings[0].buildingId as string;
}

/** @returns what is wrong afterwards */
async function bent(
  product: Product,
  buildingId: string,
  house: House,
  { what, ...match }: (typeof CALLS)[number],
  effect: object,
): Promise<string[]> {
  if (what === 'single change') moveOneDesk(house);
  else widen(house);
  await imported(product, house);
  const before = await mapOf(product);
  const { body: plan } = await product.api('POST', `/api/buildings/${buildingId}/plans`);
  await product.sandbox('POST', '/_sandbox/faults', [{ match: { times: 1, ...match }, effect }]);
  const { body: started } = await product.startRun(plan.id);
  const run = await product.ended(started.id);
  await product.sandbox('DELETE', '/_sandbox/faults');
  const { body: report } = await product.api('GET', `/api/runs/${started.id}/report`);
  const after = await mapOf(product);
  await product.sync(buildingId);
  const wanted = await mapOf(product);
  const uploaded = report.map.state === 'uploaded' || report.map.state === 'pending';
  return [
    ...wrong('run', run.state, uploaded ? 'done' : 'doneWithFailures'),
    ...wrong('failed places', run.counts.failed, 0),
    ...wrong('map after the run', after, uploaded ? wanted : before),
    ...wrong('new map', wanted === before, false),
    ...wrong('next plan', (await product.plan(buildingId)).map.action, 'skip'),
  ];
}

const wrong = (name: string, is: unknown, wanted: unknown): string[] =>
  is === wanted ? [] : [`${name}: ${String(is).slice(0, 60)} instead of ${String(wanted).slice(0, 60)}`];

/** What the tenant has, without the order in which it came; empty: no map. */
async function mapOf(product: Product): Promise<string> {
  const { body } = await product.sandbox('GET', '/_sandbox/maps');
  const [map] = body.items as readonly { readonly features: readonly object[] }[];
  const features = (map?.features ?? []).map((feature) => JSON.stringify(feature));
  return features.toSorted().join('\n');
}

function moveOneDesk(house: House): void {
  const desk = house.buildings[0]?.spaces.find(({ kind }) => kind === 'desk');
  for (const corner of desk?.geometry.polygon[0] ?? []) corner[1] = (corner[1] ?? 0) + 0.5;
}

function widen(house: House): void {
  const [floor] = house.buildings[0]?.floors ?? [];
  for (const corner of floor?.outline.polygon[0] ?? []) if (corner[0] !== 0) corner[0] = (corner[0] ?? 0) + 2;
}
