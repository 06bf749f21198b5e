/** One request from arrival to answer: record, faults, throttling, latency, rules. Singles and items of a batch alike. */
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultEffect, Faults } from '../faults/faults.ts';
import type { RequestRecord, SeenRequest } from '../record/request-record.ts';
import {
  errorBody,
  exchangeIds,
  Refusal,
  refusalAnswer,
  type ExchangeIds,
  type GraphAnswer,
  type GraphRequest,
} from './exchange.ts';
import { route } from './routes.ts';
import { callerKey, type Throttle } from './throttle.ts';
import type { Service } from './write-places.ts';

export interface Desk {
  readonly service: Service;
  readonly faults: Faults;
  readonly throttle: Throttle;
  readonly requests: RequestRecord;
  /** Open now: HTTP requests, and items inside batches. */
  readonly open: { http: number; items: number };
}

/** An answer, and what is to happen to it on the way out. */
export interface Outcome {
  readonly answer: GraphAnswer;
  readonly ids: ExchangeIds;
  /** `drop`: the caller hears nothing. `half`: the connection breaks in the middle of the body. */
  readonly delivery: 'whole' | 'half' | 'drop';
}

/** Bodies up to this length are kept in the record. */
const KEPT_BODY = 16_384;

/** How a request is carried out. */
export interface Way {
  /** `seq` of the batch that this request is an item of. */
  readonly batchOf?: number;
  /** A batch: what to do instead of one call; it has no latency and no share of the rate of its own. */
  readonly batch?: (seq: number) => Promise<GraphAnswer>;
}

/** Carries a request out as {@link route} does, under the faults that hit it. Never throws a refusal. */
export async function perform(
  desk: Desk,
  request: GraphRequest,
  path: string,
  way: Way = {},
): Promise<Outcome> {
  const ids = exchangeIds(request.headers);
  const counter = way.batchOf === undefined ? 'http' : 'items';
  desk.open[counter] += 1;
  const row = desk.requests.arrive({
    time: desk.service.now().toISOString(),
    method: request.method,
    path,
    clientRequestId: request.headers['client-request-id'] ?? null,
    requestId: ids.requestId,
    caller: request.caller.userId,
    inFlight: desk.open[counter],
    ...(way.batchOf === undefined ? {} : { batch: true as const, batchOf: way.batchOf }),
    ...(way.batch === undefined ? keptBody(request) : { outer: true as const }),
  });
  try {
    return await underFaults(desk, request, row, ids, way);
  } finally {
    desk.open[counter] -= 1;
  }
}

function keptBody(request: GraphRequest): { body?: unknown } {
  if (request.body === undefined) return {};
  return JSON.stringify(request.body).length <= KEPT_BODY ? { body: request.body } : {};
}

async function underFaults(
  desk: Desk,
  request: GraphRequest,
  row: SeenRequest,
  ids: ExchangeIds,
  way: Way,
): Promise<Outcome> {
  const hit = desk.faults.hit(row.method, row.path);
  const effect = hit?.effect ?? {};
  if (hit !== null) row.fault = hit.label;
  await pause((way.batch === undefined ? desk.service.settings.latencyMs : 0) + (effect.delayMs ?? 0));
  const nothing = { answer: { status: 0 }, ids, delivery: 'drop' as const };
  if (effect.reset === 'before') return nothing;
  const untouched = effect.status !== undefined && effect.applied !== true;
  const real = untouched ? null : await work(desk, withLag(request, effect), ids, row, way);
  await pause(effect.holdMs ?? 0);
  const answer = bend(real, effect, ids, desk.service.now());
  row.status = answer.status;
  if (effect.reset === 'after') return { ...nothing, answer };
  return { answer, ids, delivery: effect.truncate === true ? 'half' : 'whole' };
}

const withLag = (request: GraphRequest, effect: FaultEffect): GraphRequest =>
  effect.lagMs === undefined ? request : { ...request, lagMs: effect.lagMs };

async function work(
  desk: Desk,
  request: GraphRequest,
  ids: ExchangeIds,
  row: SeenRequest,
  way: Way,
): Promise<GraphAnswer> {
  try {
    if (way.batch !== undefined) return await way.batch(row.seq);
    desk.throttle.spend(callerKey(request.caller));
    const answer = route(desk.service, request);
    row.applied = true;
    return answer;
  } catch (error) {
    if (error instanceof Refusal) return refusalAnswer(error, ids, desk.service.now());
    throw error;
  }
}

/** Code of an error that a fault asks for without giving a body. */
const FAULT_CODES: Readonly<Record<number, string>> = {
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'itemNotFound',
  409: 'Conflict',
  429: 'activityLimitReached',
};

/** The answer as the fault wants it; without one it is the real answer. */
function bend(real: GraphAnswer | null, effect: FaultEffect, ids: ExchangeIds, now: Date): GraphAnswer {
  const status = effect.status ?? real?.status ?? 500;
  const headers = { ...(effect.status === undefined ? real?.headers : {}), ...effect.headers };
  if (effect.empty === true) return { status, headers };
  if (effect.body !== undefined) return { status, headers, body: effect.body };
  const base =
    effect.status === undefined
      ? real?.body
      : errorBody(
          FAULT_CODES[status] ?? 'serviceNotAvailable',
          'This answer was asked for by a fault rule.',
          ids,
          now,
        );
  if (effect.merge === undefined) return { status, headers, body: base };
  return { status, headers, body: { ...(base as Record<string, unknown>), ...effect.merge } };
}

const pause = async (ms: number): Promise<void> => {
  if (ms > 0) await wait(ms);
};
