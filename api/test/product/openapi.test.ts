import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product, type Answer } from './start-product.ts';

let product: Product;
let document: any;
let ajv: Ajv2020;
beforeAll(async () => {
  product = await Product.start();
  document = (await product.api('GET', '/api/openapi.json')).body;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, 'api');
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

/** Fails unless the answer is one that the document declares for this call, of the declared shape. */
function expectDeclared(method: string, path: string, { status, headers, body }: Answer): void {
  const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
  const declared = document.paths[path]?.[method]?.responses?.[status];
  expect(declared, `${method} ${path} ${status} is declared`).toBeDefined();
  const pointer = ['paths', path, method, 'responses', String(status), 'content', type, 'schema'];
  const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')));
  const validate = ajv.compile({ $ref: `api#/${escaped.join('/')}` });
  expect(validate(body) ? [] : validate.errors).toEqual([]);
}

describe('every answer is as the OpenAPI document says', () => {
  it('is valid OpenAPI 3.1 in its outline and names a role for each call', () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const calls = Object.values<any>(document.paths).flatMap((path) => Object.values<any>(path));
    expect(calls.length).toBeGreaterThan(20);
    for (const call of calls) expect(call['x-role'], call.operationId).toBeTruthy();
  });

  it('on the whole way of a building', async () => {
    const call = async (method: string, declared: string, path: string, options = {}) => {
      const answer = await product.api(method.toUpperCase(), path, options);
      expectDeclared(method, declared, answer);
      return answer;
    };
    for (const path of [
      '/api/health/live',
      '/api/health/ready',
      '/api/info',
      '/api/me',
      '/api/readiness',
      '/api/buildings',
    ]) {
      await call('get', path, path);
    }
    const put = '/api/sources/{source}/buildings/{sourceKey}';
    const sent = { body: aHouse() };
    const { body: stored, status } = await call('put', put, '/api/sources/files/buildings/house', sent);
    expect(status).toBe(201);
    await call('put', put, '/api/sources/files/buildings/house', sent);
    await call('put', put, '/api/sources/files/buildings/house', { body: '{' });
    const fetches = '/api/sources/{source}/fetches';
    for (const body of [{ address: 'https://maps.contoso.example/a.zip' }, {}])
      await call('post', fetches, '/api/sources/files/fetches', { body });
    const id = stored.buildingId;
    await call('get', '/api/buildings/{buildingId}', `/api/buildings/${id}`);
    const { body: plan } = await call(
      'post',
      '/api/buildings/{buildingId}/plans',
      `/api/buildings/${id}/plans`,
    );
    await call('get', '/api/plans/{planId}', `/api/plans/${plan.id}`);
    const start = '/api/plans/{planId}/runs';
    await call('post', start, `/api/plans/${plan.id}/runs`, { body: {} });
    const key = { 'Idempotency-Key': crypto.randomUUID() };
    const { body: run } = await call('post', start, `/api/plans/${plan.id}/runs`, { body: {}, headers: key });
    await product.ended(run.id);
    await call('get', '/api/runs/{runId}', `/api/runs/${run.id}`);
    await call('get', '/api/runs', `/api/runs?buildingId=${id}`);
    await call('get', '/api/runs/{runId}/places', `/api/runs/${run.id}/places?limit=2`);
    await call('get', '/api/runs/{runId}/places', `/api/runs/${run.id}/places?cursor=nonsense`);
    await call('get', '/api/runs/{runId}/report', `/api/runs/${run.id}/report`);
    await call('get', '/api/buildings/{buildingId}/known', `/api/buildings/${id}/known?limit=3`);
    await call('get', '/api/buildings/{buildingId}/map', `/api/buildings/${id}/map`);
    for (const verb of ['cancel', 'resume', 'retry']) {
      await call('post', `/api/runs/{runId}/${verb}`, `/api/runs/${run.id}/${verb}`);
    }
    const person = '/api/audit/people/{userId}';
    const { body: me } = await product.api('GET', '/api/me');
    const mine = `/api/audit/people/${me.userId}`;
    const { body: shown } = await call('get', person, `${mine}?email=kim@contoso.example`);
    expect(shown.rows).not.toEqual([]);
    expect(shown.entries.length).toBeGreaterThan(0);
    // The sandbox is connected as this person.
    expect((await call('delete', person, mine)).status).toBe(409);
    expect((await call('delete', person, `${mine}?email=nonsense`)).status).toBe(400);
    await call('get', '/api/buildings', '/api/buildings?cursor=nonsense');
    await call('get', '/api/buildings', '/api/buildings?limit=0');
    await call('get', '/api/buildings/{buildingId}', '/api/buildings/nothing');
  });
});
