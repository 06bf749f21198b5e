/** One HTTP exchange with Graph, as the steps of the middleware chain hand it on. */
import type { ServiceError } from '../../ports/place-directory.ts';

/** A request on its way out. */
export interface Call {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends waits before and between tries; a request already on the wire is not cut off. */
  readonly signal?: AbortSignal;
}

/** What came back: of a request, or of one item of a `$batch`. */
export interface Answer {
  readonly status: number;
  /** Case-insensitive. */
  readonly header: (name: string) => string | null;
  /** Parsed JSON; undefined when there was none. */
  readonly body: unknown;
  readonly clientRequestId: string;
  /** Which renewal of the token it was sent with; see {@link Tokens}. */
  readonly tokenAge: number;
}

/** One step of the chain: most wrap the next one. */
export type Step = (call: Call) => Promise<Answer>;

/**
 * How a call ended without an answer of Graph that can be used.
 * - `notSent`: no connection or no token; Microsoft saw nothing.
 * - `lost`: it may have been carried out.
 * - `closed`: throttled for longer than a call may wait; not sent.
 * - `signIn`: no token without the account signing in again; not sent.
 * - `aborted`: the caller gave up while it waited; not sent.
 */
type Failure = 'notSent' | 'lost' | 'closed' | 'signIn' | 'aborted';

interface FailureDetails {
  readonly code: string;
  readonly message: string;
  readonly status?: number;
  readonly requestId?: string | null;
  readonly clientRequestId?: string;
  readonly claims?: string | undefined;
  /** false: the same request would fail the same way. Default true. */
  readonly repeatable?: boolean;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

export class CallFailed extends Error {
  readonly how: Failure;
  readonly error: ServiceError;
  readonly repeatable: boolean;
  readonly retryAfterMs: number;

  constructor(how: Failure, details: FailureDetails) {
    super(details.message, { cause: details.cause });
    this.name = 'CallFailed';
    this.how = how;
    this.repeatable = details.repeatable ?? true;
    this.retryAfterMs = details.retryAfterMs ?? 0;
    this.error = {
      status: details.status ?? null,
      code: details.code,
      message: details.message,
      requestId: details.requestId ?? null,
      clientRequestId: details.clientRequestId ?? null,
      ...(details.claims !== undefined && { claims: details.claims }),
    };
  }
}

/** The answer, or the failure as a value; everything else stays an exception. */
export async function outcomeOf(answer: Promise<Answer>): Promise<Answer | CallFailed> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof CallFailed) return error;
    throw error;
  }
}
