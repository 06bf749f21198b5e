import type { Problem } from '#contract';

/** What a person can do about a failed call; every screen words it by this. */
export type ApiErrorKind =
  | 'offline'
  | 'signedOut'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'invalid'
  | 'tooLarge'
  | 'throttled'
  | 'server';

const KIND_BY_STATUS: Readonly<Record<number, ApiErrorKind>> = {
  400: 'invalid',
  401: 'signedOut',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  413: 'tooLarge',
  415: 'invalid',
  422: 'invalid',
  429: 'throttled',
};

/** A refused or failed call, with the API's own problem (RFC 9457) when it sent one. */
export class ApiError extends Error {
  readonly kind: ApiErrorKind;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly problem: Partial<Problem>;
  /** Seconds to wait, from `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, problem: Partial<Problem>, retryAfter?: number) {
    super(problem.detail ?? problem.title ?? `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
    this.kind = status === 0 ? 'offline' : (KIND_BY_STATUS[status] ?? 'server');
  }
}

/** Reads `Retry-After` in either of its forms; undefined when it is missing or nonsense. */
export function retryAfterSeconds(header: string | null, now: Date): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}

/** Turns an answer that is not 2xx into an {@link ApiError}; a body that is no problem+json is not shown to anybody. */
export async function readApiError(response: Response): Promise<ApiError> {
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  let problem: Partial<Problem> = {};
  if (isJson) {
    const body: unknown = await response.json().catch(() => undefined);
    if (typeof body === 'object' && body !== null) problem = body;
  }
  return new ApiError(
    response.status,
    problem,
    retryAfterSeconds(response.headers.get('retry-after'), new Date()),
  );
}

/** The kind of any thrown value; what is no {@link ApiError} is a bug or a lost network. */
export function errorKind(error: unknown): ApiErrorKind {
  return error instanceof ApiError ? error.kind : 'server';
}
