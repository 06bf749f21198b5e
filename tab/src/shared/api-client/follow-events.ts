import { ApiError } from './api-error.ts';
import { createSseParser, type ServerEvent } from './sse-parser.ts';

export type LinkState = 'connecting' | 'live' | 'reconnecting';

export interface Follow {
  /** Opens the stream, going on after the event of that id. Must reject when the answer is not 2xx. */
  readonly open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** Takes one event; true ends the following: nothing more will come. */
  readonly onEvent: (event: ServerEvent) => boolean;
  readonly onLink: (state: LinkState) => void;
  readonly signal: AbortSignal;
  /** Waits that long; injected so that tests do not wait. */
  readonly wait?: (ms: number) => Promise<void>;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** Refusals that no repeat will change. */
const FINAL = new Set([403, 404]);
/** A host that lost its network gives no token for a while; only a lasting refusal is final. */
const MOST_SIGNED_OUT = 6;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Follows a stream of server-sent events over fetch (EventSource cannot send the bearer token). A lost stream is
 * opened again from the last id, with growing pauses; resolves when `onEvent` says so or the signal aborts, rejects
 * on a refusal that will not change.
 */
export async function followEvents(follow: Follow): Promise<void> {
  const { signal, wait = sleep } = follow;
  let lastId: string | undefined;
  let pause = FIRST_WAIT_MS;
  let signedOut = 0;
  follow.onLink('connecting');
  while (!signal.aborted) {
    try {
      const response = await follow.open(lastId, signal);
      follow.onLink('live');
      signedOut = 0;
      const end = await drain(response, signal, (event) => {
        lastId = event.id ?? lastId;
        pause = FIRST_WAIT_MS;
        return follow.onEvent(event);
      });
      if (end) return;
    } catch (error) {
      if (isAborted(signal)) return;
      const status = error instanceof ApiError ? error.status : 0;
      if (status === 401) signedOut += 1;
      if (error instanceof ApiError) pause = Math.max(pause, (error.retryAfter ?? 0) * 1_000);
      if (FINAL.has(status) || signedOut >= MOST_SIGNED_OUT) throw error;
    }
    if (isAborted(signal)) return;
    follow.onLink('reconnecting');
    await wait(pause);
    pause = Math.min(pause * 2, LONGEST_WAIT_MS);
  }
}

/** A function, so that the compiler does not assume the signal unchanged over an await. */
const isAborted = (signal: AbortSignal) => signal.aborted;

/** Reads until the stream ends (false) or the taker has seen the last event (true). */
async function drain(response: Response, signal: AbortSignal, take: (event: ServerEvent) => boolean) {
  const reader = response.body?.getReader();
  if (reader === undefined) return false;
  const decoder = new TextDecoder();
  const parse = createSseParser();
  try {
    while (!signal.aborted) {
      const { done, value } = await reader.read();
      if (done) return false;
      for (const event of parse(decoder.decode(value, { stream: true }))) if (take(event)) return true;
    }
    return false;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
