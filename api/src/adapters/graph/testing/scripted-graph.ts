/** A small HTTP server that answers as a test says, for one directory under test. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json as readJson } from 'node:stream/consumers';
import type { PlaceDirectory } from '../../../ports/place-directory.ts';
import type { GraphOptions } from '../client.ts';
import { createPlaceDirectory } from '../place-directory.ts';
import { TestClock } from './test-clock.ts';

/** One item of a `$batch` as the server saw it. */
export interface SeenItem {
  readonly id: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: Record<string, unknown>;
}

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: { requests?: SeenItem[] } & Record<string, unknown>;
  /** Virtual time of its arrival. */
  readonly at: number;
}

export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  /** The connection ends without an answer, in the middle of one, or never: with nothing said, or half of it. */
  readonly lost?: 'reset' | 'midAnswer' | 'silence' | 'stall';
}
type Script = (seen: Seen, nth: number) => Reply | Promise<Reply>;

export class ScriptedGraph {
  readonly seen: Seen[] = [];
  readonly clock: TestClock;
  url = '';
  mostOpen = 0;
  #open = 0;
  readonly #script: Script;
  readonly #server: Server;

  constructor(script: Script, clock = new TestClock()) {
    this.#script = script;
    this.clock = clock;
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Paths of the requests so far, with method. */
  get lines(): string[] {
    return this.seen.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`);
  }

  async start(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  /** A directory that talks to this server, with a token `t1`; waits have no random part. */
  directory(options: Partial<GraphOptions> = {}): PlaceDirectory {
    let ids = 0;
    return createPlaceDirectory({
      graphUrl: this.url,
      token: () => Promise.resolve('t1'),
      clock: this.clock,
      newId: () => `client-${(ids += 1)}`,
      random: () => 0,
      ...options,
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.#open += 1;
    this.mostOpen = Math.max(this.mostOpen, this.#open);
    response.on('close', () => (this.#open -= 1));
    const { method = '', url: path = '', headers } = request;
    const hasBody = headers['content-type'] !== undefined;
    const body = hasBody ? ((await readJson(request)) as Seen['body']) : {};
    const seen = { method, path, headers, body, at: this.clock.now().getTime() };
    this.seen.push(seen);
    send(response, await this.#script(seen, this.seen.length));
  }
}

function send(response: ServerResponse, reply: Reply): void {
  const text = reply.text ?? (reply.json === undefined ? '' : JSON.stringify(reply.json));
  if (reply.lost === 'silence') return;
  if (reply.lost === 'reset') return void response.destroy();
  response.writeHead(reply.status ?? 200, {
    ...(text !== '' && { 'content-type': 'application/json; odata.metadata=minimal' }),
    'request-id': 'request-1',
    ...reply.headers,
    ...(reply.lost && { 'content-length': String(text.length + 10) }),
  });
  if (reply.lost === 'midAnswer') return void response.write(text, () => response.destroy());
  if (reply.lost === 'stall') return void response.write(text);
  response.end(text);
}

/** An error as Graph words it. */
export const graphError = (code: string, message = 'No.', inner: object = {}) => ({
  error: { code, message, innerError: { 'request-id': 'request-inner', ...inner } },
});

/** A create's answer: what was sent, with an id. */
export const created = (body: Record<string, unknown>, id = `id-${String(body['displayName'])}`): Reply => ({
  status: 201,
  json: { ...body, id, placeId: id },
});
