/** `$batch`, built by hand: ids, headers per item, and answers matched back by id (graph-places.md section 14). */
import type { Answer } from './call.ts';
import { batchAnswer } from './schema.ts';

/** Graph takes at most so many requests in one `$batch`. */
export const BATCH_SIZE = 20;

/** A request below the version root: `/places/...`. */
export interface PlainRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

/** The body of one `$batch`; the item at index n has the id `n + 1` and the n-th client request id. */
export function batchBody(requests: readonly PlainRequest[], clientRequestIds: readonly string[]): unknown {
  return {
    requests: requests.map(({ method, path, body }, index) => ({
      id: String(index + 1),
      method,
      url: path,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        'client-request-id': clientRequestIds[index],
      },
      ...(body !== undefined && { body }),
    })),
  };
}

/** The answers inside a `$batch` answer by lower-case id; empty for any other answer. */
export function batchItems(answer: Answer): Map<string, Answer> {
  const read = answer.status === 200 ? batchAnswer.safeParse(answer.body) : undefined;
  const items = new Map<string, Answer>();
  for (const { id, status, headers, body } of read?.data?.responses ?? []) {
    const lower = new Map(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
    items.set(id.toLowerCase(), {
      status,
      body,
      header: (name) => lower.get(name.toLowerCase()) ?? fromWhole(answer, name),
      clientRequestId: answer.clientRequestId,
      tokenAge: answer.tokenAge,
    });
  }
  return items;
}

/** Items seldom repeat these; everything else (Retry-After, challenges) belongs to the item alone. */
function fromWhole(answer: Answer, name: string): string | null {
  return /^(date|request-id)$/i.test(name) ? answer.header(name) : null;
}
