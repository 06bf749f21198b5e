import { afterEach, describe, expect, it } from 'vitest';
import type { PlaceWrite, WriteOutcome } from '../../ports/place-directory.ts';
import { SignInNeeded } from '../../ports/token-source.ts';
import { created, graphError, type Reply, ScriptedGraph, type Seen } from './testing/scripted-graph.ts';

let graph: ScriptedGraph;
afterEach(() => graph.stop());
const start = async (script: ConstructorParameters<typeof ScriptedGraph>[0]) =>
  (graph = await new ScriptedGraph(script).start());

const create = (name: string): PlaceWrite => ({
  kind: 'create',
  ref: `create ${name}`,
  type: 'desk',
  parentId: 's1',
  fields: { displayName: name, mode: { kind: 'reservable' } },
});
const update = (id: string): PlaceWrite => ({
  kind: 'update',
  ref: `update ${id}`,
  type: 'room',
  id,
  fields: { capacity: 4 },
});
const remove = (id: string): PlaceWrite => ({ kind: 'remove', ref: `remove ${id}`, type: 'desk', id });
const one = async (write: PlaceWrite, ...rest: [AbortSignal?]): Promise<WriteOutcome> => {
  const [outcome] = await graph.directory().write([write], ...rest);
  if (!outcome) throw new Error('no outcome');
  expect(outcome.ref).toBe(write.ref);
  return outcome;
};
const answerOk = (seen: Seen): Reply => {
  if (seen.method === 'POST') return created(seen.body);
  if (seen.method === 'DELETE') return { status: 204 };
  return { json: { ...seen.body, id: 'm1', placeId: 'p1', displayName: 'Oak' } };
};

