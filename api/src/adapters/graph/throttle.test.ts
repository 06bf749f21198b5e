import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type PlaceWrite, ReadFailed } from '../../ports/place-directory.ts';
import { created, graphError, type Reply, ScriptedGraph } from './testing/scripted-graph.ts';
import { TestClock } from './testing/test-clock.ts';

let graph: ScriptedGraph;
afterEach(() => graph.stop());
const start = async (script: ConstructorParameters<typeof ScriptedGraph>[0], clock?: TestClock) =>
  (graph = await new ScriptedGraph(script, clock).start());

const create = (name: string): PlaceWrite => ({
  kind: 'create',
  ref: name,
  type: 'desk',
  parentId: 's1',
  fields: { displayName: name },
});
const slow = (headers: Record<string, string> = {}): Reply => ({
  status: 429,
  headers,
  json: graphError('activityLimitReached', 'Slow down.'),
});
const gaps = () => graph.seen.slice(1).map((seen, index) => seen.at - (graph.seen[index]?.at ?? 0));
const date = { date: 'Tue, 01 Jan 2030 09:00:00 GMT', 'retry-after': 'Tue, 01 Jan 2030 09:00:40 GMT' };

describe('429', () => {
  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['a date, by the clock of the answer', date, 40_000],
    ['zero', { 'retry-after': '0' }, 1000],
    ['less than zero', { 'retry-after': '-20' }, 1000],
    ['fifteen minutes', { 'retry-after': '900' }, 900_000],
    ['garbage', { 'retry-after': 'later' }, 1000],
    ['no header', {}, 1000],
  ])('with %s: waits so long, even with a create (F01, F02)', async (_name, headers, waitMs) => {
    await start((seen, nth) => (nth === 1 ? slow(headers) : created(seen.body)));
    const [outcome] = await graph.directory().write([create('D1')]);
    expect(outcome?.result).toBe('done');
    expect(gaps()).toEqual([waitMs]);
  });

  it.each([
    ['901', 901_000],
    ['9999999', 86_400_000],
  ])(
    'with %s seconds: handed back as waiting, and nothing is sent until then (F01)',
    async (seconds, waitMs) => {
      await start((_seen, nth) => (nth === 1 ? slow({ 'retry-after': seconds }) : { json: { value: [] } }));
      const directory = graph.directory();
      const outcomes = await directory.write([create('D1')]);
      expect(outcomes).toMatchObject([
        {
          result: 'waiting',
          retryAfterMs: waitMs,
          error: { status: 429, code: 'activityLimitReached', requestId: 'request-inner' },
        },
      ]);
      await expect(directory.readBuildings()).rejects.toThrow(ReadFailed);
      expect(await directory.write([create('D2'), create('D3')])).toMatchObject([
        { result: 'waiting', retryAfterMs: waitMs },
        { result: 'waiting', retryAfterMs: waitMs },
      ]);
      expect(graph.seen).toHaveLength(1);
      graph.clock.advance(waitMs);
      expect(await directory.readBuildings()).toEqual([]);
    },
  );

  it('without a header: waits grow up to two minutes, eight tries, then waiting (F02)', async () => {
    await start(() => slow());
    const [outcome] = await graph.directory().write([create('D1')]);
    expect(outcome).toMatchObject({ result: 'waiting', error: { status: 429 } });
    expect(gaps()).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]);
    expect(graph.seen).toHaveLength(8);
  });

  it('waits of two directories are not in step (F02)', async () => {
    await start(() => slow());
    await graph.directory({ random: () => 0.9 }).write([create('D1')]);
    expect(gaps()[0]).toBeGreaterThan(1800);
  });

  it('stops the whole tenant: what was queued before stays queued', async () => {
    const clock = new TestClock('standing');
    await start((seen, nth) => (nth <= 4 ? slow({ 'retry-after': '20' }) : created(seen.body)), clock);
    const directory = graph.directory();
    const names = Array.from({ length: 9 }, (_, n) => `D${n}`);
    const writes = names.map((name) => directory.write([create(name)]));
    await clock.waiting(9);
    expect(graph.seen).toHaveLength(4);
    const late = directory.readPlace('p1').catch((error: unknown) => error);
    await clock.waiting(10);
    expect(clock.waits).toEqual(Array(10).fill(20_000));
    clock.advance(20_000);
    const outcomes = (await Promise.all(writes)).flat();
    expect(outcomes.every((outcome) => outcome.result === 'done')).toBe(true);
    expect(await late).toBeInstanceOf(ReadFailed);
    const opened = graph.seen[0]?.at ?? 0;
    expect(graph.seen.slice(4).every((seen) => seen.at === opened + 20_000)).toBe(true);
  });

  it('twice at the same time: the longer wait counts', async () => {
    const clock = new TestClock('standing');
    const second = new EventEmitter();
    await start(async (seen, nth) => {
      if (nth > 2) return created(seen.body);
      // The shorter wait is told last.
      if (nth === 2) void clock.waiting(1).then(() => second.emit('go'));
      if (nth === 2) await once(second, 'go');
      return slow({ 'retry-after': nth === 1 ? '90' : '5' });
    }, clock);
    const directory = graph.directory();
    const writes = ['D1', 'D2'].map((name) => directory.write([create(name)]));
    await clock.waiting(2);
    expect(clock.waits).toEqual([90_000, 90_000]);
    clock.advance(90_000);
    await Promise.all(writes);
    expect(graph.seen).toHaveLength(4);
  });

  it('inside a batch stops the others too', async () => {
    const clock = new TestClock('standing');
    const responses = [
      { id: '1', status: 201, body: created({ displayName: 'D1' }).json },
      { id: '2', status: 429, headers: { 'Retry-After': '20' } },
    ];
    await start((seen, nth) => (nth === 1 ? { json: { responses } } : created(seen.body)), clock);
    const directory = graph.directory({ limits: { inFlight: 1 } });
    const writes = [directory.write([create('D1'), create('D2')]), directory.write([create('D3')])];
    await clock.waiting(2);
    expect(graph.seen).toHaveLength(1);
    clock.advance(20_000);
    expect((await Promise.all(writes)).flat().map((outcome) => outcome.result)).toEqual([
      'done',
      'done',
      'done',
    ]);
  });
});

