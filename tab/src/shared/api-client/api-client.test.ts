import { describe, expect, it } from 'vitest';
import { createApiClient } from './api-client.ts';
import { ApiError, retryAfterSeconds } from './api-error.ts';

const problem = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });

function clientOf(answers: (Response | Error)[]) {
  const sent: Request[] = [];
  const asked: unknown[] = [];
  const challenges: string[] = [];
  const client = createApiClient({
    getToken: (options) => {
      asked.push(options);
      return Promise.resolve(`token-${asked.length}`);
    },
    onChallenge: (claims) => challenges.push(claims),
    fetch: (input, init) => {
      sent.push(new Request(new URL(input as string, 'http://localhost'), init));
      const answer = answers.shift();
      return answer instanceof Error || answer === undefined
        ? Promise.reject(answer!)
        : Promise.resolve(answer);
    },
    baseUrl: '',
  });
  return { client, sent, asked, challenges };
}

describe('API client', () => {
  it('answers one 401 with a fresh token and the claims of the challenge, losing no input', async () => {
    const { client, sent, asked } = clientOf([
      problem(401, {}, { 'www-authenticate': 'Bearer error="insufficient_claims", claims="abc=="' }),
      Response.json({ ok: true }),
    ]);
    const answer = await client.json('/api/plans/1/runs', { method: 'POST', body: { release: ['x'] } });
    expect(answer).toEqual({ ok: true });
    expect(asked).toEqual([undefined, { fresh: true, claims: 'abc==' }]);
    expect(sent.map((request) => request.headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
    expect(await sent[1]?.json()).toEqual({ release: ['x'] });
  });

  it('says that only the person can settle a challenge that a fresh token did not meet', async () => {
    const challenge = { 'www-authenticate': 'Bearer error="insufficient_claims", claims="abc=="' };
    const { client, challenges } = clientOf([problem(401, {}, challenge), problem(401, {}, challenge)]);
    await expect(client.json('/api/me/connection', { method: 'POST' })).rejects.toMatchObject({
      kind: 'signedOut',
    });
    expect(challenges).toEqual(['abc==']);
  });

  it('gives a second 401 to the page', async () => {
    const { client } = clientOf([problem(401, {}), problem(401, { code: 'token-expired' })]);
    await expect(client.json('/api/me')).rejects.toMatchObject({
      kind: 'signedOut',
      problem: { code: 'token-expired' },
    });
  });

  it.each([
    [409, 'conflict'],
    [413, 'tooLarge'],
    [422, 'invalid'],
    [429, 'throttled'],
    [503, 'server'],
  ])('reads a %i as %s with its problem', async (status, kind) => {
    const { client } = clientOf([problem(status, { code: 'c', detail: 'Why' }, { 'retry-after': '7' })]);
    await expect(client.json('/x')).rejects.toMatchObject({
      kind,
      status,
      message: 'Why',
      retryAfter: 7,
      problem: { code: 'c' },
    });
  });

  it('never shows the body of an answer that is no problem', async () => {
    const { client } = clientOf([new Response('<html>proxy secret</html>', { status: 502 })]);
    await expect(client.json('/x')).rejects.toMatchObject({ kind: 'server', message: 'HTTP 502' });
  });

  it('calls a lost network offline', async () => {
    const { client } = clientOf([new TypeError('fetch failed')]);
    const error: unknown = await client.json('/x').catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).kind).toBe('offline');
  });
});

describe('Retry-After', () => {
  const now = new Date('2026-01-01T00:00:00Z');
  it.each([
    ['12', 12],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30],
    ['nonsense', undefined],
    ['', undefined],
    [null, undefined],
  ])('%s', (header, seconds) => expect(retryAfterSeconds(header, now)).toBe(seconds));
});
