/** Every refusal as problem+json (RFC 9457): what happened, what to do, a trace id; never a stack, SQL, path or token. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Problem } from '../contract/index.ts';
import { AppError, type ErrorKind } from '../core/model/app-error.ts';
import { say } from '../core/model/sentence.ts';

const STATUS: Record<ErrorKind, number> = {
  input: 422,
  notFound: 404,
  conflict: 409,
  permission: 403,
  guarded: 422,
  transient: 503,
  tooLarge: 413,
  bug: 500,
};

const TITLES: Record<number, string> = {
  400: 'The request cannot be read',
  401: 'Sign in first',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not now',
  413: 'Too large',
  415: 'Not a type that is read here',
  422: 'It cannot be used as it is',
  429: 'Too many requests',
  500: 'Something went wrong on our side',
  503: 'Not available at the moment',
};

/** Codes whose status is not the one of their kind. */
const STATUS_OF_CODE: Record<string, number> = {
  'malformed-json': 400,
  'malformed-request': 400,
  'invalid-query': 400,
  'cursor-invalid': 400,
  'idempotency-key-missing': 400,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  'too-many-starts': 429,
};

/** Errors of the body parsers of Express, by their `type`. */
const PARSER_CODES: Record<string, [code: string, kind: ErrorKind]> = {
  'entity.too.large': ['too-large', 'tooLarge'],
  'request.aborted': ['malformed-request', 'input'],
  'request.size.invalid': ['malformed-request', 'input'],
  'encoding.unsupported': ['unsupported-media-type', 'input'],
};

function statusOf(error: AppError): number {
  if (error.code.startsWith('token-')) return 401;
  return STATUS_OF_CODE[error.code] ?? STATUS[error.kind];
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { type, status } = (error ?? {}) as { type?: unknown; status?: unknown };
  const parser = typeof type === 'string' ? PARSER_CODES[type] : undefined;
  if (parser)
    return new AppError(parser[1], parser[0], 'The body of the request cannot be read.', { cause: error });
  if (error instanceof URIError || (typeof status === 'number' && status >= 400 && status < 500)) {
    return new AppError('input', 'malformed-request', 'The request cannot be read.', { cause: error });
  }
  return new AppError(
    'bug',
    'unexpected',
    'The request failed on our side. Nothing was half done; try again.',
    { cause: error },
  );
}

/** Answers for an address that is not one of ours. */
export const notFound: RequestHandler = (request, _response, next) => {
  next(
    new AppError(
      'notFound',
      'no-such-address',
      say`There is nothing at ${{ method: request.method }} ${{ path: request.path.slice(0, 200) }}.`,
    ),
  );
};

/** The last handler of the app. `log` gets what a person on duty has to see. */
export function problemHandler(
  log: (entry: { traceId: string; code: string; cause: unknown }) => void,
): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) return next(error);
    const problem = asAppError(error);
    const status = statusOf(problem);
    const traceId = String(response.locals['traceId'] ?? 'none');
    if (status >= 500) log({ traceId, code: problem.code, cause: problem.details.cause ?? problem });
    if (problem.details.retryAfterMs !== undefined) {
      response.set('Retry-After', String(Math.ceil(problem.details.retryAfterMs / 1000)));
    }
    const { hint, errors, runId } = problem.details;
    const body: Problem = {
      type: `urn:problem:places-sync:${problem.code}`,
      title: TITLES[status] ?? 'Refused',
      status,
      detail: problem.message,
      code: problem.code,
      traceId,
      ...(hint === undefined ? {} : { hint }),
      ...(problem.words === undefined ? {} : { words: problem.words }),
      ...(runId === undefined ? {} : { runId }),
      ...(errors === undefined ? {} : { errors: [...errors] }),
    };
    response.status(status).type('application/problem+json').send(JSON.stringify(body));
  };
}
