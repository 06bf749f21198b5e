import { afterEach, describe, expect, it } from 'vitest';
import type { PlaceWrite } from '../../ports/place-directory.ts';
import {
  created,
  graphError,
  type Reply,
  ScriptedGraph,
  type Seen,
  type SeenItem,
} from './testing/scripted-graph.ts';

let graph: ScriptedGraph;
afterEach(() => graph.stop());
const start = async (script: ConstructorParameters<typeof ScriptedGraph>[0]) =>
  (graph = await new ScriptedGraph(script).start());

const create = (name: string): PlaceWrite => ({
  kind: 'create',
  ref: name,
  type: 'desk',
  parentId: 's1',
  fields: { displayName: name },
});
const update = (id: string): PlaceWrite => ({
  kind: 'update',
  ref: id,
  type: 'room',
  id,
  fields: { capacity: 4 },
});
const remove = (id: string): PlaceWrite => ({ kind: 'remove', ref: id, type: 'desk', id });

interface Inner {
  readonly status: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}
const itemOk = (item: SeenItem): Inner => {
  if (item.method === 'DELETE') return { status: 204 };
  if (item.method === 'PATCH') return { status: 200, body: { ...item.body, id: 'm1', placeId: 'p1' } };
  return { status: 201, body: created(item.body ?? {}).json };
};
/** Answers a batch item by item, in turned order; undefined leaves the item out. */
const batched = (seen: Seen, answer: (item: SeenItem) => Inner | undefined): Reply => {
  const responses = (seen.body.requests ?? []).flatMap((item) => {
    const inner = answer(item);
    return inner ? [{ id: item.id, ...inner }] : [];
  });
  return { json: { responses: responses.reverse() } };
};
/** What an item is about: the name of a create, the id of the others. */
const subject = (item: SeenItem): string => {
  const name = item.body?.['displayName'];
  return typeof name === 'string' ? name : (item.url.split('/').at(-1) ?? '');
};
const subjects = (seen: Seen | undefined) => seen?.body.requests?.map(subject);

describe('a batch', () => {
  it('holds every write with ids and headers of its own', async () => {
    await start((seen) => batched(seen, itemOk));
    const outcomes = await graph.directory().write([create('D1'), update('a@contoso.example'), remove('d9')]);
    expect(outcomes.map(({ ref, result }) => [ref, result])).toEqual([
      ['D1', 'done'],
      ['a@contoso.example', 'done'],
      ['d9', 'done'],
    ]);
    expect(outcomes[0]).toMatchObject({ place: { id: 'id-D1', type: 'desk' } });
    expect(graph.seen).toHaveLength(1);
    expect(graph.seen[0]).toMatchObject({ method: 'POST', path: '/v1.0/$batch' });
    const json = { 'Content-Type': 'application/json' };
    expect(
      graph.seen[0]?.body.requests?.map(({ id, method, url, headers }) => ({ id, method, url, headers })),
    ).toEqual([
      { id: '1', method: 'POST', url: '/places', headers: { ...json, 'client-request-id': 'client-1' } },
      {
        id: '2',
        method: 'PATCH',
        url: '/places/a%40contoso.example',
        headers: { ...json, 'client-request-id': 'client-2' },
      },
      { id: '3', method: 'DELETE', url: '/places/d9', headers: { 'client-request-id': 'client-3' } },
    ]);
  });

  it('is judged item by item, whatever the order (F08)', async () => {
    const answers: Record<string, Inner | undefined> = {
      conflict: { status: 409, body: graphError('nameAlreadyExists', 'There is one.') },
      bad: {
        status: 400,
        headers: { 'Request-Id': 'r-bad' },
        body: { error: { code: 'BadRequest', message: 'No.' } },
      },
      broken: { status: 503, body: graphError('serviceNotAvailable') },
      missing: undefined,
      noId: { status: 201, body: { displayName: 'noId' } },
      encoded: { status: 201, body: Buffer.from('{}').toString('base64') },
      odd: { status: 302 },
      gone: { status: 404, body: graphError('itemNotFound') },
      unknown: { status: 404, body: graphError('itemNotFound') },
    };
    await start((seen) =>
      batched(seen, (item) => (subject(item) in answers ? answers[subject(item)] : itemOk(item))),
    );
    const names = ['ok', 'conflict', 'bad', 'broken', 'missing', 'noId', 'encoded', 'odd'];
    const writes = [...names.map(create), remove('gone'), update('unknown')];
    const outcomes = await graph.directory().write(writes);
    expect(outcomes.map(({ ref, result }) => `${ref} ${result}`)).toEqual([
      'ok done',
      'conflict refused',
      'bad refused',
      'broken unclear',
      'missing unclear',
      'noId unclear',
      'encoded unclear',
      'odd unclear',
      'gone done',
      'unknown refused',
    ]);
    expect(outcomes[2]).toMatchObject({
      error: {
        status: 400,
        code: 'BadRequest',
        message: 'No.',
        requestId: 'r-bad',
        clientRequestId: 'client-3',
      },
    });
    expect(graph.seen).toHaveLength(1);
  });

  it('repeats only what is safe: updates and removals that broke or are missing', async () => {
    await start((seen, nth) =>
      batched(seen, (item) => {
        if (nth > 1 || subject(item) === 'fine') return itemOk(item);
        return subject(item) === 'm2' ? undefined : { status: 502 };
      }),
    );
    const writes = [create('fine'), create('lost'), update('m1'), update('m2'), remove('d1')];
    const outcomes = await graph.directory().write(writes);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['done', 'unclear', 'done', 'done', 'done']);
    expect(subjects(graph.seen[1])).toEqual(['m1', 'm2', 'd1']);
    expect(graph.seen).toHaveLength(2);
  });

  it('sends a throttled item again alone, not before its time', async () => {
    const slow: Inner = {
      status: 429,
      headers: { 'Retry-After': '17' },
      body: graphError('activityLimitReached'),
    };
    await start((seen, nth) =>
      seen.path.endsWith('$batch')
        ? batched(seen, (item) => (nth === 1 && subject(item) === 'D2' ? slow : itemOk(item)))
        : created(seen.body),
    );
    const outcomes = await graph.directory().write([create('D1'), create('D2'), create('D3')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['done', 'done', 'done']);
    expect(graph.lines).toEqual(['POST /v1.0/$batch', 'POST /v1.0/places']);
    expect(graph.seen[1]?.body['displayName']).toBe('D2');
    expect((graph.seen[1]?.at ?? 0) - (graph.seen[0]?.at ?? 0)).toBeGreaterThanOrEqual(17_000);
  });

  it('424: not carried out, so sent again, and refused when it stays', async () => {
    await start((seen, nth) => batched(seen, (item) => (nth <= 2 ? { status: 424 } : itemOk(item))));
    const outcomes = await graph.directory().write([create('D1'), update('m1')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['done', 'done']);
    graph.stop();
    await start((seen) => batched(seen, () => ({ status: 424, body: graphError('failedDependency') })));
    const stuck = await graph.directory().write([create('D1'), update('m1')]);
    expect(stuck.map((outcome) => outcome.result)).toEqual(['refused', 'refused']);
  });

  it('renews the token once for items that were refused with 401', async () => {
    const asked: unknown[] = [];
    const token = (options?: { claims?: string }) => {
      if (options) asked.push(options);
      return Promise.resolve(asked.length > 0 ? 't2' : 't1');
    };
    await start((seen) =>
      batched(seen, (item) =>
        seen.headers.authorization === 'Bearer t2' || subject(item) === 'D1' ? itemOk(item) : { status: 401 },
      ),
    );
    const writes = [create('D1'), create('D2'), create('D3')];
    const outcomes = await graph.directory({ token }).write(writes);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['done', 'done', 'done']);
    expect(asked).toHaveLength(1);
    expect(subjects(graph.seen[1])).toEqual(['D2', 'D3']);
  });
});

