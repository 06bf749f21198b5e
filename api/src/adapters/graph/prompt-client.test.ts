import { EventEmitter, once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { PlaceDirectory, PlaceWrite } from '../../ports/place-directory.ts';
import { createGraphClient } from './client.ts';
import { createPlaceDirectory } from './place-directory.ts';
import { promptClient } from './prompt-client.ts';
import { created, graphError, type Reply, ScriptedGraph } from './testing/scripted-graph.ts';
import { TestClock } from './testing/test-clock.ts';

let graph: ScriptedGraph;
afterEach(() => graph.stop());

const create = (name: string): PlaceWrite => ({
  kind: 'create',
  ref: name,
  type: 'desk',
  parentId: 's1',
  fields: { displayName: name },
});
const page: Reply = { json: { value: [] } };
const slow = expect.objectContaining({ error: expect.objectContaining({ code: 'slow' }) as object }) as Error;

/** One client of a tenant, as a run uses it and as somebody who waits for an answer does. */
async function both(
  script: ConstructorParameters<typeof ScriptedGraph>[0],
): Promise<{ clock: TestClock; run: PlaceDirectory; prompt: PlaceDirectory }> {
  const clock = new TestClock('standing');
  graph = await new ScriptedGraph(script, clock).start();
  const options = { graphUrl: graph.url, token: () => Promise.resolve('t1'), clock, random: () => 0 };
  const client = createGraphClient(options);
  const directory = (of: typeof client) => createPlaceDirectory(options, of);
  return { clock, run: directory(client), prompt: directory(promptClient(client)) };
}

describe('a read beside a run that writes', () => {
  it('gets the first slot that is free, however many writes wait', async () => {
    const answers = new EventEmitter();
    const { run, prompt } = await both(async (seen, nth) => {
      if (seen.method === 'GET') return page;
      if (nth <= 4) await once(answers, `write ${nth}`);
      return created(seen.body);
    });
    const writes = Array.from({ length: 12 }, (_, nth) => run.write([create(`D${nth}`)]));
    while (graph.seen.length < 4) await new Promise(setImmediate);
    const read = prompt.readBuildings();
    answers.emit('write 1');
    expect(await read).toEqual([]);
    expect(graph.seen.findIndex(({ method }) => method === 'GET')).toBe(4);
    for (const nth of [2, 3, 4]) answers.emit(`write ${nth}`);
    const outcomes = (await Promise.all(writes)).flat();
    expect(outcomes.every(({ result }) => result === 'done')).toBe(true);
  });

  it('says that Microsoft is slow after 20 seconds when none gets free, and is not sent later', async () => {
    const answers = new EventEmitter();
    const { clock, run, prompt } = await both(async (seen) => {
      await once(answers, 'go');
      return created(seen.body);
    });
    const writes = Array.from({ length: 4 }, (_, nth) => run.write([create(`D${nth}`)]));
    while (graph.seen.length < 4) await new Promise(setImmediate);
    const read = prompt.readBuildings();
    const patient = run.readBuildings().catch((error: unknown) => error);
    await clock.waiting(1);
    expect(clock.waits).toEqual([20_000]);
    clock.advance(20_000);
    await expect(read).rejects.toEqual(slow);
    answers.emit('go');
    await Promise.all(writes);
    while (graph.seen.length < 5) await new Promise(setImmediate);
    answers.emit('go');
    await patient;
    expect(graph.seen.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('does not wait at all while Microsoft wants longer than that', async () => {
    const { clock, run, prompt } = await both((seen, nth) =>
      nth === 1
        ? { status: 429, headers: { 'retry-after': '60' }, json: graphError('tooMany') }
        : created(seen.body),
    );
    const write = run.write([create('D1')]);
    await clock.waiting(1);
    await expect(prompt.readBuildings()).rejects.toEqual(slow);
    expect(clock.waits).toEqual([60_000]);
    clock.advance(60_000);
    expect((await write)[0]?.result).toBe('done');
  });
});

describe('somebody who waits', () => {
  it('gets every page, and a time for each', async () => {
    const { clock, prompt } = await both((_seen, nth) =>
      nth === 1 ? { json: { value: [], '@odata.nextLink': `${graph.url}/v1.0/next` } } : page,
    );
    expect(await prompt.readBuildings()).toEqual([]);
    expect(graph.seen).toHaveLength(2);
    expect(clock.waits).toEqual([20_000, 20_000]);
  });

  it('is told when an answer never comes, or never ends', async () => {
    const { clock, prompt } = await both((_seen, nth) => ({
      ...page,
      lost: nth === 1 ? 'silence' : 'stall',
    }));
    for (const seen of [1, 2]) {
      const read = prompt.readBuildings();
      while (graph.seen.length < seen) await new Promise(setImmediate);
      await clock.waiting(1);
      clock.advance(20_000);
      await expect(read).rejects.toEqual(slow);
    }
  });
});
