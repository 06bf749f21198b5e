/** What an administrator does to a map by hand, and what the running product makes of it, at the wire. */
import { strToU8, unzipSync, zipSync, strFromU8 } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aHouse } from '../product/a-house.ts';
import { Product } from '../product/start-product.ts';

let product: Product;
let id: string;
let placeId: string;
let synced = 0;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});
beforeEach(async () => {
  const house = aHouse({ id: `hand${(synced += 1)}`, floors: 2 });
  const { body } = await product.importFiles({ 'house.json': JSON.stringify(house) });
  id = body.buildings[0].buildingId;
  await product.sync(id);
  placeId = (await product.plan(id)).tree.placeId;
});

/** As an administrator does it in PowerShell, past the product. */
async function byHand(method: string, path: string, body?: unknown): Promise<number> {
  const { token } = (await product.sandbox('POST', '/_sandbox/token', { user: 'admin', audience: 'graph' }))
    .body;
  const answer = await fetch(
    `${product.sandboxUrl}/v1.0/places/${placeId}/microsoft.graph.building/${path}`,
    {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  );
  return answer.status;
}

async function fetchMap(format: string): Promise<Uint8Array> {
  const headers = { Authorization: `Bearer ${await product.token('viewer')}`, Accept: 'application/zip' };
  const answer = await fetch(`${product.appUrl}/api/buildings/${id}/map?format=${format}`, { headers });
  return new Uint8Array(await answer.arrayBuffer());
}

/** Our map with other feature ids, as another tool would make it. */
async function theirMap(): Promise<string> {
  const files = Object.entries(unzipSync(await fetchMap('places')));
  const features = files.flatMap(([, bytes]) => JSON.parse(strFromU8(bytes)).features);
  const ids = new RegExp(features.map((feature: any) => feature.id).join('|'), 'g');
  const other = (id: string) => [...id.slice(0, 8)].toReversed().join('') + id.slice(8);
  const theirs = files.map(([name, bytes]) => [name, strToU8(strFromU8(bytes).replace(ids, other))]);
  return Buffer.from(zipSync(Object.fromEntries(theirs))).toString('base64');
}

const mapOfTenant = async (): Promise<any> =>
  (await product.sandbox('GET', '/_sandbox/maps')).body.items.find((map: any) => map.buildingId === placeId);
const levelIds = async () =>
  (await mapOfTenant()).features
    .filter(({ featureType }: any) => featureType === 'level')
    .map((level: any) => level.id);

/** Requests about maps since the last question. */
let seen = 0;
async function mapRequests(): Promise<string[]> {
  const all = await product.graphRequests();
  const since = all.slice(seen).filter(({ path }) => /\/map\b|ingestMapFile/.test(path));
  seen = all.length;
  return since.map(({ method, path }) => `${method} ${path.split('microsoft.graph.building/')[1] ?? path}`);
}

describe('a map that was deleted by hand', () => {
  it('is seen by the preview with one request, uploaded by the run, and named by the report', async () => {
    const before = await mapOfTenant();
    expect(await byHand('DELETE', 'map')).toBe(204);
    await mapRequests();
    const plan = await product.plan(id);
    expect(await mapRequests()).toEqual(['GET map/levels']);
    expect(plan.map).toEqual({
      action: 'upload',
      floors: 2,
      reason: 'The map is missing in Microsoft Places and will be uploaded again.',
    });
    const started = await product.startRun(plan.id);
    expect((await product.ended(started.body.id)).state).toBe('done');
    const report = (await product.api('GET', `/api/runs/${started.body.id}/report`)).body;
    expect(report.map).toMatchObject({
      state: 'uploaded',
      done: 'The map was missing in Microsoft Places and was uploaded again.',
    });
    expect((await mapOfTenant()).features).toEqual(before.features);
    expect((await product.plan(id)).map.action).toBe('skip');
  });

  it('is not thought missing because Microsoft does not answer', async () => {
    await byHand('DELETE', 'map');
    const broken = [{ match: { method: 'GET', path: '/map/levels', times: 20 }, effect: { status: 400 } }];
    await product.sandbox('POST', '/_sandbox/faults', broken);
    const plan = await product.plan(id);
    await product.sandbox('DELETE', '/_sandbox/faults');
    expect([plan.map.action, plan.applyable]).toEqual(['skip', true]);
    expect(plan.findings.map(({ code }: any) => code)).toContain('map-unread');
  });
});

describe('a map that somebody else uploaded in place of ours', () => {
  let theirs: string[];
  beforeEach(async () => {
    const zip = await theirMap();
    await byHand('DELETE', 'map');
    expect(await byHand('POST', 'ingestMapFile', { file: zip })).toBe(204);
    theirs = await levelIds();
    await mapRequests();
  });

  it('stays, and the preview and the report name it', async () => {
    const { plan, run } = await product.sync(id);
    expect(plan.map).toMatchObject({ action: 'none', release: 'map-of-others' });
    expect(await mapRequests()).toEqual(['GET map/levels']);
    expect([run.state, await levelIds()]).toEqual(['done', theirs]);
    const report = (await product.api('GET', `/api/runs/${run.id}/report`)).body;
    expect(report.warnings.map(({ code }: any) => code)).toContain('map-of-others');
  });

  it('is replaced when an administrator releases it, and by nobody else', async () => {
    const plan = await product.plan(id);
    const release = { release: ['map-of-others'] };
    const refused = await product.startRun(plan.id, release, crypto.randomUUID(), 'operator');
    expect([refused.status, refused.body.code]).toEqual([422, 'plan-guarded']);
    const started = await product.startRun(plan.id, release);
    expect((await product.ended(started.body.id)).state).toBe('done');
    expect(await levelIds()).not.toEqual(theirs);
    const report = (await product.api('GET', `/api/runs/${started.body.id}/report`)).body;
    expect(report.map).toMatchObject({ state: 'uploaded', done: expect.stringContaining('a copy of that') });
    expect((await product.plan(id)).map.action).toBe('skip');
    await byHand('DELETE', 'map');
    const file = Buffer.from(await fetchMap('replaced')).toString('base64');
    expect([await byHand('POST', 'ingestMapFile', { file }), await levelIds()]).toEqual([204, theirs]);
  });
});