describe('giving up', () => {
  it('while throttled: nothing was changed, try again later', async () => {
    const clock = new TestClock('standing');
    await start(() => slow({ 'retry-after': '20' }), clock);
    const stop = new AbortController();
    const write = graph.directory().write([create('D1')], stop.signal);
    await clock.waiting(1);
    stop.abort();
    expect(await write).toMatchObject([
      { result: 'waiting', retryAfterMs: 20_000, error: { status: 429, code: 'activityLimitReached' } },
    ]);
    expect(graph.seen).toHaveLength(1);
  });

  it('after a lost update: unclear', async () => {
    const clock = new TestClock('standing');
    await start(() => ({ lost: 'reset' }), clock);
    const stop = new AbortController();
    const update = { kind: 'update', ref: 'm1', type: 'room', id: 'm1', fields: { capacity: 1 } } as const;
    const write = graph.directory().write([update], stop.signal);
    await clock.waiting(1);
    stop.abort();
    expect((await write)[0]?.result).toBe('unclear');
  });

  it('before anything was sent: waiting', async () => {
    await start((seen) => created(seen.body));
    const [outcome] = await graph.directory().write([create('D1')], AbortSignal.abort());
    expect(outcome?.result).toBe('waiting');
    expect(graph.seen).toEqual([]);
  });

  it('does not cut off a request that is on the wire', async () => {
    const stop = new AbortController();
    await start((seen) => {
      stop.abort();
      return created(seen.body);
    });
    const [outcome] = await graph.directory().write([create('D1')], stop.signal);
    expect(outcome?.result).toBe('done');
  });
});

describe('requests in flight', () => {
  it('are at most four, of which three reads', async () => {
    let reads = 0;
    let mostReads = 0;
    await start(async (seen) => {
      const read = seen.method === 'GET';
      if (read) mostReads = Math.max(mostReads, (reads += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (!read) return created(seen.body);
      reads -= 1;
      return { json: { value: [] } };
    });
    const directory = graph.directory();
    const many = Array.from({ length: 12 }, (_, n) => n);
    await Promise.all([
      ...many.map(() => directory.readBuildings()),
      ...many.map((n) => directory.write([create(`D${n}`)])),
    ]);
    expect(graph.seen).toHaveLength(24);
    expect(graph.mostOpen).toBe(4);
    expect(mostReads).toBe(3);
  });
});
