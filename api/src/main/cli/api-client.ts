/** The command line's view of the API: the same doors as the tab, so it may do no more and no less. */
import type { Problem } from '../../contract/index.ts';

/** A refusal of the API, as a person should read it. */
export class Refused extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'Refused';
    this.problem = problem;
  }
}

export interface ApiClient {
  json<T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** The answer as it is, for files and streams. */
  raw(path: string, headers?: Record<string, string>): Promise<Response>;
  form<T>(path: string, form: FormData): Promise<T>;
  /** Every item of a list, page by page. */
  all<T>(path: string): AsyncGenerator<T>;
}

/** `token` is asked for every call, so that a long command outlives it. */
export function createApiClient(baseUrl: string, token: () => Promise<string>): ApiClient {
  const call = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set('Authorization', `Bearer ${await token()}`);
    const response = await fetch(new URL(path, baseUrl), { ...init, headers });
    if (response.ok) return response;
    throw new Refused(await problemOf(response));
  };
  const json = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const headers = {
      'Content-Type': 'application/json',
      ...(method === 'POST' ? { 'Idempotency-Key': crypto.randomUUID() } : {}),
    };
    return (await call(path, { method, headers, ...sent })).json() as Promise<T>;
  };
  return {
    json,
    raw: (path, headers = {}) => call(path, { headers }),
    form: async <T>(path: string, form: FormData) =>
      (await call(path, { method: 'POST', body: form })).json() as Promise<T>,
    all: async function* <T>(path: string): AsyncGenerator<T> {
      let cursor: string | undefined;
      do {
        const next = new URL(path, baseUrl);
        if (cursor !== undefined) next.searchParams.set('cursor', cursor);
        const page = await json<{ items: T[]; nextCursor?: string }>('GET', `${next.pathname}${next.search}`);
        yield* page.items;
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    },
  };
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    return JSON.parse(text) as Problem;
  } catch {
    const detail = `The server answered ${response.status} without a reason.`;
    return {
      type: 'about:blank',
      title: 'Refused',
      status: response.status,
      detail,
      code: 'no-reason',
      traceId: 'none',
    };
  }
}
