/** Microsoft's Graph library with our own chain: retry, throttle, authorise, transport. */
import {
  Client,
  type Context,
  type Middleware,
  type MiddlewareOptions,
  ResponseType,
} from '@microsoft/microsoft-graph-client';
import { fetch as undiciFetch } from 'undici';
import type { Clock } from '../../ports/clock.ts';
import { authorise, type Token, Tokens } from './authorise.ts';
import type { PlainRequest } from './batch.ts';
import { type Answer, type Call, CallFailed, outcomeOf, type Step } from './call.ts';
import { ClockWatch, watchClock } from './clock-watch.ts';
import { DEFAULT_LIMITS, type GraphLimits } from './limits.ts';
import { TenantGate } from './tenant-gate.ts';
import { throttle } from './throttle.ts';
import { type Fetch, transport } from './transport.ts';
import { type Patience, retryReads } from './try-again.ts';

/** Everything the adapter needs from outside. One set per tenant. */
export interface GraphOptions {
  /** Base without version; another base is another national cloud. Plain http works for loopback. */
  readonly graphUrl: string;
  readonly token: Token;
  readonly clock: Clock;
  /** A GUID for `client-request-id`. */
  readonly newId?: () => string;
  readonly limits?: Partial<GraphLimits>;
  readonly fetch?: Fetch;
  /** Learns from every answer how right the machine's clock is. */
  readonly clockWatch?: ClockWatch;
  /** The tenant's gate, when another client of the same tenant has one already. */
  readonly gate?: TenantGate;
  /** 0 to 1, spreads waits. */
  readonly random?: () => number;
}

interface GraphRequest extends PlainRequest {
  readonly top?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Sends to Graph v1.0. Answers of any status come back; only {@link CallFailed} is thrown. */
export interface GraphClient {
  readonly patience: Patience;
  readonly tokens: Tokens;
  readonly gate: TenantGate;
  readonly newId: () => string;
  send(request: GraphRequest): Promise<Answer>;
  /** Follows an `@odata.nextLink` unchanged. */
  follow(nextLink: string, signal?: AbortSignal): Promise<Answer>;
}

const VERSION = 'v1.0';

/** The library rebuilds every address it is given; a next link must reach the wire as it came. */
class SendExactly implements MiddlewareOptions {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }
}

/** Carries our outcome through the library, which only knows responses and would flatten errors. */
class Carrier extends Response {
  readonly outcome: Answer | CallFailed;
  constructor(outcome: Answer | CallFailed) {
    super(null);
    this.outcome = outcome;
  }
}

export function createGraphClient(options: GraphOptions): GraphClient {
  const { graphUrl, clock, newId = () => crypto.randomUUID(), random = Math.random } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const patience = { clock, random, limits };
  const tokens = new Tokens(options.token);
  const gate = options.gate ?? new TenantGate({ clock, random, longestWaitMs: limits.longestWaitMs });
  const watch = options.clockWatch ?? new ClockWatch();
  const wire = watchClock(watch, clock, transport({ fetch: options.fetch ?? undiciFetch, newId, limits }));
  const chain = retryReads(
    patience,
    tokens,
    throttle(gate, limits, clock, authorise(tokens, graphUrl, wire)),
  );
  const library = Client.initWithMiddleware({
    baseUrl: graphUrl,
    defaultVersion: VERSION,
    middleware: asMiddleware(chain),
  });
  const request = (path: string) => library.api(path).responseType(ResponseType.RAW);
  return {
    patience,
    tokens,
    gate,
    newId,
    send: ({ method, path, body, top, signal }) => {
      const call = request(path);
      if (top !== undefined) call.top(top);
      if (signal !== undefined) call.option('signal', signal);
      if (method === 'GET') return carried(call.get());
      if (method === 'DELETE') return carried(call.delete());
      return carried(method === 'POST' ? call.post(body) : call.patch(body));
    },
    follow: (nextLink, signal) => {
      const call = request('/').middlewareOptions([new SendExactly(nextLink)]);
      if (signal !== undefined) call.option('signal', signal);
      return carried(call.get());
    },
  };
}

async function carried(response: Promise<unknown>): Promise<Answer> {
  const { outcome } = (await response) as Carrier;
  if (outcome instanceof CallFailed) throw outcome;
  return outcome;
}

function asMiddleware(chain: Step): Middleware {
  return {
    execute: async (context) => {
      context.response = new Carrier(await outcomeOf(chain(callOf(context))));
    },
  };
}

function callOf({ request, options, middlewareControl }: Context): Call {
  const exact = middlewareControl?.getMiddlewareOptions(SendExactly) as SendExactly | undefined;
  const { method = 'GET', headers, body, signal } = options ?? {};
  return {
    method: String(method),
    url: exact?.url ?? String(request),
    headers: Object.fromEntries(new Headers(headers)),
    ...(typeof body === 'string' && { body }),
    ...(signal && { signal }),
  };
}
