/** The step that proves who we are, and only to Graph. */
import { SignInNeeded } from '../../ports/token-source.ts';
import { type Answer, CallFailed, type Step } from './call.ts';
import { claimsOf } from './service-error.ts';

/** Gives a token of the connected account; `claims` (JSON) forces a fresh one. @throws SignInNeeded */
export type Token = (options?: { claims?: string }) => Promise<string>;

/** The account's token, with one shared renewal however many answers ask for it (reliability-security.md F20, F21). */
export class Tokens {
  readonly #token: Token;
  #age = 0;
  #renewal: Promise<void> | undefined;

  constructor(token: Token) {
    this.#token = token;
  }

  /** Counts the renewals: an answer to an older token must not force another one. */
  get age(): number {
    return this.#age;
  }

  current(): Promise<string> {
    return ask(() => this.#token());
  }

  /** Forces a fresh token after a 401, unless that has happened since the request was sent. @throws CallFailed */
  async renew(refused: Pick<Answer, 'header' | 'tokenAge'>): Promise<void> {
    if (refused.tokenAge < this.#age) return;
    this.#renewal ??= this.#force(refused).finally(() => (this.#renewal = undefined));
    await this.#renewal;
  }

  async #force({ header }: Pick<Answer, 'header'>): Promise<void> {
    // Claims that ask for nothing still make the token source skip its cache.
    const claims = claimsOf(header('www-authenticate')) ?? '{}';
    await ask(() => this.#token({ claims }));
    this.#age += 1;
  }
}

async function ask(token: () => Promise<string>): Promise<string> {
  try {
    return await token();
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    if (cause instanceof SignInNeeded)
      throw new CallFailed('signIn', { code: cause.code, message, status: 401, claims: cause.claims, cause });
    throw new CallFailed('notSent', { code: 'tokenUnavailable', message, cause });
  }
}

/** Adds the token, and refuses to send anything to another origin than Graph's. */
export function authorise(tokens: Tokens, graphUrl: string, next: Step): Step {
  const { origin } = new URL(graphUrl);
  return async (call) => {
    if (new URL(call.url).origin !== origin)
      throw new CallFailed('notSent', {
        code: 'foreignHost',
        message: `${call.url} is not at ${origin}.`,
        repeatable: false,
      });
    const tokenAge = tokens.age;
    const authorization = `Bearer ${await tokens.current()}`;
    const answer = await next({ ...call, headers: { ...call.headers, authorization } });
    return { ...answer, tokenAge };
  };
}
