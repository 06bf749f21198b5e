/** One call of Graph, freed of HTTP: single requests and items of a batch look the same from here on. */
import { randomUUID } from 'node:crypto';

/** Whose token it is, as sign-in read it. */
export interface Caller {
  readonly tenantId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly directoryRoles: readonly string[];
  readonly appOnly: boolean;
}

export interface GraphRequest {
  readonly method: string;
  /** Path below the version, decoded, in pieces: `['places', '{id}', 'descendants', ...]`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; undefined when there was no body. */
  readonly body: unknown;
  readonly caller: Caller;
  /** Scheme and host as the caller wrote them, for next links. */
  readonly origin: string;
  /** Set by a fault: the place made by this request shows up late in lists. */
  readonly lagMs?: number;
}

export interface GraphAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A clear no. Thrown by the rules, turned into Graph's error envelope at the door; nothing was changed. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;
  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string): Refusal => new Refusal(400, 'BadRequest', message);
/** What the OData layer says before the service looks at a body. */
export const unreadable = (message: string): Refusal => new Refusal(400, 'RequestBodyRead', message);
export const notFound = (what: string): Refusal =>
  new Refusal(404, 'itemNotFound', `The requested item '${what}' was not found.`);
export const notAllowed = (message: string): Refusal => new Refusal(405, 'notAllowed', message);
export const conflict = (message: string): Refusal => new Refusal(409, 'Conflict', message);

/** Both ids of one exchange: ours, and the caller's or ours again when the caller sent none. */
export interface ExchangeIds {
  readonly requestId: string;
  readonly clientRequestId: string;
}

export function exchangeIds(headers: Readonly<Record<string, string>>): ExchangeIds {
  const requestId = randomUUID();
  return { requestId, clientRequestId: headers['client-request-id'] ?? requestId };
}

/** Graph's error envelope (graph-places.md section 14). */
export function errorBody(code: string, message: string, ids: ExchangeIds, now: Date): unknown {
  return {
    error: {
      code,
      message,
      innerError: {
        '@odata.type': '#microsoft.graph.ODataErrors.InnerError',
        date: now.toISOString().slice(0, 19) + 'Z',
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}

export function refusalAnswer(refusal: Refusal, ids: ExchangeIds, now: Date): GraphAnswer {
  return {
    status: refusal.status,
    headers: refusal.headers,
    body: errorBody(refusal.code, refusal.message, ids, now),
  };
}
