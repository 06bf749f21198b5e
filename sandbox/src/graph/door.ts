/** Graph over HTTP: token, JSON, the two ids, and what a fault does to the connection. */
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { performBatch, splitUrl } from './batch.ts';
import {
  badRequest,
  exchangeIds,
  Refusal,
  refusalAnswer,
  type Caller,
  type ExchangeIds,
  type GraphAnswer,
  type GraphRequest,
} from './exchange.ts';
import { perform, type Desk, type Outcome } from './perform.ts';
import { callerKey } from './throttle.ts';

/** What sign-in says to an Authorization header. */
export type VerifyToken = (authorizationHeader: string | undefined) => Promise<
  | { readonly ok: true; readonly caller: Caller }
  | {
      readonly ok: false;
      readonly status: 401 | 403;
      readonly code: string;
      readonly message: string;
      readonly wwwAuthenticate?: string;
    }
>;

/** Base64 of the largest package Outlook would take, with room to spare. */
const LARGEST_BODY = '250mb';

/** `/v1.0`. @param tenantId the only tenant whose places are here */
export function graphDoor(desk: Desk, verifyToken: VerifyToken, tenantId: string): Router {
  const router = express.Router();
  router.use(express.text({ type: () => true, limit: LARGEST_BODY }));
  router.use(async (request: Request, response: Response) => {
    const headers = plainHeaders(request);
    const early = exchangeIds(headers);
    try {
      const caller = await admit(verifyToken, tenantId, request.headers.authorization);
      const leave = desk.throttle.enter(callerKey(caller));
      try {
        deliver(response, await answer(desk, toGraphRequest(request, headers, caller), request.originalUrl));
      } finally {
        leave();
      }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      noteRefused(desk, request, early, error.status);
      deliver(response, {
        answer: refusalAnswer(error, early, desk.service.now()),
        ids: early,
        delivery: 'whole',
      });
    }
  });
  router.use(explainError(desk));
  return router;
}

/** A body that is too large or cannot be read, and a mistake of this tenant, in Graph's envelope. */
function explainError(desk: Desk): ErrorRequestHandler {
  return (error: Error & { status?: number }, request, response, next) => {
    if (response.headersSent) return next(error);
    const status = error.status ?? 500;
    const ids = exchangeIds(plainHeaders(request));
    const code = status < 500 ? 'RequestBodyRead' : 'InternalServerError';
    noteRefused(desk, request, ids, status);
    const answer = refusalAnswer(new Refusal(status, code, error.message), ids, desk.service.now());
    deliver(response, { answer, ids, delivery: 'whole' });
  };
}

/** `/beta` is not for production, and this tenant has none. */
export function betaDoor(desk: Desk): Router {
  const router = express.Router();
  router.use((request, response) => {
    const ids = exchangeIds(plainHeaders(request));
    const refusal = new Refusal(404, 'notSupported', 'The beta version is not offered by this tenant.');
    noteRefused(desk, request, ids, refusal.status);
    deliver(response, { answer: refusalAnswer(refusal, ids, desk.service.now()), ids, delivery: 'whole' });
  });
  return router;
}

async function admit(
  verifyToken: VerifyToken,
  tenantId: string,
  header: string | undefined,
): Promise<Caller> {
  const verdict = await verifyToken(header);
  if (!verdict.ok) {
    const challenge = verdict.wwwAuthenticate ?? 'Bearer realm=""';
    const headers =
      verdict.status === 401 || verdict.wwwAuthenticate !== undefined
        ? { 'WWW-Authenticate': challenge }
        : {};
    throw new Refusal(verdict.status, verdict.code, verdict.message, headers);
  }
  if (verdict.caller.tenantId !== tenantId) {
    throw new Refusal(403, 'ErrorAccessDenied', 'The token is for another tenant.');
  }
  return verdict.caller;
}

/** Requests that never reach the rules are in the record too. */
function noteRefused(desk: Desk, request: Request, ids: ExchangeIds, status: number): void {
  const row = desk.requests.arrive({
    time: desk.service.now().toISOString(),
    method: request.method,
    path: request.originalUrl,
    clientRequestId: request.get('client-request-id') ?? null,
    requestId: ids.requestId,
    inFlight: desk.open.http + 1,
  });
  row.status = status;
}

function plainHeaders(request: Request): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function toGraphRequest(request: Request, headers: Record<string, string>, caller: Caller): GraphRequest {
  const { segments, query } = splitUrl(request.url);
  return {
    method: request.method,
    segments,
    query,
    headers,
    body: readJson(request),
    caller,
    origin: `${request.protocol}://${request.get('host') ?? 'localhost'}`,
  };
}

function readJson(request: Request): unknown {
  const text: unknown = request.body;
  if (typeof text !== 'string' || text === '') return undefined;
  if (!/^application\/json\b/i.test(request.get('content-type') ?? '')) {
    throw new Refusal(415, 'UnsupportedMediaType', 'The Content-Type must be application/json.');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The request body is not valid JSON.');
  }
}

function answer(desk: Desk, request: GraphRequest, path: string): Promise<Outcome> {
  const isBatch = request.method === 'POST' && request.segments.join('/') === '$batch';
  return perform(desk, request, path, isBatch ? { batch: (seq) => performBatch(desk, request, seq) } : {});
}

const JSON_TYPE =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

function deliver(response: Response, outcome: Outcome): void {
  if (outcome.delivery === 'drop') {
    response.socket?.destroy();
    return;
  }
  const { answer, ids } = outcome;
  response.status(answer.status);
  response.set({
    'request-id': ids.requestId,
    'client-request-id': ids.clientRequestId,
    'OData-Version': '4.0',
  });
  const text = bodyText(answer);
  if (text !== null) response.set('Content-Type', JSON_TYPE);
  response.set(answer.headers ?? {});
  if (text === null) response.end();
  else if (outcome.delivery === 'whole') response.end(text);
  else sendHalf(response, text);
}

function bodyText(answer: GraphAnswer): string | null {
  if (answer.body === undefined) return null;
  return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
}

/** Promises the whole length, sends half of it, and is gone. */
function sendHalf(response: Response, text: string): void {
  const bytes = Buffer.from(text);
  response.set('Content-Length', String(bytes.length));
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.socket?.destroy());
}
