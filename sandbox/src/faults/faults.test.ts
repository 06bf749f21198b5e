import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTenant, type Json, type TestTenant } from '../graph/testing/open-tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.post('/_sandbox/reset', {}));
afterAll(() => tenant.close());

const BIRCH = '/places/birch@contoso.example';
const arm = async (match: unknown, effect: unknown) => {
  const answer = await tenant.post('/_sandbox/faults', [{ match, effect }]);
  expect(answer.body.problems).toBeUndefined();
};
const create = (displayName: string) =>
  tenant.post('/places', { '@odata.type': 'microsoft.graph.building', displayName });
const exists = (name: string) =>
  tenant.sandbox.tenant.ofType('building').some((place) => place.props['displayName'] === name);
const lastRow = () => tenant.sandbox.requests.list().items.at(-1);

describe('an answer that is bent', () => {
  it('has another status and headers, and nothing was done', async () => {
    await arm({ method: 'POST', path: '/places' }, { status: 429, headers: { 'Retry-After': '7' } });
    const answer = await create('A');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
    expect(answer.body.error.code).toBe('activityLimitReached');
    expect(exists('A')).toBe(false);
    expect(lastRow()).toMatchObject({ status: 429, applied: false, fault: 'rule 1' });
  });

  it('hides that the request was carried out', async () => {
    await arm({ method: 'POST' }, { status: 504, applied: true });
    expect((await create('A')).status).toBe(504);
    expect(exists('A')).toBe(true);
    expect(lastRow()).toMatchObject({ status: 504, applied: true });
  });

  it('carries another body, or one laid over the real one, or none', async () => {
    await arm(
      { path: BIRCH },
      { body: '<html>sign in</html>', headers: { 'Content-Type': 'text/html; charset=utf-8' } },
    );
    const page = await tenant.get(BIRCH);
    expect([page.status, page.headers.get('content-type'), page.body]).toEqual([
      200,
      'text/html; charset=utf-8',
      '<html>sign in</html>',
    ]);
    await arm({ path: 'graph.room' }, { merge: { '@odata.nextLink': 'https://elsewhere.example/' } });
    const list = await tenant.get('/places/microsoft.graph.room');
    expect(list.body['@odata.nextLink']).toBe('https://elsewhere.example/');
    expect(list.body.value.length).toBe(5);
    await arm({ method: 'POST' }, { empty: true });
    const empty = await create('A');
    expect([empty.status, empty.body, exists('A')]).toEqual([201, undefined, true]);
  });

  it('stops in the middle', async () => {
    await arm({ path: BIRCH }, { truncate: true });
    await expect(tenant.get(BIRCH)).rejects.toThrow();
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('never comes: the connection is cut %s the work', async (reset, done) => {
    await arm({ method: 'POST', path: '/places' }, { reset });
    await expect(create('A')).rejects.toThrow();
    expect(exists('A')).toBe(done);
    expect(lastRow()).toMatchObject({ status: done ? 201 : 0, applied: done });
  });

  it('comes late, or shows its place late', async () => {
    await arm({ method: 'POST' }, { delayMs: 5, holdMs: 5, lagMs: 1000 });
    const { body } = await create('A');
    const listed = async () =>
      (await tenant.get('/places/microsoft.graph.building')).body.value.some(
        (place: Json) => place.id === body.id,
      );
    expect(await listed()).toBe(false);
    tenant.advance(1000);
    expect(await listed()).toBe(true);
  });
});

describe('which request is hit', () => {
  const four = async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await tenant.get(BIRCH)).status);
    return statuses;
  };
  it.each([
    [{}, [503, 503, 503, 503]],
    [{ nth: 2 }, [200, 503, 200, 200]],
    [{ nth: 2, times: 2 }, [200, 503, 503, 200]],
    [{ times: 1 }, [503, 200, 200, 200]],
    [{ method: 'get' }, [503, 503, 503, 503]],
    [{ method: 'POST' }, [200, 200, 200, 200]],
    [{ path: '/birch@/' }, [503, 503, 503, 503]],
    [{ path: '/^birch/' }, [200, 200, 200, 200]],
    [{ path: 'birch@' }, [503, 503, 503, 503]],
    [{ path: '/v1.0/places' }, [503, 503, 503, 503]],
  ])('%j', async (match, expected) => {
    await arm(match, { status: 503 });
    expect(await four()).toEqual(expected);
    await tenant.call('DELETE', '/_sandbox/faults');
    expect(await four()).toEqual([200, 200, 200, 200]);
  });

  it('may be an item of a batch, or the batch itself', async () => {
    const item = (id: string) => ({ id, method: 'GET', url: BIRCH });
    const batch = () => tenant.post('/$batch', { requests: [item('1'), item('2'), item('3')] });
    await tenant.post('/_sandbox/faults', [
      { match: { path: BIRCH, nth: 1 }, effect: { status: 429, headers: { 'Retry-After': '9' } } },
      { match: { path: BIRCH, nth: 2 }, effect: { reset: 'after' } },
      { match: { path: BIRCH, nth: 3 }, effect: { empty: true } },
    ]);
    const { body } = await batch();
    expect(
      body.responses.map(({ id, status, body: inner }: Json) => [id, status, inner === undefined]),
    ).toEqual([
      ['3', 200, true],
      ['1', 429, false],
    ]);
    expect(body.responses[1].headers['Retry-After']).toBe('9');
    await arm({ path: '$batch' }, { reset: 'after' });
    await expect(batch()).rejects.toThrow();
    expect(
      tenant.sandbox.requests.list().items.filter(({ applied, batch: inner }) => applied && inner).length,
    ).toBe(5);
  });
});

it('refuses rules it does not understand, by name, and keeps the old ones', async () => {
  await arm({}, { status: 503 });
  const wrong = [
    { match: { pth: 'x', nth: 0, path: '/(/' }, effect: { status: 1000, rest: 1 } },
    { effect: 'x', when: 1 },
  ];
  const answer = await tenant.post('/_sandbox/faults', wrong);
  expect(answer.status).toBe(400);
  expect(answer.body.problems.join('\n')).toMatch(/pth[^]*nth[^]*path[^]*status[^]*rest[^]*when[^]*effect/);
  expect((await tenant.get('/_sandbox/faults')).body.items.length).toBe(1);
});

it('takes the words of the contract as well', async () => {
  const answer = await tenant.post('/_sandbox/faults', [{ effect: { delay: 1, lag: 2, truncated: true } }]);
  expect(answer.body.items[0].rule).toEqual({ match: {}, effect: { delayMs: 1, lagMs: 2, truncate: true } });
});
