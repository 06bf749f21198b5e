/** The audit log and the check of rights in the real product, against a tenant that only pretends. */
import { execFile } from 'node:child_process';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './start-product.ts';

let product: Product;
let buildingId: string;
beforeAll(async () => {
  product = await Product.start();
  const { body } = await product.api('GET', '/api/buildings');
  buildingId = body.items.find((item: { sourceKey: string }) => item.sourceKey === 'contoso-lyon').id;
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

function verify(...words: string[]): Promise<{ code: number; out: string; errors: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, ...product.env };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['api/src/main/cli.ts', 'verify-audit', ...words],
      { env },
      (error, out, errors) => resolve({ code: error === null ? 0 : Number(error.code), out, errors }),
    );
  });
}

const places = async (): Promise<number> =>
  (await product.sandbox('GET', '/_sandbox/places')).body.items.length;

describe('an account that lost its role', () => {
  it('F24 in a tenant that answers "success" all the same: the run pauses and nothing was sent', async () => {
    await product.sandbox('POST', '/_sandbox/settings', { missingRole: 'pretend' });
    const lost = await product.sandbox('POST', '/_sandbox/people/admin', { directoryRoles: [] });
    expect(lost.status).toBeLessThan(300);
    const before = await places();
    const plan = await product.plan(buildingId);
    const { body: started } = await product.startRun(plan.id);
    await expect
      .poll(async () => (await product.api('GET', `/api/runs/${started.id}`)).body.state, { timeout: 20_000 })
      .toBe('paused');
    const { body: run } = await product.api('GET', `/api/runs/${started.id}`);
    expect(run.stateReason).toContain('Exchange Administrator');
    expect(await places()).toBe(before);
    const writes = (await product.graphRequests()).filter(({ method }) => method !== 'GET');
    expect(writes.map(({ method }) => method)).toEqual(['PATCH']);
    await product.sandbox('POST', '/_sandbox/people/admin', { directoryRoles: ['Exchange Administrator'] });
    expect((await product.api('POST', `/api/runs/${started.id}/resume`)).status).toBe(202);
    expect(await product.ended(started.id)).toMatchObject({ state: 'done' });
  });
});

describe('verify-audit', () => {
  it('C42 says that the log is whole (0), and that it is not the one of a head kept elsewhere (1)', async () => {
    const { body: head } = await product.api('GET', '/api/audit/head');
    expect(head.seq).toBeGreaterThan(5);
    const whole = await verify('--json', '--head', `${head.seq}:${head.hash}`);
    expect([whole.code, JSON.parse(whole.out).ok]).toEqual([0, true]);
    const cut = await verify('--head', `${head.seq + 500}:${head.hash}`);
    expect([cut.code, cut.errors]).toEqual([1, expect.stringContaining('cutOff')]);
    expect((await product.api('GET', '/api/audit/verify', { as: 'operator' })).status).toBe(403);
  });
});
