import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product } from './start-product.ts';

let product: Product;
let folder: string;
const files = createServer((_request, response) => response.end(JSON.stringify(aHouse({ id: 'far' }))));
let filesHost: string;
beforeAll(async () => {
  files.listen(0, '127.0.0.1');
  await once(files, 'listening');
  filesHost = `127.0.0.1:${(files.address() as AddressInfo).port}`;
  product = await Product.start({ SOURCE_ALLOWED_HOSTS: filesHost });
  folder = await mkdtemp(join(tmpdir(), 'places-sync-files-'));
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
  files.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

function placesSync(env: Record<string, string>, ...words: string[]): Promise<Ended> {
  const { PATH = '', HOME = '' } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['api/src/main/cli.ts', ...words],
      { env: { PATH, HOME, ...env } },
      (error, out, errors) => resolve({ code: error === null ? 0 : Number(error.code), out, errors }),
    );
  });
}

describe('the command line', () => {
  it('imports, plans (2), applies, and then has nothing to do (0)', async () => {
    const file = join(folder, 'house.json');
    await writeFile(file, JSON.stringify(aHouse()));
    const imported = await placesSync(product.env, 'import', file, '--json');
    expect(imported.code).toBe(0);
    const { buildingId } = JSON.parse(imported.out).buildings[0];
    const pending = await placesSync(product.env, 'plan', buildingId);
    expect(pending.code).toBe(2);
    expect(pending.out).toContain('+ building House H house');
    const unasked = await placesSync(product.env, 'apply', buildingId);
    expect(unasked.code).toBe(1);
    const applied = await placesSync(product.env, 'apply', buildingId, '--yes');
    expect(applied).toMatchObject({ code: 0, out: expect.stringContaining('done: ') });
    expect((await placesSync(product.env, 'plan', buildingId)).code).toBe(0);
    const known = await placesSync(product.env, 'known', buildingId, '--json');
    expect(JSON.parse(known.out).items).toHaveLength(15);
    const runs = (await product.api('GET', `/api/runs?buildingId=${buildingId}`)).body.items;
    expect((await placesSync(product.env, 'report', runs[0].id)).out).toContain('House H');
  });

  it('C35 imports from an address of a listed host, and from no other', async () => {
    const address = `http://${filesHost}/house.json`;
    const dry = await placesSync(product.env, 'import', address, '--dry-run', '--json');
    const stored = await placesSync(product.env, 'import', address, '--source', 'web', '--json');
    expect([dry.code, stored.code]).toEqual([0, 0]);
    expect(JSON.parse(stored.out).buildings).toMatchObject([{ sourceKey: 'far', rooms: 2, desks: 10 }]);
    const { body } = await product.api('GET', '/api/buildings');
    const far = body.items.filter(({ sourceKey }: { sourceKey: string }) => sourceKey === 'far');
    expect(far).toMatchObject([{ source: 'web' }]);
    const refused = await placesSync(product.env, 'import', 'https://maps.contoso.example/house.json');
    expect(refused).toMatchObject({ code: 1, errors: expect.stringContaining('SOURCE_ALLOWED_HOSTS') });
  });

  it('lists buildings and checks what a first sync needs', async () => {
    expect((await placesSync(product.env, 'buildings')).out).toContain('Contoso Stockholm');
    expect((await placesSync(product.env, 'doctor')).code).toBe(0);
  });

  it('ends with 1 and says why', async () => {
    const unknown = await placesSync(product.env, 'plan', crypto.randomUUID());
    expect(unknown).toMatchObject({ code: 1, errors: expect.stringContaining('building') });
    const bad = join(folder, 'bad.json');
    await writeFile(bad, '{"schema":');
    expect((await placesSync(product.env, 'import', bad)).code).toBe(1);
  });

  it('runs the engine by itself when no server is running', { timeout: 180_000 }, async () => {
    const alone = { DATA_DIR: join(folder, 'alone'), PORT: '1', LOG_LEVEL: 'silent' };
    const listed = await placesSync(alone, 'buildings', '--json');
    expect(listed.code).toBe(0);
    const lyon = JSON.parse(listed.out).items.find(
      (item: { sourceKey: string }) => item.sourceKey === 'contoso-lyon',
    );
    expect((await placesSync(alone, 'apply', lyon.id, '--yes')).code).toBe(0);
    expect((await placesSync(alone, 'plan', lyon.id)).code).toBe(0);
    expect(await readFile(join(folder, 'alone', 'token-cache.key'), 'utf8')).toHaveLength(44);
  });
});
