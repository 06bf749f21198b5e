/** The host's own sign-in: a token for the tab without a word to the person, or Teams' code why not. */

interface TokenAnswer {
  readonly token: string;
  readonly expiresAt: string;
}

/** A token of the simulated tenant. A refusal names Teams' code. */
export async function askToken(asked: object): Promise<TokenAnswer | { refused: string }> {
  const response = await fetch('/_sandbox/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(asked),
  });
  const answer = (await response.json()) as Partial<TokenAnswer> & { problems?: string[] };
  const { token, expiresAt = '' } = answer;
  return token === undefined ? { refused: answer.problems?.join(' ') ?? 'no token' } : { token, expiresAt };
}

/**
 * The answer to `authentication.getAuthToken`. As Teams does it, a failure is an answer too: `[false, why]`. Teams in a
 * browser cannot meet a claims challenge by itself.
 */
export async function signOnSilently(person: string, claims: unknown): Promise<unknown[]> {
  if (Array.isArray(claims) && claims.length > 0) return [false, 'resourceRequiresMfa'];
  try {
    const answer = await askToken({ user: person, silent: true });
    return 'refused' in answer ? [false, answer.refused] : [true, answer.token];
  } catch (error) {
    return [false, String(error)];
  }
}
