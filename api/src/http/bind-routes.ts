/** Binds the declared routes of the contract to handlers: auth, query, body, idempotency, answer, in one place. */
import { createHash } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response } from 'express';
import type { z } from 'zod';
import { routes, type RawBody, type Route, type RouteId } from '../contract/index.ts';
import { AppError, type InputError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import { parseJsonBody } from './json-body.ts';
import { say } from '../core/model/sentence.ts';

/** The person who asks, from a checked token. */
export interface Caller {
  readonly tenantId: TenantId;
  readonly userId: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** The token itself, for on-behalf-of only. */
  readonly token: string;
  /** When the token ends, in milliseconds; an answer that goes on for longer ends with it. */
  readonly endsAt?: number;
}

/** One call with everything checked. */
export interface Call {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly request: Request;
  readonly response: Response;
}

/** What a handler answers; `streamed` when it wrote to the response itself. */
export type Answer =
  | { readonly status: number; readonly body: unknown }
  | {
      readonly status: number;
      readonly raw: string | Uint8Array;
      readonly type: string;
      readonly fileName?: string;
    }
  | 'streamed';
export type Handler = (call: Call) => Promise<Answer>;
export type Handlers = Readonly<Record<RouteId, Handler>>;

/** What the binding needs from the outside. */
export interface Gate {
  /** Puts the {@link Caller} into `response.locals.caller`, or fails with a `token-…` error. */
  readonly authenticate: RequestHandler;
  readonly requireRole: (role: Exclude<Route['role'], 'anyone' | 'signedIn'>) => RequestHandler;
  /** Runs the call once per `Idempotency-Key`. */
  readonly once: (
    caller: Caller,
    key: string,
    bodyHash: string,
    call: () => Promise<Answer>,
  ) => Promise<Answer>;
  readonly limits: RequestHandler;
  /** What one route allows; nothing when it is not limited by itself. */
  readonly limitsOf?: (route: Route) => RequestHandler | undefined;
}

const SMALL_BODY = '1mb';
const EMPTY_BODY = new Set(['get', 'delete']);

/** Every declared route on one router. A route without a handler does not compile. */
export function bindRoutes(handlers: Handlers, gate: Gate): express.Router {
  const router = express.Router({ caseSensitive: true });
  for (const [id, route] of Object.entries(routes) as [RouteId, Route][]) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](path, ...doors(route, gate), answering(route, handlers[id], gate));
  }
  return router;
}

function doors(route: Route, gate: Gate): RequestHandler[] {
  if (route.role === 'anyone') return [];
  const signedIn = [gate.authenticate, gate.limits];
  const ofRoute = gate.limitsOf?.(route) ?? [];
  return route.role === 'signedIn' ? signedIn : [...signedIn, gate.requireRole(route.role)].concat(ofRoute);
}

function answering(route: Route, handler: Handler, gate: Gate): RequestHandler {
  const readsBody = !EMPTY_BODY.has(route.method) && !isRaw(route.body);
  const parse = express.raw({ type: () => true, limit: SMALL_BODY });
  const answer: RequestHandler = async (request, response) => {
    const bytes = readsBody && Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const call = { ...checkedCall(route, request, response, bytes), request, response };
    send(response, await viaKey(route, gate, call, bytes, () => handler(call)));
  };
  if (!readsBody) return answer;
  return (request, response, next) => {
    parse(request, response, (error?: unknown) => {
      if (error) return next(error);
      Promise.resolve(answer(request, response, next)).catch(next);
    });
  };
}

const jsonSchemaOf = (body: Route['body']): z.ZodType | undefined =>
  body === undefined || isRaw(body) ? undefined : body;

const isRaw = (body: Route['body']): body is RawBody => body !== undefined && 'media' in body;

function checkedCall(
  route: Route,
  request: Request,
  response: Response,
  bytes: Buffer,
): Omit<Call, 'request' | 'response'> {
  refuseNul([...Object.values(request.params), ...Object.entries(request.query)].flat(2));
  const query = route.query ? check(route.query, request.query, 'query', 'invalid-query') : {};
  const schema = jsonSchemaOf(route.body);
  if (schema && bytes.length > 0 && !request.is('json')) {
    throw new AppError('input', 'unsupported-media-type', 'Send the body as application/json.');
  }
  return {
    caller: response.locals['caller'] as Caller,
    params: request.params as Record<string, string>,
    query: query as Record<string, unknown>,
    body: schema ? check(schema, parseJsonBody(bytes) ?? {}, '', 'invalid-body') : undefined,
  };
}

/** No id and no value of ours has it, and PostgreSQL takes it in no text. */
function refuseNul(texts: readonly unknown[]): void {
  if (texts.some((text) => typeof text === 'string' && text.includes('\0')))
    throw new AppError('input', 'malformed-request', 'The request cannot be read.');
}

function check(schema: z.ZodType, value: unknown, where: string, code: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors: InputError[] = result.error.issues.map((issue) => ({
    path: [where, ...issue.path].filter((part) => part !== '').join('.'),
    message: issue.message,
  }));
  throw new AppError('input', code, say`There are ${{ count: errors.length }} problems with the request.`, {
    errors,
  });
}

async function viaKey(
  route: Route,
  gate: Gate,
  call: Call,
  bytes: Buffer,
  run: () => Promise<Answer>,
): Promise<Answer> {
  if (route.idempotency === undefined) return run();
  const key = call.request.get('Idempotency-Key')?.trim();
  if (key === undefined || key === '') {
    if (route.idempotency === 'honoured') return run();
    throw new AppError(
      'input',
      'idempotency-key-missing',
      'Send an Idempotency-Key header, so that a repeat starts nothing twice.',
      {
        errors: [{ path: 'headers.Idempotency-Key', message: 'is required' }],
      },
    );
  }
  if (key.length > 200)
    throw new AppError('input', 'malformed-request', 'The Idempotency-Key is longer than 200 characters.');
  const hash = createHash('sha256').update(call.request.originalUrl).update('\n').update(bytes).digest('hex');
  return gate.once(call.caller, key, hash, run);
}

function send(response: Response, answer: Answer): void {
  if (answer === 'streamed') return;
  response.status(answer.status).set('Cache-Control', 'no-store');
  if ('raw' in answer) {
    if (answer.fileName) response.attachment(answer.fileName);
    response.type(answer.type).send(typeof answer.raw === 'string' ? answer.raw : Buffer.from(answer.raw));
  } else {
    response.json(answer.body);
  }
}
