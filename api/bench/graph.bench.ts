/**
 * First sync of 1,000 desks: our directory against a client that sends one request at a time, both on the same Graph
 * library, against the same mock server and in the same run (storage-and-performance.md section 5).
 */
import { Client, HTTPMessageHandler, type Context } from '@microsoft/microsoft-graph-client';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pLimit from 'p-limit';
import { createPlaceDirectory } from '../src/adapters/graph/place-directory.ts';
import type { PlaceWrite } from '../src/ports/place-directory.ts';

export const DESKS = 1000;
export const LATENCY_MS = 40;
/** Outlook works on so many items of a `$batch` at a time (graph-places.md section 14). */
export const AT_A_TIME = 4;
const BATCH_SIZE = 20;
const BATCHES_IN_FLIGHT = 4;
export const GOAL = 14;

type Desk = Record<string, unknown>;
interface BatchItem {
  readonly id: string;
  readonly body: Desk;
}

/** A tenant that takes {@link LATENCY_MS} for every create, alone or inside a batch. */
class MockTenant {
  readonly names = new Set<unknown>();
  requests = 0;
  mostInFlight = 0;
  #inFlight = 0;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    this.#inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight);
    const body = (await readJson(request)) as Desk & { requests?: BatchItem[] };
    const answer = body.requests ? await this.#batch(body.requests) : await this.#create(body);
    this.#inFlight -= 1;
    response.writeHead(body.requests ? 200 : 201, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }

  async #batch(items: readonly BatchItem[]) {
    const slot = pLimit(AT_A_TIME);
    const one = ({ id, body }: BatchItem) =>
      slot(async () => ({ id, status: 201, headers: {}, body: await this.#create(body) }));
    return { responses: await Promise.all(items.map(one)) };
  }

  async #create(desk: Desk): Promise<Desk> {
    await sleep(LATENCY_MS);
    this.names.add(desk['displayName']);
    const id = `desk-${this.names.size}`;
    return { ...desk, id, placeId: id };
  }
}

const nameOf = (index: number): string => `Desk ${index + 1}`;

const MOCK = { token: 't', parentId: 'section-1' };

/** What a script would do: create, wait for the answer, create the next. */
export async function naive(url: string, desks: number, to = MOCK): Promise<void> {
  const http = new HTTPMessageHandler();
  const middleware = {
    execute: async (context: Context) => {
      const headers = {
        ...(context.options?.headers as Record<string, string>),
        authorization: `Bearer ${to.token}`,
      };
      context.options = { ...context.options, headers };
      await http.execute(context);
    },
  };
  const client = Client.initWithMiddleware({ baseUrl: url, defaultVersion: 'v1.0', middleware });
  for (let index = 0; index < desks; index += 1) {
    await client.api('/places').post({
      '@odata.type': 'microsoft.graph.desk',
      displayName: nameOf(index),
      parentId: to.parentId,
      mode: { '@odata.type': '#microsoft.graph.reservablePlaceMode' },
    });
  }
}

/** The directory as a run uses it: batches of twenty, four of them on their way. */
async function ours(url: string, desks: number): Promise<void> {
  const directory = createPlaceDirectory({
    graphUrl: url,
    token: () => Promise.resolve('t'),
    clock: { now: () => new Date(), wait: (ms) => sleep(ms) },
  });
  const writes = Array.from({ length: desks }, (_, index): PlaceWrite => ({
    kind: 'create',
    ref: nameOf(index),
    type: 'desk',
    parentId: 'section-1',
    fields: { displayName: nameOf(index), mode: { kind: 'reservable' } },
  }));
  const slot = pLimit(BATCHES_IN_FLIGHT);
  const batches = Array.from({ length: desks / BATCH_SIZE }, (_, n) =>
    writes.slice(n * BATCH_SIZE, (n + 1) * BATCH_SIZE),
  );
  const outcomes = (await Promise.all(batches.map((batch) => slot(() => directory.write(batch))))).flat();
  const failed = outcomes.filter((outcome) => outcome.result !== 'done');
  if (failed.length > 0) throw new Error(`${failed.length} of ${desks} desks were not confirmed`);
}

interface Measured {
  readonly seconds: number;
  readonly requests: number;
  readonly mostInFlight: number;
}

async function measured(work: typeof ours, desks: number): Promise<Measured> {
  const tenant = new MockTenant();
  const url = await tenant.start();
  const started = performance.now();
  await work(url, desks);
  const seconds = (performance.now() - started) / 1000;
  tenant.stop();
  if (tenant.names.size !== desks) throw new Error(`${tenant.names.size} desks instead of ${desks}`);
  return { seconds, requests: tenant.requests, mostInFlight: tenant.mostInFlight };
}

const show = (label: string, { seconds, requests, mostInFlight }: Measured): string =>
  `graph: ${label}: ${seconds.toFixed(2)} s, ${Math.round(DESKS / seconds)} desks/s, ` +
  `${requests} requests, at most ${mostInFlight} in flight`;

/** The lines to print; takes about 45 seconds, because the slow client really creates every desk. */
export async function graphBench(): Promise<string[]> {
  // Both once in small, so that neither pays for loading and compiling.
  for (const work of [naive, ours]) await measured(work, BATCH_SIZE);
  const slow = await measured(naive, DESKS);
  const fast = await measured(ours, DESKS);
  const ratio = slow.seconds / fast.seconds;
  const verdict = ratio >= GOAL && fast.mostInFlight <= BATCHES_IN_FLIGHT ? 'met' : 'MISSED';
  return [
    `graph: first sync of ${DESKS} desks, ${LATENCY_MS} ms a request, ${AT_A_TIME} items of a batch at a time`,
    show('one request at a time', slow),
    show(`our directory, batches of ${BATCH_SIZE}`, fast),
    `graph: ${ratio.toFixed(1)} times as fast (goal ${GOAL}, at most ${BATCHES_IN_FLIGHT} in flight): ${verdict}`,
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const line of await graphBench()) console.log(line);
}
