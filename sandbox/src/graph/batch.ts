/** `$batch`: up to 20 requests in one, each judged by itself (graph-places.md section 14). */
import pLimit from 'p-limit';
import {
  badRequest,
  errorBody,
  exchangeIds,
  type ExchangeIds,
  type GraphAnswer,
  type GraphRequest,
} from './exchange.ts';
import { perform, type Desk } from './perform.ts';
import { isRecord } from './value-checks.ts';

interface Item {
  readonly id: string;
  readonly method: string;
  /** Below the version, with a slash in front. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly dependsOn: readonly string[];
}

/** One answer inside the batch. */
interface ItemAnswer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const LARGEST_BATCH = 20;
const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];
const MEMBERS = ['id', 'method', 'url', 'headers', 'body', 'dependsOn'];

function readHeaders(value: unknown, id: string): Record<string, string> {
  if (value === undefined || value === null) return {};
  if (!isRecord(value)) throw badRequest(`Invalid batch payload: headers of '${id}' must be an object.`);
  return Object.fromEntries(
    Object.entries(value).map(([name, text]) => {
      if (typeof text !== 'string')
        throw badRequest(`Invalid batch payload: header '${name}' of '${id}' must be text.`);
      return [name.toLowerCase(), text];
    }),
  );
}

function readDependencies(value: unknown, id: string): string[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || !value.every((other) => typeof other === 'string')) {
    throw badRequest(`Invalid dependsOn in request '${id}'.`);
  }
  return value;
}

function readItem(value: unknown): Item {
  if (!isRecord(value)) throw badRequest('Invalid batch payload: every request must be an object.');
  const { id, method, url, dependsOn } = value;
  const unknown = Object.keys(value).find((name) => !MEMBERS.includes(name));
  if (unknown !== undefined)
    throw badRequest(`Invalid batch payload: '${unknown}' is not part of a request.`);
  if (typeof id !== 'string' || id === '')
    throw badRequest("Invalid batch payload: every request needs an 'id'.");
  if (typeof method !== 'string' || !METHODS.includes(method))
    throw badRequest(`Invalid method in request '${id}'.`);
  if (typeof url !== 'string' || /^[a-z]+:/i.test(url))
    throw badRequest(`The url of request '${id}' must be relative.`);
  const headers = readHeaders(value['headers'], id);
  if (value['body'] !== undefined && headers['content-type'] === undefined) {
    throw badRequest(`Request '${id}' has a body but no Content-Type header.`);
  }
  const path = url.startsWith('/') ? url : `/${url}`;
  return { id, method, url: path, headers, body: value['body'], dependsOn: readDependencies(dependsOn, id) };
}

function readItems(body: unknown): Item[] {
  const requests = isRecord(body) ? body['requests'] : undefined;
  if (!Array.isArray(requests) || requests.length === 0)
    throw badRequest('Invalid batch payload: no requests.');
  if (requests.length > LARGEST_BATCH) {
    throw badRequest(`The number of batch request steps exceeds the maximum of ${LARGEST_BATCH}.`);
  }
  const items = requests.map(readItem);
  const ids = new Set(items.map((item) => item.id.toLowerCase()));
  if (ids.size !== items.length)
    throw badRequest('Request ids in a batch must be unique, without regard to case.');
  checkDependencies(items);
  return items;
}

/** Microsoft allows three patterns: nobody waits, everybody waits for the one before, or all who wait, wait for the same. */
function checkDependencies(items: readonly Item[]): void {
  const waiting = items.filter((item) => item.dependsOn.length > 0);
  const positions = new Map(items.map((item, index) => [item.id.toLowerCase(), index]));
  for (const item of waiting) {
    for (const other of item.dependsOn) {
      const at = positions.get(other.toLowerCase());
      if (at === undefined || at >= (positions.get(item.id.toLowerCase()) ?? 0)) {
        throw badRequest(`Request '${item.id}' depends on '${other}', which does not come before it.`);
      }
    }
  }
  const lists = waiting.map((item) => item.dependsOn.join('\n').toLowerCase());
  const same = new Set(lists).size <= 1;
  const serial =
    waiting.length === items.length - 1 &&
    items.every((item, index) => index === 0 || item.dependsOn.join() === items[index - 1]?.id);
  if (!same && !serial) throw badRequest('Dependencies in a batch must be parallel, serial or all the same.');
}

/** Answers a whole batch. @param seq of the outer request in the record @throws Refusal 400 for a malformed batch */
export async function performBatch(desk: Desk, outer: GraphRequest, seq: number): Promise<GraphAnswer> {
  const items = readItems(outer.body);
  const limit = pLimit(desk.service.settings.batchParallelism);
  const running = new Map<string, Promise<ItemAnswer | null>>();
  for (const item of items) {
    const before = item.dependsOn.map((id) => running.get(id.toLowerCase()));
    running.set(item.id.toLowerCase(), runAfter(before, item));
  }
  const answers = (await Promise.all(running.values())).filter((answer) => answer !== null);
  if (desk.service.settings.batchAnswerOrder === 'reversed') answers.reverse();
  return { status: 200, body: { responses: answers } };

  async function runAfter(
    before: readonly (Promise<ItemAnswer | null> | undefined)[],
    item: Item,
  ): Promise<ItemAnswer | null> {
    const earlier = await Promise.all(before.map((answer) => answer ?? Promise.resolve(null)));
    if (earlier.some((answer) => (answer?.status ?? 500) >= 400))
      return failedDependency(desk, outer, seq, item);
    return limit(() => runItem(desk, outer, seq, item));
  }
}

/** An item is a request of its own; only its token is the outer one's. */
async function runItem(desk: Desk, outer: GraphRequest, seq: number, item: Item): Promise<ItemAnswer | null> {
  const { segments, query } = splitUrl(item.url);
  const request: GraphRequest = {
    ...outer,
    method: item.method,
    segments,
    query,
    headers: item.headers,
    body: item.body,
  };
  const outcome = await perform(desk, request, `/v1.0${item.url}`, { batchOf: seq });
  if (outcome.delivery === 'drop') return null;
  const answer = outcome.delivery === 'half' ? { ...outcome.answer, body: undefined } : outcome.answer;
  return itemAnswer(item.id, answer, outcome.ids);
}

function itemAnswer(id: string, answer: GraphAnswer, ids: ExchangeIds): ItemAnswer {
  return {
    id,
    status: answer.status,
    headers: {
      'request-id': ids.requestId,
      'client-request-id': ids.clientRequestId,
      ...(answer.body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...answer.headers,
    },
    ...(answer.body === undefined ? {} : { body: answer.body }),
  };
}

function failedDependency(desk: Desk, outer: GraphRequest, seq: number, item: Item): ItemAnswer {
  const ids = exchangeIds(item.headers);
  const now = desk.service.now();
  const row = desk.requests.arrive({
    time: now.toISOString(),
    method: item.method,
    path: `/v1.0${item.url}`,
    clientRequestId: item.headers['client-request-id'] ?? null,
    requestId: ids.requestId,
    inFlight: desk.open.items,
    batch: true,
    batchOf: seq,
  });
  row.status = 424;
  const body = errorBody('FailedDependency', 'A request this one depends on has failed.', ids, now);
  return itemAnswer(item.id, { status: 424, body }, ids);
}

/** Pieces of a path below the version; bad percent-encoding stays as it is and finds nothing. */
export function splitUrl(url: string): { segments: string[]; query: URLSearchParams } {
  const [path = '', query = ''] = url.split('?', 2);
  const segments = path.split('/').filter((segment) => segment !== '');
  return { segments: segments.map(decode), query: new URLSearchParams(query) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
