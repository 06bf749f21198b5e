import { ApiError, readApiError } from './api-error.ts';

/** Gives the caller's token for our API. `fresh` asks the host for a new one after a 401; `claims` answers a challenge. */
export type GetToken = (options?: { fresh?: boolean; claims?: string }) => Promise<string>;

export interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** A value is sent as JSON; FormData and Blob as they are. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Calls the API as the person in the tab. */
export interface ApiClient {
  /** The JSON answer. Throws {@link ApiError}. */
  json<T>(path: string, call?: Call): Promise<T>;
  /** The raw answer, already known to be 2xx: streams, downloads. Throws {@link ApiError}. */
  raw(path: string, call?: Call): Promise<Response>;
}

interface Dependencies {
  readonly getToken: GetToken;
  /** Told when even a fresh token did not meet a claims challenge: only the person can. */
  readonly onChallenge?: (claims: string) => void;
  readonly fetch: typeof globalThis.fetch;
  /** Origin and prefix; empty for the same origin. */
  readonly baseUrl: string;
}

/** A claims challenge (conditional access) that the API passes on in WWW-Authenticate. */
function readClaims(response: Response): string | undefined {
  const header = response.headers.get('www-authenticate') ?? '';
  return /claims="([^"]+)"/.exec(header)?.[1];
}

function encodeBody(body: unknown): { body?: BodyInit; type?: string } {
  if (body === undefined) return {};
  if (body instanceof FormData || body instanceof Blob) return { body };
  return { body: JSON.stringify(body), type: 'application/json' };
}

/**
 * Builds the client. A 401 is answered once with a fresh token, so that a token that expired while the page was
 * open never reaches a person; a second 401 does.
 */
export function createApiClient({ getToken, onChallenge, fetch, baseUrl }: Dependencies): ApiClient {
  async function send(path: string, call: Call, token: string): Promise<Response> {
    const { body, type } = encodeBody(call.body);
    const headers = new Headers({ Accept: 'application/json', ...call.headers });
    headers.set('Authorization', `Bearer ${token}`);
    if (type !== undefined && !headers.has('Content-Type')) headers.set('Content-Type', type);
    try {
      return await fetch(`${baseUrl}${path}`, {
        method: call.method ?? 'GET',
        headers,
        ...(body === undefined ? {} : { body }),
        ...(call.signal === undefined ? {} : { signal: call.signal }),
      });
    } catch (error) {
      if (call.signal?.aborted === true) throw error;
      throw new ApiError(0, {});
    }
  }

  async function token(options?: { fresh?: boolean; claims?: string }): Promise<string> {
    try {
      return await getToken(options);
    } catch (error) {
      throw new ApiError(401, { detail: error instanceof Error ? error.message : String(error) });
    }
  }

  async function raw(path: string, call: Call = {}): Promise<Response> {
    let response = await send(path, call, await token());
    if (response.status === 401) {
      const claims = readClaims(response);
      const fresh = await token({ fresh: true, ...(claims === undefined ? {} : { claims }) });
      response = await send(path, call, fresh);
      const again = readClaims(response);
      if (response.status === 401 && again !== undefined) onChallenge?.(again);
    }
    if (!response.ok) throw await readApiError(response);
    return response;
  }

  return {
    raw,
    async json<T>(path: string, call?: Call) {
      const response = await raw(path, call);
      return (await response.json()) as T;
    },
  };
}

/** A new value for `Idempotency-Key`: one per intention of a person, kept over its repeats. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
