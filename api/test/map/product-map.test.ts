/** The running product against the simulated tenant, which takes only flawless packages. */
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkZip } from '../../src/main/cli/validate-map.ts';
import { aHouse } from '../product/a-house.ts';
import { Product } from '../product/start-product.ts';
import { readPlacesZip } from './check-bytes.ts';

let product: Product;
let folder: string;
beforeAll(async () => {
  product = await Product.start();
  folder = await mkdtemp(join(tmpdir(), 'maps-'));
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
  await rm(folder, { recursive: true, force: true });
});

const imported = async (house: object): Promise<string> => {
  const { body } = await product.importFiles({ 'house.json': JSON.stringify(house) });
  return body.buildings[0].buildingId;
};
const mapCalls = async () =>
  (await product.graphRequests()).filter(({ path }) => /\/map\b|ingestMapFile/.test(path));
const reportOf = async (runId: string) => (await product.api('GET', `/api/runs/${runId}/report`)).body;
const zipOf = async (id: string, format: string): Promise<Uint8Array> => {
  const headers = { Authorization: `Bearer ${await product.token('viewer')}`, Accept: 'application/zip' };
  const response = await fetch(`${product.appUrl}/api/buildings/${id}/map?format=${format}`, { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  return new Uint8Array(await response.arrayBuffer());
};

describe('the map of a building', () => {
  it('is there before the first sync, unlinked, and passes both checks', async () => {
    const id = await imported(aHouse({ id: 'early', floors: 3 }));
    const zip = await zipOf(id, 'places');
    expect(readPlacesZip(zip).faults).toEqual([]);
    expect(checkZip('m.zip', zip).filter(({ severity }) => severity === 'error')).toEqual([]);
    await writeFile(join(folder, 'm.zip'), zip);
    const { body } = await product.api('GET', `/api/buildings/${id}/map`);
    expect(body.floors.map((floor: any) => [floor.name, floor.features.length])).toEqual([
      ['Floor H0', 14],
      ['Floor H1', 14],
      ['Floor H2', 14],
    ]);
    expect(body.findings.map((finding: any) => finding.code)).toContain('map-not-correlated');
    expect(Object.keys(unzipSync(await zipOf(id, 'imdf')))).toContain('manifest.json');
  });

  it('is uploaded with the run, tinted by the plan, and left alone by a second run', async () => {
    const id = await imported(aHouse({ id: 'again', floors: 2 }));
    const { plan, run } = await product.sync(id);
    expect([plan.map, run.state]).toEqual([{ action: 'upload', floors: 2 }, 'done']);
    expect((await reportOf(run.id)).map).toMatchObject({ state: 'uploaded' });
    const { body } = await product.api('GET', `/api/buildings/${id}/map`);
    expect(body.floors[0].features.find((shape: any) => shape.kind === 'desk').action).toBe('create');
    const [calls, writes] = [(await mapCalls()).length, await product.writes()];
    const second = await product.sync(id);
    expect(second.plan.map.action).toBe('skip');
    expect([(await mapCalls()).length, await product.writes()]).toEqual([calls, writes]);
  });

  it('is linked by single changes where the tenant ignores the links of the file', async () => {
    await product.sandbox('POST', '/_sandbox/settings', { honourFeaturePlaceIds: false });
    const id = await imported(aHouse({ id: 'linked' }));
    const { run } = await product.sync(id);
    await product.sandbox('POST', '/_sandbox/settings', { honourFeaturePlaceIds: true });
    const report = await reportOf(run.id);
    expect(report.map).toMatchObject({ state: 'uploaded', message: expect.stringContaining('13 of 13') });
    expect((await mapCalls()).filter(({ method }) => method === 'PATCH')).toHaveLength(13);
  });

  it('is changed desk by desk when a desk moved: no delete, no upload', async () => {
    const house = aHouse({ id: 'moved', floors: 2 });
    const id = await imported(house);
    await product.sync(id);
    const before = await allRequests();
    for (const corner of desksOf(house)[0].geometry.polygon[0]) corner[1] += 5;
    const { plan, run } = await product.sync(await imported(house));
    expect([plan.summary.update, plan.map.action, run.state]).toEqual([0, 'upload', 'done']);
    const sent = (await allRequests()).slice(before.length).filter(isMapCall);
    const lines = sent.map(
      ({ method, path }) => `${method} ${path.split('microsoft.graph.building/')[1] ?? path}`,
    );
    process.stdout.write(`moving one desk: ${sent.length} requests\n  ${lines.join('\n  ')}\n`);
    expect(sent.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(sent.filter((one) => isUpload(one))).toEqual([]);
    expect(sent.filter(({ method }) => method === 'PATCH').length).toBeLessThanOrEqual(3);
    expect(sent.length).toBeLessThanOrEqual(9);
    expect((await reportOf(run.id)).map).toMatchObject({
      state: 'uploaded',
      floors: [
        { name: 'Floor H0', state: 'uploaded', correlated: 13, places: 13 },
        { name: 'Floor H1', state: 'uploaded', correlated: 13, places: 13 },
      ],
    });
  });

  it('survives a kill -9 between the upload and its answer: it is not sent again', async () => {
    const house = aHouse({ id: 'killed' });
    const id = await imported(house);
    await product.sync(id);
    widen(house);
    const plan = await product.plan(await imported(house));
    const match = { method: 'POST', path: '/ingestMapFile/', nth: 2, times: 1 };
    const fault = { match, effect: { holdMs: 600_000 } };
    await product.sandbox('POST', '/_sandbox/faults', [fault]);
    const seen = (await allRequests()).length;
    const { body: started } = await product.startRun(plan.id);
    while (!(await allRequests()).slice(seen).some((one) => one.applied && isUpload(one)))
      await setTimeout(10);
    await product.kill();
    await product.boot();
    expect(await product.ended(started.id)).toMatchObject({ state: 'done' });
    expect((await reportOf(started.id)).map).toMatchObject({ state: 'uploaded' });
    // The record begins anew with the tenant's process.
    expect((await allRequests()).filter(isUpload)).toEqual([]);
    expect((await product.plan(id)).map.action).toBe('skip');
  });
});

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly applied: boolean;
  readonly body: any;
}
const allRequests = async (): Promise<Seen[]> =>
  (await product.sandbox('GET', '/_sandbox/requests')).body.items;
const isMapCall = ({ path }: Seen) => /\/map\b|ingestMapFile/.test(path);
const isUpload = ({ path, body }: Seen) =>
  path.includes('ingestMapFile') && body?.importSetting?.isDryRun !== true;

const desksOf = (house: any): any[] => house.buildings[0].spaces.filter(({ kind }: any) => kind === 'desk');
/** Another outline is no small change. */
const widen = (house: any): void => {
  for (const corner of house.buildings[0].floors[0].outline.polygon[0]) if (corner[0] > 0) corner[0] += 2;
};
