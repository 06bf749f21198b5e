/** What a caller can do about an error; `http` maps it to a status, `jobs` to retry or stop. */
export type ErrorKind =
  'input' | 'notFound' | 'conflict' | 'permission' | 'guarded' | 'transient' | 'tooLarge' | 'bug';

/** One wrong value in what was sent. */
export interface InputError {
  readonly path: string;
  readonly message: string;
}

interface Details {
  readonly hint?: string;
  readonly errors?: readonly InputError[];
  /** The run in the way of a start. */
  readonly runId?: string;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** The only error the product throws on purpose. `code` is stable and kebab-case; `message` is for a person. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: Details;

  constructor(kind: ErrorKind, code: string, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}
