/** The running product against the simulated tenant, which takes only flawless packages. */
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { strFromU8, unzipSync } from 'fflate';
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
const fetchZip = async (path: string): Promise<Uint8Array> => {
  const headers = { Authorization: `Bearer ${await product.token('viewer')}`, Accept: 'application/zip' };
  const response = await fetch(product.appUrl + path, { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/zip']);
  return new Uint8Array(await response.arrayBuffer());
};
const zipOf = (id: string, format: string) => fetchZip(`/api/buildings/${id}/map?format=${format}`);

/** The report in all its forms, and every floor with the colours of what became of its places. */
async function expectReportFiles(runId: string): Promise<void> {
  const files = unzipSync(await fetchZip(`/api/runs/${runId}/report`));
  expect(Object.keys(files)).toEqual([
    'report.md',
    'report.csv',
    'report.json',
    'floors/01-Floor-H0.svg',
    'floors/02-Floor-H1.svg',
  ]);
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  expect(text('report.md')).toContain('| Floor H0 | uploaded | 13 of 13 |');
  expect(JSON.parse(text('report.json'))).toMatchObject({ runId });
  const picture = text('floors/01-Floor-H0.svg');
  expect(picture.match(/stroke="#0e700e"/g)?.length).toBe(14);
  expect(picture).not.toMatch(/<script|<style|href|style=|\son\w+=/i);
}

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
    await expectReportFiles(run.id);
    const { body } = await product.api('GET', `/api/buildings/${id}/map`);
    expect(body.floors[0].features.find((shape: any) => shape.kind === 'desk').action).toBe('create');
    const [calls, writes] = [(await mapCalls()).length, await product.writes()];
    const second = await product.sync(id);
    expect(second.plan.map.action).toBe('skip');
    // One look of the preview whether it is still there.
    expect([(await mapCalls()).length, await product.writes()]).toEqual([calls + 1, writes]);
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
    expect(sent.length).toBeLessThanOrEqual(10);
    expect((await reportOf(run.id)).map).toMatchObject({
      state: 'uploaded',
      floors: [
        { name: 'Floor H0', state: 'uploaded', correlated: 13, places: 13 },
        { name: 'Floor H1', state: 'uploaded', correlated: 13, places: 13 },
      ],
    });
  });
});

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: any;
}
const allRequests = async (): Promise<Seen[]> =>
  (await product.sandbox('GET', '/_sandbox/requests')).body.items;
const isMapCall = ({ path }: Seen) => /\/map\b|ingestMapFile/.test(path);
const isUpload = ({ path, body }: Seen) =>
  path.includes('ingestMapFile') && body?.importSetting?.isDryRun !== true;

const desksOf = (house: any): any[] => house.buildings[0].spaces.filter(({ kind }: any) => kind === 'desk');