describe('a whole batch', () => {
  it.each<[string, Reply]>([
    ['reset', { lost: 'reset' }],
    ['504', { status: 504 }],
    ['an answer that holds no answers', { json: { hello: 1 } }],
    ['HTML', { text: '<html>', headers: { 'content-type': 'text/html' } }],
  ])('%s: creates unclear, updates sent again (F09)', async (_name, trouble) => {
    await start((seen, nth) => (nth === 1 ? trouble : batched(seen, itemOk)));
    const outcomes = await graph.directory().write([create('D1'), update('m1'), create('D2'), update('m2')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['unclear', 'done', 'unclear', 'done']);
    expect(subjects(graph.seen[1])).toEqual(['m1', 'm2']);
  });

  it('no answer in time: creates unclear, updates sent again (F09)', async () => {
    await start((seen, nth) => (nth === 1 ? { lost: 'silence' } : batched(seen, itemOk)));
    const directory = graph.directory({ limits: { timeoutMs: 500 } });
    const outcomes = await directory.write([create('D1'), update('m1'), update('m2')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['unclear', 'done', 'done']);
  });

  it('throttled: all of it again, after the time', async () => {
    const slow: Reply = {
      status: 429,
      headers: { 'retry-after': '5' },
      json: graphError('activityLimitReached'),
    };
    await start((seen, nth) => (nth === 1 ? slow : batched(seen, itemOk)));
    const outcomes = await graph.directory().write([create('D1'), create('D2')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['done', 'done']);
    expect(subjects(graph.seen[1])).toEqual(['D1', 'D2']);
  });

  it('refused as malformed: every item by itself, so that one cannot spoil the others', async () => {
    await start((seen) => {
      if (seen.path.endsWith('$batch')) return { status: 400, json: graphError('BadRequest') };
      return seen.body['displayName'] === 'bad'
        ? { status: 400, json: graphError('BadRequest') }
        : created(seen.body);
    });
    const outcomes = await graph.directory().write([create('D1'), create('bad'), create('D3')]);
    expect(outcomes.map((outcome) => outcome.result)).toEqual(['done', 'refused', 'done']);
    expect(graph.mostOpen).toBeLessThanOrEqual(4);
  });

  it('takes at most twenty writes', async () => {
    await start((seen) => batched(seen, itemOk));
    const many = Array.from({ length: 21 }, (_, n) => create(`D${n}`));
    await expect(graph.directory().write(many)).rejects.toThrow(RangeError);
    expect(await graph.directory().write(many.slice(1))).toHaveLength(20);
    expect(await graph.directory().write([])).toEqual([]);
  });
});
