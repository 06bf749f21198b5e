/** The last step of the chain: one HTTP request with every cap on it (reliability-security.md F06, F07, F17). */
import { Agent, type fetch as undiciFetch } from 'undici';
import { type Answer, type Call, CallFailed, type Step } from './call.ts';
import type { GraphLimits } from './limits.ts';

export type Fetch = typeof undiciFetch;
type Raw = Awaited<ReturnType<Fetch>>;

interface Options {
  readonly fetch: Fetch;
  readonly newId: () => string;
  readonly limits: GraphLimits;
}

/** Sends with keep-alive, a fresh `client-request-id`, no redirects, a total time and a largest size. */
export function transport({ fetch, newId, limits }: Options): Step {
  const dispatcher = new Agent({
    connections: limits.inFlight,
    connect: { timeout: limits.connectTimeoutMs },
  });
  return async (call) => {
    const clientRequestId = newId();
    try {
      const raw = await fetch(call.url, {
        method: call.method,
        headers: { ...call.headers, accept: 'application/json', 'client-request-id': clientRequestId },
        body: call.body ?? null,
        redirect: 'manual',
        signal: AbortSignal.timeout(limits.timeoutMs),
        dispatcher,
      });
      return await read(call, raw, clientRequestId, limits.answerBytes);
    } catch (error) {
      throw error instanceof CallFailed ? error : connectionFailure(error, clientRequestId);
    }
  };
}

async function read(call: Call, raw: Raw, clientRequestId: string, largest: number): Promise<Answer> {
  const { status } = raw;
  const header = (name: string) => raw.headers.get(name);
  const lost = (code: string, message: string, repeatable = true) => {
    const requestId = header('request-id');
    return new CallFailed('lost', { code, message, status, requestId, clientRequestId, repeatable });
  };
  if (status >= 300 && status < 400) {
    await raw.body?.cancel();
    throw lost('redirectRefused', `A redirect to ${header('location') ?? 'nowhere'} was refused.`, false);
  }
  const text = await readText(raw, largest);
  if (text === null) throw lost('answerTooLarge', `The answer has more than ${largest} bytes.`, false);
  const body = parsed(text);
  const problem = status < 300 ? problemOf(call, text, body, header('content-type') ?? 'of no type') : null;
  if (problem) throw lost(problem.code, problem.message);
  return { status, header, body, clientRequestId, tokenAge: 0 };
}

/** Why a "yes" is not one of Graph's. A "no" counts without a readable body. */
function problemOf(call: Call, text: string, body: unknown, type: string) {
  if (text === '')
    return call.method === 'GET' ? { code: 'emptyAnswer', message: 'The answer is empty.' } : null;
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type)) {
    const message = `The answer is ${type}, not JSON: something else than Microsoft Graph answered.`;
    return { code: 'notJson', message };
  }
  return body === undefined ? { code: 'brokenJson', message: 'The answer is cut off.' } : null;
}

/** null when it is too large; the rest is not read then. */
async function readText(raw: Raw, largest: number): Promise<string | null> {
  if (raw.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of raw.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    // Leaving the loop cancels the stream.
    if (bytes > largest) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

interface Cause {
  readonly code?: unknown;
  readonly syscall?: unknown;
  readonly errors?: readonly unknown[];
}

/** The innermost error: fetch wraps what happened, and one try per address is wrapped again. */
function rootOf(error: unknown): Error & Cause {
  let root = error as Error & Cause;
  for (let depth = 0; depth < 5; depth += 1) {
    const inner = root.errors?.[0] ?? root.cause;
    if (!(inner instanceof Error)) break;
    root = inner;
  }
  return root;
}

const NO_TRUST = /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** Whether the request can have reached anybody decides what may be done next. */
function connectionFailure(error: unknown, clientRequestId: string): CallFailed {
  const root = rootOf(error);
  const timedOut = root.name === 'TimeoutError';
  const code = timedOut ? 'timeout' : typeof root.code === 'string' ? root.code : root.name;
  const notSent =
    root.syscall === 'connect' ||
    root.syscall === 'getaddrinfo' ||
    code === 'UND_ERR_CONNECT_TIMEOUT' ||
    NO_TRUST.test(code);
  const message = timedOut ? 'No complete answer came in time.' : `The connection failed: ${root.message}`;
  return new CallFailed(notSent ? 'notSent' : 'lost', { code, message, clientRequestId, cause: error });
}