describe('one write', () => {
  it('sends a small body of its own and gives back what Microsoft answered', async () => {
    await start(answerOk);
    expect(await one(create('D1'))).toMatchObject({
      result: 'done',
      requestId: 'request-1',
      place: { type: 'desk', id: 'id-D1', placeId: 'id-D1', parentId: 's1', fields: { displayName: 'D1' } },
    });
    expect(await one(update('oak@contoso.example'))).toMatchObject({
      result: 'done',
      place: { id: 'm1', placeId: 'p1', fields: { displayName: 'Oak', capacity: 4 } },
    });
    expect(await one(remove('d9'))).toEqual({ ref: 'remove d9', result: 'done', requestId: 'request-1' });
    expect(graph.seen.map(({ method, path, body }) => ({ method, path, body }))).toEqual([
      {
        method: 'POST',
        path: '/v1.0/places',
        body: {
          '@odata.type': 'microsoft.graph.desk',
          displayName: 'D1',
          mode: { '@odata.type': '#microsoft.graph.reservablePlaceMode' },
          parentId: 's1',
        },
      },
      {
        method: 'PATCH',
        path: '/v1.0/places/oak%40contoso.example',
        body: { '@odata.type': 'microsoft.graph.room', capacity: 4 },
      },
      { method: 'DELETE', path: '/v1.0/places/d9', body: {} },
    ]);
    expect(graph.seen.every((seen) => seen.headers['client-request-id'] === 'client-1')).toBe(true);
  });

  it.each<[string, Reply]>([
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503 with Retry-After', { status: 503, headers: { 'retry-after': '1' } }],
    ['504', { status: 504 }],
    ['408', { status: 408 }],
    ['a reset', { lost: 'reset' }],
    ['half an answer', { status: 201, lost: 'midAnswer', text: '{"id":"d1","displ' }],
    ['broken JSON', { status: 201, text: '{"id":"d1","displ' }],
    ['201 without a body', { status: 201 }],
    ['201 without an id', { status: 201, json: { displayName: 'D1' } }],
    ['201 with another name', created({ displayName: 'D2' })],
    ['202', { status: 202 }],
    ['a captive portal', { text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }],
  ])('create + %s: unclear and never sent twice (F04, F05, F06, F07)', async (_name, reply) => {
    await start(() => reply);
    expect((await one(create('D1'))).result).toBe('unclear');
    expect(graph.seen).toHaveLength(1);
  });

  it('create + no answer in time: unclear and never sent twice (F05)', async () => {
    await start(() => ({ lost: 'silence' }));
    const [outcome] = await graph.directory({ limits: { timeoutMs: 400 } }).write([create('D1')]);
    expect(outcome).toMatchObject({ result: 'unclear', error: { status: null, code: 'timeout' } });
    expect(graph.seen).toHaveLength(1);
  });

  it.each<[string, PlaceWrite, Reply]>([
    ['update + 500', update('m1'), { status: 500 }],
    ['update + reset', update('m1'), { lost: 'reset' }],
    ['update + broken JSON', update('m1'), { text: '{' }],
    ['remove + 503', remove('d1'), { status: 503 }],
  ])('%s: sent again until it works (F03)', async (_name, write, trouble) => {
    await start((seen, nth) => (nth <= 5 ? trouble : answerOk(seen)));
    expect((await one(write)).result).toBe('done');
    expect(graph.clock.waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it('update that never works: unclear with the last words of Microsoft', async () => {
    await start(() => ({ status: 503, json: graphError('serviceNotAvailable', 'Busy.') }));
    expect(await one(update('m1'))).toMatchObject({
      result: 'unclear',
      error: { status: 503, code: 'serviceNotAvailable', message: 'Busy.' },
    });
    expect(graph.seen).toHaveLength(6);
  });

  it.each([400, 403, 404, 409, 412, 423])(
    '%i: refused in the words of Microsoft (F11, F12)',
    async (status) => {
      const inner = { code: 'outerInner', innererror: { code: 'invalidProperty' } };
      await start(() => ({ status, json: graphError('BadRequest', 'Not like this.', inner) }));
      for (const write of [create('D1'), update('m1')]) {
        expect(await one(write)).toEqual({
          ref: write.ref,
          result: 'refused',
          error: {
            status,
            code: 'invalidProperty',
            message: 'Not like this.',
            requestId: 'request-inner',
            clientRequestId: 'client-1',
          },
        });
      }
      expect(graph.seen).toHaveLength(2);
    },
  );

  it('remove + 404: gone already, so done', async () => {
    await start(() => ({ status: 404, json: graphError('itemNotFound') }));
    expect((await one(remove('d1'))).result).toBe('done');
  });

  it('no connection: nothing happened, so even a create waits (F17)', async () => {
    await start(answerOk);
    graph.stop();
    expect(await one(create('D1'))).toMatchObject({
      result: 'waiting',
      retryAfterMs: 60_000,
      error: { status: null, code: 'ECONNREFUSED' },
    });
  });

  it('an update that got lost before the connection went is unclear, not waiting', async () => {
    await start(() => {
      graph.stop();
      return { lost: 'reset' };
    });
    expect((await one(update('m1'))).result).toBe('unclear');
  });

  it('refuses an id that would change the path, without sending', async () => {
    await start(answerOk);
    expect(await one(remove('..'))).toMatchObject({ result: 'refused', error: { code: 'invalidId' } });
    expect(await one(update('a/../b'))).toMatchObject({ result: 'done' });
    expect(graph.lines).toEqual(['PATCH /v1.0/places/a/../b']);
    expect(graph.seen[0]?.path).toBe('/v1.0/places/a%2F..%2Fb');
  });
});

describe('sign-in', () => {
  it('401: one fresh token, then again', async () => {
    await start((seen) => (seen.headers.authorization === 'Bearer t2' ? answerOk(seen) : { status: 401 }));
    let current = 't1';
    const token = (options?: { claims?: string }) => Promise.resolve((current = options ? 't2' : current));
    const [outcome] = await graph.directory({ token }).write([create('D1')]);
    expect(outcome?.result).toBe('done');
    expect(graph.seen).toHaveLength(2);
  });

  it('401 again: signIn, without going round', async () => {
    await start(() => ({ status: 401, json: graphError('InvalidAuthenticationToken') }));
    expect(await one(create('D1'))).toMatchObject({ result: 'signIn', error: { status: 401 } });
    expect(graph.seen).toHaveLength(2);
  });

  it('401 and no fresh token without a person: signIn with the reason', async () => {
    await start(() => ({ status: 401 }));
    const token = (options?: { claims?: string }) =>
      options
        ? Promise.reject(new SignInNeeded('account-disabled', 'The account is disabled.', 'Enable it.'))
        : Promise.resolve('t1');
    const outcomes = await graph.directory({ token }).write([create('D1')]);
    expect(outcomes).toMatchObject([{ result: 'signIn', error: { code: 'account-disabled' } }]);
    expect(graph.seen).toHaveLength(1);
  });

  it('403 with insufficient claims: signIn with what the next sign-in has to ask for', async () => {
    const claims = '{"id_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    await start(() => ({ status: 403, headers: { 'www-authenticate': challenge } }));
    expect(await one(update('m1'))).toMatchObject({ result: 'signIn', error: { status: 403, claims } });
    expect(graph.seen).toHaveLength(1);
  });

  it('no token to be had: signIn for every write, nothing sent', async () => {
    await start(answerOk);
    const token = () => Promise.reject(new SignInNeeded('not-connected', 'Nobody is connected.', 'Connect.'));
    const outcomes = await graph.directory({ token }).write([create('D1'), update('m1')]);
    expect(outcomes).toMatchObject([
      { ref: 'create D1', result: 'signIn', error: { code: 'not-connected' } },
      { ref: 'update m1', result: 'signIn' },
    ]);
    expect(graph.seen).toEqual([]);
  });

  it('a sign-in service that is away is not a refusal', async () => {
    await start(answerOk);
    let asked = 0;
    const token = () => ((asked += 1) <= 2 ? Promise.reject(new Error('No route.')) : Promise.resolve('t1'));
    const [outcome] = await graph.directory({ token }).write([create('D1')]);
    expect(outcome?.result).toBe('done');
    expect(graph.seen).toHaveLength(1);
  });
});
