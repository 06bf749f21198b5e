import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTenant, type Json, type TestTenant } from './testing/open-tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.post('/_sandbox/reset', {}));
afterAll(() => tenant.close());

const JSON_HEADERS = { 'Content-Type': 'application/json' };
const get = (id: string, url = '/places/birch@contoso.example', more = {}) => ({
  id,
  method: 'GET',
  url,
  ...more,
});
const building = (id: string, displayName: string, more = {}) => ({
  id,
  method: 'POST',
  url: '/places',
  headers: JSON_HEADERS,
  body: { '@odata.type': 'microsoft.graph.building', displayName },
  ...more,
});
const send = (requests: unknown) => tenant.post('/$batch', { requests });
const statuses = (answer: { body: Json }): Record<string, number> =>
  Object.fromEntries(
    answer.body.responses.map(({ id, status }: { id: string; status: number }) => [id, status]),
  );
const rows = async () => (await tenant.get('/_sandbox/requests')).body.items as Json[];

describe('$batch', () => {
  it('judges every item by itself and answers in another order', async () => {
    const answer = await send([
      get('1'),
      get('2', '/places/none'),
      building('3', 'A'),
      building('4', ' '),
      get('5', 'places/microsoft.graph.floor'),
    ]);
    expect(answer.status).toBe(200);
    expect(statuses(answer)).toEqual({ 1: 200, 2: 404, 3: 201, 4: 400, 5: 200 });
    expect(answer.body.responses.map((response: Json) => response.id)).toEqual(['5', '4', '3', '2', '1']);
    const [, , created] = answer.body.responses;
    expect(created.headers['request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(created.body.displayName).toBe('A');
  });

  it('notes the batch and every item with the ids of each', async () => {
    await send([get('1', undefined, { headers: { 'client-request-id': 'c-1' } }), building('2', 'A')]);
    const seen = await rows();
    expect(seen[0]).toMatchObject({ method: 'POST', path: '/v1.0/$batch', outer: true, status: 200 });
    expect(seen[1]).toMatchObject({
      method: 'GET',
      path: '/v1.0/places/birch@contoso.example',
      batch: true,
      clientRequestId: 'c-1',
      batchOf: seen[0].seq,
    });
    expect(seen[2]).toMatchObject({
      method: 'POST',
      path: '/v1.0/places',
      batch: true,
      status: 201,
      applied: true,
      body: { displayName: 'A' },
    });
  });

  const one = building('1', 'A');
  const malformed: [string, unknown][] = [
    ['no requests', []],
    ['requests that are no list', {}],
    ['more than 20 requests', Array.from({ length: 21 }, (_, n) => get(String(n)))],
    ['the same id twice', [get('a'), get('A')]],
    ['no id', [{ method: 'GET', url: '/places/x' }]],
    ['a number as id', [{ ...one, id: 1 }]],
    ['no method', [{ id: '1', url: '/places/x' }]],
    ['an unknown method', [{ ...get('1'), method: 'HEAD' }]],
    ['an absolute url', [get('1', 'https://graph.microsoft.com/v1.0/places/x')]],
    ['a body without Content-Type', [{ ...one, headers: {} }]],
    ['an unknown member', [{ ...one, Url: '/x' }]],
    ['a dependency that is not there', [{ ...one, dependsOn: ['9'] }]],
    ['a dependency that comes later', [{ ...one, dependsOn: ['2'] }, get('2')]],
    [
      'a mixture of dependencies',
      [
        get('1'),
        get('2'),
        get('3', undefined, { dependsOn: ['1'] }),
        get('4', undefined, { dependsOn: ['2'] }),
      ],
    ],
  ];
  it.each(malformed)('refuses %s as a whole', async (_what, requests) => {
    const places = tenant.sandbox.tenant.all().length;
    expect((await send(requests)).status).toBe(400);
    expect(tenant.sandbox.tenant.all().length).toBe(places);
  });

  it('refuses a version or another batch in an item, by itself', async () => {
    const answer = await send([
      get('1', '/v1.0/places/birch@contoso.example'),
      { ...get('2', '/$batch'), method: 'POST' },
    ]);
    expect(statuses(answer)).toEqual({ 1: 400, 2: 400 });
  });

  it('runs a chain in order and gives up behind a failure', async () => {
    const chain = [
      building('1', 'A'),
      building('2', 'A', { dependsOn: ['1'] }),
      building('3', 'B', { dependsOn: ['2'] }),
    ];
    expect(statuses(await send(chain))).toEqual({ 1: 201, 2: 400, 3: 424 });
    expect(tenant.sandbox.tenant.ofType('building').some((place) => place.props['displayName'] === 'B')).toBe(
      false,
    );
  });

  it('works on at most four items at a time, and on fewer when set so', async () => {
    const most = async () =>
      Math.max(...(await rows()).filter((row) => row.batch === true).map((row) => row.inFlight as number));
    await tenant.post('/_sandbox/settings', { latencyMs: 5 });
    await send(Array.from({ length: 20 }, (_, n) => get(String(n))));
    expect(await most()).toBe(4);
    await tenant.call('DELETE', '/_sandbox/requests');
    await tenant.post('/_sandbox/settings', { batchParallelism: 2 });
    await send(Array.from({ length: 20 }, (_, n) => get(String(n))));
    expect(await most()).toBe(2);
  });

  it('throttles single items inside an answer of 200', async () => {
    await tenant.post('/_sandbox/settings', { ratePerSecond: 3 });
    const answer = await send(Array.from({ length: 5 }, (_, n) => get(String(n))));
    expect(answer.status).toBe(200);
    const refused = answer.body.responses.filter((response: Json) => response.status === 429);
    expect(refused.length).toBe(2);
    expect(refused[0].headers['Retry-After']).toBe('1');
    expect((await tenant.get('/places/birch@contoso.example')).status).toBe(429);
    tenant.advance(2000);
    expect((await tenant.get('/places/birch@contoso.example')).status).toBe(200);
  });
});

it('lets one caller have four requests open and refuses the fifth', async () => {
  await tenant.post('/_sandbox/settings', { latencyMs: 50 });
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => tenant.get('/places/birch@contoso.example')),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429, 429]);
  expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('1');
  expect((await tenant.get('/places/birch@contoso.example')).status).toBe(200);
});
