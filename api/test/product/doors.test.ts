import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './start-product.ts';

let product: Product;
let buildingId: string;
beforeAll(async () => {
  product = await Product.start();
  const { body } = await product.api('GET', '/api/buildings');
  buildingId = body.items.find((item: { sourceKey: string }) => item.sourceKey === 'contoso-stockholm').id;
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

describe('doors', () => {
  it('answers health and its description without a token', async () => {
    for (const path of ['/api/health/live', '/api/health/ready', '/api/openapi.json']) {
      expect((await fetch(product.appUrl + path)).status).toBe(200);
    }
    const { openapi } = (await (await fetch(`${product.appUrl}/api/openapi.json`)).json()) as {
      openapi: string;
    };
    expect(openapi).toMatch(/^3\.1/);
  });

  it.each([
    ['no token', {}, 401],
    ['an expired token', { expiresIn: -120 }, 401],
    ['a token for Graph', { audience: 'graph' }, 401],
  ])('refuses %s', async (_name, more, status) => {
    const token = 'expiresIn' in more || 'audience' in more ? await product.token('admin', more) : 'nonsense';
    const answer = await product.api('GET', '/api/buildings', { token });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    expect(answer.body.code).toMatch(/^token-/);
  });

  it('refuses a person of another tenant and one without the role', async () => {
    expect((await product.api('GET', '/api/buildings', { as: 'outsider' })).status).toBeGreaterThanOrEqual(
      401,
    );
    expect((await product.api('POST', `/api/buildings/${buildingId}/plans`, { as: 'viewer' })).status).toBe(
      403,
    );
    expect((await product.api('GET', '/api/buildings', { as: 'viewer' })).status).toBe(200);
  });

  it('answers 404 for what is not there, and never says more', async () => {
    const unknown = crypto.randomUUID();
    for (const path of [
      `/api/buildings/${unknown}`,
      `/api/plans/${unknown}`,
      `/api/runs/${unknown}`,
      `/api/runs/${unknown}/report`,
      `/api/buildings/${unknown}/known`,
      '/api/nothing',
    ]) {
      const answer = await product.api('GET', path);
      expect(answer.status, path).toBe(404);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await product.api('POST', `/api/buildings/${unknown}/plans`)).status).toBe(404);
  });

  it('asks for an Idempotency-Key and repeats its answer (C38)', async () => {
    const plan = await product.plan(buildingId);
    expect((await product.api('POST', `/api/plans/${plan.id}/runs`, { body: {} })).status).toBe(400);
    const key = crypto.randomUUID();
    const first = await product.startRun(plan.id, {}, key);
    const again = await product.startRun(plan.id, {}, key);
    expect([first.status, again.status]).toEqual([202, 202]);
    expect(again.body.id).toBe(first.body.id);
    expect((await product.startRun(plan.id, { release: ['x'] }, key)).status).toBe(422);
    await product.ended(first.body.id);
  });

  it('refuses a plan whose building was imported anew since', async () => {
    const { body: before } = await product.api('GET', '/api/buildings');
    const porto = before.items.find((item: { name: string }) => item.name === 'Contoso Porto');
    const plan = await product.plan(porto.id);
    const again = await product.importFiles({
      'rooms.csv': 'building,floor,room_id,name,capacity,bookable\nContoso Porto,Ground,r-new,Lagar,6,yes\n',
    });
    expect(again.body.buildings).toMatchObject([{ buildingId: porto.id }]);
    const answer = await product.startRun(plan.id);
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('plan-stale');
  });

  it('lets one of eight starts through (F40)', async () => {
    await product.sandbox('POST', '/_sandbox/settings', { latencyMs: 50 });
    const { body } = await product.api('GET', '/api/buildings');
    const lyon = body.items.find((item: { sourceKey: string }) => item.sourceKey === 'contoso-lyon').id;
    const plan = await product.plan(lyon);
    const answers = await Promise.all(Array.from({ length: 8 }, () => product.startRun(plan.id)));
    const started = answers.filter(({ status }) => status === 202);
    expect(started).toHaveLength(1);
    for (const { status, body: refusal } of answers.filter((answer) => answer.status !== 202)) {
      expect(status).toBe(409);
      expect(refusal).toMatchObject({ code: 'run-active', runId: started[0]?.body.id });
    }
    await product.ended(started[0]?.body.id);
    await product.sandbox('POST', '/_sandbox/settings', { latencyMs: 0 });
  });

  it('says every setting that is wrong, by name, and ends with 78', async () => {
    await expect(
      Product.start({ MODE: 'live', GRAPH_URL: 'http://graph.example', CLIENT_SECRET: 'canary-secret' }),
    ).rejects.toThrow(/ended with 78[\s\S]*GRAPH_URL[\s\S]*TENANT_ID/);
  });
});
