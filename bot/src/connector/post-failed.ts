/** Why a message could not be delivered, in the terms of what to do next (F60-F62). */
export type PostTrouble = 'again' | 'broken' | 'tooLarge' | 'gone' | 'refused';

export class PostFailed extends Error {
  readonly trouble: PostTrouble;
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(trouble: PostTrouble, code: string, cause: unknown, retryAfterMs?: number) {
    super(`The Bot Connector answered ${code}.`, { cause });
    this.trouble = trouble;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Runs a call to the connector. @throws PostFailed instead of what the client throws */
export async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PostFailed ? error : troubleOf(error);
  }
}

interface RestError {
  readonly statusCode?: number;
  readonly code?: string;
  readonly body?: { readonly error?: { readonly code?: string } };
  readonly response?: { readonly headers?: { get(name: string): string | undefined } };
}

/** Teams names 412, 429, 502 and 504 as worth another try; no answer at all is one, too. */
function troubleOf(error: unknown): PostFailed {
  const { statusCode, code: own, body, response } = error as RestError;
  const code = body?.error?.code ?? own ?? String(statusCode ?? 'no answer');
  const seconds = Number(response?.headers?.get('retry-after'));
  const retryAfterMs = seconds > 0 ? seconds * 1000 : undefined;
  // Not the error itself: it carries the request with our token.
  return new PostFailed(kindOf(statusCode, code), code, new Error((error as Error).message), retryAfterMs);
}

const BY_CODE = new Map<string, PostTrouble>([
  ['MessageSizeTooBig', 'tooLarge'],
  ['ActivityNotFound', 'gone'],
  ['BotNotInConversationRoster', 'broken'],
  ['ConversationBlockedByUser', 'broken'],
  ['BotDisabledByAdmin', 'broken'],
  ['MessageWritesBlocked', 'broken'],
  ['ConversationNotFound', 'broken'],
]);
const BY_STATUS = new Map<number, PostTrouble>([
  [400, 'refused'],
  [401, 'refused'],
  [403, 'broken'],
  [404, 'broken'],
  [413, 'tooLarge'],
]);

const kindOf = (status: number | undefined, code: string): PostTrouble =>
  BY_CODE.get(code) ?? BY_STATUS.get(status ?? 0) ?? 'again';
