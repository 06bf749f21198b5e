import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './start-product.ts';

const SAN_JOSE = '../shared/samples/imdf/apple-san-jose-convention-center';
if (!existsSync(SAN_JOSE)) console.log(`skipped: ${SAN_JOSE} is not here`);

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

const building = async (sourceKey: string) => {
  const { body } = await product.api('GET', '/api/buildings');
  return body.items.find((item: { sourceKey: string }) => item.sourceKey === sourceKey);
};

describe('a newcomer', () => {
  it('finds the sample company, an account that is connected, and one address to open', async () => {
    expect(product.output).toContain(`Open ${product.sandboxUrl}/teams`);
    const { body } = await product.api('GET', '/api/me');
    expect(body).toMatchObject({ roles: ['Places.Admin'], connection: { state: 'connected' } });
    expect(await building('contoso-stockholm')).toMatchObject({ source: 'files', status: 'neverSynced' });
  });

  it('previews without a single write (I5), syncs, and sees only Skip the second time (I7)', async () => {
    const { id } = await building('contoso-stockholm');
    const before = await product.writes();
    await product.plan(id);
    expect(await product.writes()).toBe(before);
    const first = await product.sync(id);
    expect(first.run).toMatchObject({ state: 'done', counts: { failed: 0, unknown: 0 } });
    expect(first.run.counts.created).toBe(first.plan.summary.create);
    const written = await product.writes();
    const second = await product.sync(id);
    const { skip, ...rest } = second.plan.summary;
    expect(skip).toBeGreaterThan(0);
    expect(Object.values(rest).every((count) => count === 0)).toBe(true);
    expect(second.run).toMatchObject({ state: 'done', counts: { created: 0, updated: 0, skipped: skip } });
    expect(await product.writes()).toBe(written);
    expect(await building('contoso-stockholm')).toMatchObject({ status: 'inSync' });
  });

  it('attaches the rooms whose mailbox is known and creates no second one (S30)', async () => {
    const { body } = await product.sandbox('GET', '/_sandbox/places');
    const birches = body.items.filter((place: any) => place.emailAddress === 'birch@contoso.example');
    expect(birches).toHaveLength(1);
    expect(birches[0].parentId).toBeTruthy();
  });

  it('finds every place of the run in the ledger, page by page', async () => {
    const { id } = await building('contoso-stockholm');
    const keys = new Set<string>();
    let cursor = '';
    do {
      const { body } = await product.api(
        'GET',
        `/api/buildings/${id}/known?limit=40${cursor && `&cursor=${cursor}`}`,
      );
      body.items.forEach((item: any) => keys.add(`${item.type}:${item.key}`));
      cursor = body.nextCursor ?? '';
    } while (cursor !== '');
    const { body: places } = await product.sandbox('GET', '/_sandbox/places');
    expect(keys.size).toBeGreaterThan(90);
    expect(keys.size).toBeLessThanOrEqual(places.items.length);
  });

  it('reads the report as JSON, Markdown and CSV', async () => {
    const { id } = await building('contoso-stockholm');
    const { body: runs } = await product.api('GET', `/api/runs?buildingId=${id}`);
    const path = `/api/runs/${runs.items.at(-1).id}/report`;
    const report = (await product.api('GET', path)).body;
    expect(report).toMatchObject({ failures: [], summary: { adopted: 3 }, actingAs: 'Alex Admin' });
    expect(report.propagation.length).toBeGreaterThan(2);
    expect((await product.api('GET', path, { headers: { Accept: 'text/markdown' } })).body).toContain(
      'Contoso Stockholm',
    );
    expect(
      (await product.api('GET', path, { headers: { Accept: 'text/csv' } })).headers.get('content-type'),
    ).toContain('text/csv');
  });

  it.skipIf(!existsSync(SAN_JOSE))(
    'syncs a real building from its IMDF archive, then sees only Skip',
    async () => {
      const files = Object.fromEntries(
        readdirSync(SAN_JOSE).map((name) => [name, new Uint8Array(readFileSync(join(SAN_JOSE, name)))]),
      );
      const imported = await product.importFiles({ 'archive.zip': zipSync(files) });
      expect(imported.status).toBe(200);
      expect(imported.body.findings.filter((finding: any) => finding.severity === 'error')).toEqual([]);
      const [{ buildingId, floors }] = imported.body.buildings;
      expect(floors).toBe(4);
      const first = await product.sync(buildingId);
      expect(first.run).toMatchObject({
        state: 'done',
        counts: { failed: 0, skipped: 0, created: first.plan.summary.create },
      });
      const written = await product.writes();
      const second = await product.sync(buildingId);
      expect(second.run.counts).toMatchObject({ created: 0, updated: 0, skipped: first.plan.summary.create });
      expect(await product.writes()).toBe(written);
    },
  );
});
