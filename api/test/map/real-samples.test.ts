/** Both real archives through the running product: in, planned, exported, synced, and synced again without a write. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from '../product/start-product.ts';
import { readImdfZip } from './check-archive.ts';
import { readPlacesZip, type Json } from './check-bytes.ts';

const SAMPLES = '../shared/samples/imdf';
if (!existsSync(SAMPLES)) console.log(`skipped: ${SAMPLES} is not here`);

const filesOf = (path: string): Record<string, Uint8Array> =>
  path.endsWith('.zip')
    ? { [basename(path)]: new Uint8Array(readFileSync(path)) }
    : Object.fromEntries(
        readdirSync(path).map((name) => [name, new Uint8Array(readFileSync(join(path, name)))]),
      );

describe.skipIf(!existsSync(SAMPLES))('a real archive in the running product', () => {
  let product: Product;
  beforeAll(async () => (product = await Product.start()));
  afterAll(() => (product as Product | undefined)?.stop());

  const zipOf = async (id: string, format: string): Promise<Uint8Array> => {
    const headers = { Authorization: `Bearer ${await product.token('viewer')}`, Accept: 'application/zip' };
    const response = await fetch(`${product.appUrl}/api/buildings/${id}/map?format=${format}`, { headers });
    expect(response.status).toBe(200);
    return new Uint8Array(await response.arrayBuffer());
  };

  /** Plan and run. The two archives say that they are the same building, so the second one has to be allowed. */
  async function synced(id: string): Promise<{ plan: Json; run: Json }> {
    const plan = await product.plan(id);
    const release = plan.guards.filter((guard: Json) => guard.tripped).map((guard: Json) => guard.code);
    const { status, body } = await product.startRun(plan.id, release.length > 0 ? { release } : {});
    expect(status).toBe(202);
    return { plan, run: await product.ended(body.id) };
  }

  const counted = ({ of }: { of: Record<string, Json[]> }, types: object) =>
    Object.fromEntries(Object.keys(types).map((type) => [type, of[type]?.length]));

  it.each([
    [
      'microsoft-graph-docs-correlated/ingest-example.zip',
      { building: 1, level: 1, unit: 1 },
      { building: 1, level: 1, unit: 1 },
    ],
    [
      'apple-san-jose-convention-center',
      // Three walkways have holes; without holes they are fifteen pieces.
      { building: 1, footprint: 1, level: 4, unit: 289 + 12 },
      { building: 1, footprint: 3, level: 4, unit: 289, opening: 275, amenity: 23 },
    ],
  ])('%s', async (name, inPlaces, inFull) => {
    const imported = await product.importFiles(filesOf(`${SAMPLES}/${name}`));
    expect([imported.status, imported.body.buildings.length]).toEqual([200, 1]);
    const id: string = imported.body.buildings[0].buildingId;
    const { plan, run } = await synced(id);
    expect([plan.map, run.state]).toEqual([{ action: 'upload', floors: inPlaces.level }, 'done']);
    const { body: report } = await product.api('GET', `/api/runs/${run.id}/report`);
    expect([report.map.state, report.map.floors.length]).toEqual(['uploaded', inPlaces.level]);
    for (const { places, correlated } of report.map.floors) expect(correlated).toBe(places);
    const places = readPlacesZip(await zipOf(id, 'places'));
    const full = readImdfZip(await zipOf(id, 'imdf'));
    expect([places.faults, full.faults]).toEqual([[], []]);
    expect([counted(places, inPlaces), counted(full, inFull)]).toEqual([inPlaces, inFull]);
    const writes = await product.writes();
    const again = await synced(id);
    expect([again.plan.map.action, again.run.state]).toEqual(['skip', 'done']);
    expect(await product.writes()).toBe(writes);
  });
});
