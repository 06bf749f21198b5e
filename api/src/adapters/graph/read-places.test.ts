import { EventEmitter, once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { ReadFailed } from '../../ports/place-directory.ts';
import { SignInNeeded } from '../../ports/token-source.ts';
import { graphError, type Reply, ScriptedGraph } from './testing/scripted-graph.ts';

let graph: ScriptedGraph;
afterEach(() => graph.stop());
const start = async (script: ConstructorParameters<typeof ScriptedGraph>[0]) =>
  (graph = await new ScriptedGraph(script).start());

const buildings = (...ids: string[]) => ids.map((id) => ({ id, placeId: id, displayName: id }));
const page = (value: object[], nextLink?: string): Reply => ({
  json: { value, ...(nextLink && { '@odata.nextLink': nextLink }) },
});
const failure = async (read: Promise<unknown>): Promise<ReadFailed> => {
  const error: unknown = await read.then(
    () => new Error('the read came back'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ReadFailed);
  return error as ReadFailed;
};

describe('lists', () => {
  it('are read to the last page, with next links unchanged, empty pages accepted and doubles dropped', async () => {
    const next = '/v1.0/odd path?$skiptoken=a%2Bb&$top=2&z=1&$select=id'.replace(' ', '%20');
    await start((_seen, nth) => {
      if (nth === 1) return page(buildings('b1', 'b2'), graph.url + next);
      if (nth === 2) return page([], `${graph.url}/v1.0/last`);
      return page(buildings('b2', 'b3'));
    });
    const read = await graph.directory().readBuildings();
    expect(read.map((place) => place.id)).toEqual(['b1', 'b2', 'b3']);
    expect(graph.seen.map((seen) => seen.path)).toEqual([
      '/v1.0/places/microsoft.graph.building?$top=1000',
      next,
      '/v1.0/last',
    ]);
    expect(graph.seen.map((seen) => seen.headers.authorization)).toEqual(Array(3).fill('Bearer t1'));
    expect(graph.seen.map((seen) => seen.headers['client-request-id'])).toEqual([
      'client-1',
      'client-2',
      'client-3',
    ]);
  });

  it('fail as a whole when one page fails', async () => {
    await start((_seen, nth) =>
      nth === 1
        ? page(buildings('b1'), `${graph.url}/v1.0/next`)
        : { status: 403, json: graphError('outer', 'Not you.', { code: 'accessDenied' }) },
    );
    const { error, what } = await failure(graph.directory().readBuildings());
    expect(what).toBe('every building');
    expect(error).toEqual({
      status: 403,
      code: 'accessDenied',
      message: 'Not you.',
      requestId: 'request-inner',
      clientRequestId: 'client-2',
    });
  });

  it('never follow a next link to another host (F15)', async () => {
    const other = await new ScriptedGraph(() => page([])).start();
    await start(() => page(buildings('b1'), `${other.url}/v1.0/next`));
    const { error } = await failure(graph.directory().readBuildings());
    other.stop();
    expect(error.code).toBe('foreignHost');
    expect(other.seen).toEqual([]);
  });

  it('end when next links lead in a circle', async () => {
    await start(() => page(buildings('b1'), `${graph.url}/v1.0/next`));
    expect((await failure(graph.directory().readBuildings())).error.code).toBe('unexpectedAnswer');
    expect(graph.seen).toHaveLength(2);
  });

  it('are asked again without $top when it may have been taken for a limit', async () => {
    const many = Array.from({ length: 1000 }, (_, index) => `b${index}`);
    await start((seen) => page(buildings(...many, ...(seen.path.includes('$top') ? [] : ['last']))));
    expect(await graph.directory().readBuildings()).toHaveLength(1001);
    expect(graph.seen).toHaveLength(2);
  });

  it('fail when an item has no id', async () => {
    await start(() => page([...buildings('b1'), { displayName: 'lost' }]));
    expect((await failure(graph.directory().readBuildings())).error.message).toContain('id');
  });

  it('of rooms and workspaces are read for the whole tenant', async () => {
    await start((seen) => page([{ id: seen.path, placeId: 'p', emailAddress: 'Oak@contoso.example' }]));
    const read = await graph.directory().readBookable(['room', 'workspace']);
    expect(read.map((place) => place.type)).toEqual(['room', 'workspace']);
    expect(graph.lines.sort()).toEqual([
      'GET /v1.0/places/microsoft.graph.room?$top=1000',
      'GET /v1.0/places/microsoft.graph.workspace?$top=1000',
    ]);
  });
});

describe('one place', () => {
  it('is found by id or mailbox, written safely into the path', async () => {
    await start(() => ({ json: { '@odata.type': '#microsoft.graph.room', id: 'm1', placeId: 'p1' } }));
    expect((await graph.directory().readPlace("o'ak/1?#@contoso.example"))?.placeId).toBe('p1');
    expect(graph.seen[0]?.path).toBe("/v1.0/places/o'ak%2F1%3F%23%40contoso.example");
  });

  it('is null when Microsoft says 404, or when the text can be no id', async () => {
    await start(() => ({ status: 404, json: graphError('itemNotFound') }));
    expect(await graph.directory().readPlace('p1')).toBeNull();
    expect(await graph.directory().readPlace('..')).toBeNull();
    expect(graph.seen).toHaveLength(1);
  });

  it('of a type that is not ours fails the read', async () => {
    await start(() => ({ json: { '@odata.type': '#microsoft.graph.roomList', id: 'l1' } }));
    expect((await failure(graph.directory().readPlace('l1'))).error.code).toBe('unexpectedAnswer');
  });
});

describe('a read in trouble', () => {
  const ok = page(buildings('b1'));
  it.each<[string, Reply]>([
    ['500', { status: 500 }],
    ['502 with HTML', { status: 502, text: '<html>', headers: { 'content-type': 'text/html' } }],
    ['503', { status: 503, json: graphError('serviceNotAvailable') }],
    ['504', { status: 504 }],
    ['a reset', { lost: 'reset' }],
    ['half an answer', { lost: 'midAnswer', text: '{"value":[' }],
    ['broken JSON', { text: '{"value":[' }],
    ['an empty answer', { text: '' }],
    ['a captive portal', { text: '<html>Log in</html>', headers: { 'content-type': 'text/html' } }],
  ])('repeats after %s (F03, F06, F07)', async (_name, trouble) => {
    await start((_seen, nth) => (nth <= 5 ? trouble : ok));
    expect(await graph.directory().readBuildings()).toHaveLength(1);
    expect(graph.clock.waits).toEqual([250, 500, 1000, 2000, 4000]);
  });

  it('gives up after five repeats and names the last answer', async () => {
    await start(() => ({ status: 503, json: graphError('serviceNotAvailable', 'Busy.') }));
    const { error } = await failure(graph.directory().readBuildings());
    expect(error).toMatchObject({ status: 503, code: 'serviceNotAvailable', message: 'Busy.' });
    expect(graph.seen).toHaveLength(6);
  });

  it('waits as long as a 503 asks for', async () => {
    await start((_seen, nth) => (nth === 1 ? { status: 503, headers: { 'retry-after': '40' } } : ok));
    await graph.directory().readBuildings();
    expect(graph.clock.waits).toEqual([40_000]);
  });

  it.each<Reply>([{ lost: 'silence' }, { lost: 'stall', text: '{"value":[' }])(
    'ends when the answer does not come in time: %o',
    async (reply) => {
      await start(() => reply);
      const directory = graph.directory({ limits: { timeoutMs: 400, retries: 1 } });
      expect((await failure(directory.readBuildings())).error.code).toBe('timeout');
      expect(graph.seen).toHaveLength(2);
    },
  );

  it('stops reading an answer that is too large (F07)', async () => {
    await start(() => page(buildings('x'.repeat(5000))));
    const directory = graph.directory({ limits: { answerBytes: 4000 } });
    expect((await failure(directory.readBuildings())).error.code).toBe('answerTooLarge');
    expect(graph.seen).toHaveLength(1);
  });

  it('refuses redirects and sends the token nowhere else', async () => {
    const other = await new ScriptedGraph(() => ok).start();
    await start(() => ({ status: 302, headers: { location: `${other.url}/v1.0/x` } }));
    expect((await failure(graph.directory().readBuildings())).error.code).toBe('redirectRefused');
    other.stop();
    expect(other.seen).toEqual([]);
  });

  it('says when there is no connection (F17)', async () => {
    await start(() => ok);
    graph.stop();
    const { error } = await failure(graph.directory().readBuildings());
    expect(error).toMatchObject({ status: null, code: 'ECONNREFUSED', clientRequestId: 'client-6' });
  });

  it('renews a refused token once, with the claims of the challenge (F21)', async () => {
    const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
    const challenge = `Bearer error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
    let current = 't1';
    const asked: unknown[] = [];
    const all = new EventEmitter();
    await start(async (seen, nth) => {
      if (seen.headers.authorization === 'Bearer t2') return ok;
      // All three are refused at the same time.
      if (nth < 3) await once(all, 'here');
      else all.emit('here');
      return { status: 401, headers: { 'www-authenticate': challenge }, json: graphError('expired') };
    });
    const token = async (options?: { claims?: string }) => {
      if (!options) return current;
      asked.push(options);
      await setTimeout(20);
      return (current = 't2');
    };
    const directory = graph.directory({ token });
    expect(await Promise.all([1, 2, 3].map(() => directory.readBuildings()))).toHaveLength(3);
    expect(asked).toEqual([{ claims }]);
  });

  it('fails with the reason when the account has to sign in', async () => {
    await start(() => ok);
    const reason = new SignInNeeded('consent-required', 'Consent was withdrawn.', 'Ask an administrator.');
    const read = await failure(graph.directory({ token: () => Promise.reject(reason) }).readBuildings());
    expect(read.error).toMatchObject({ status: 401, code: 'consent-required' });
    expect(read.cause).toBe(reason);
    expect(graph.seen).toEqual([]);
  });
});
