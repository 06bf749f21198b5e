import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  CLIENT,
  SECRET,
  startSignIn,
  TENANT,
  type RunningSignIn,
} from '../../../../sandbox/src/sign-in/testing/start-sign-in.ts';
import { AppError } from '../../core/model/app-error.ts';
import type { TenantId } from '../../core/model/place.ts';
import { SignInNeeded } from '../../ports/token-source.ts';
import { createMsalTokenSource, type MsalTokenSourceOptions } from './msal-token-source.ts';
import { memoryTokenCache, type MemoryTokenCache } from './testing/memory-token-cache.ts';
import { selfSignedPem } from './testing/self-signed.ts';
import { rotateTokenCaches } from './token-vault.ts';

const tenant = TENANT as TenantId;
const START = Date.parse('2026-03-27T08:00:00Z');
const HOUR = 3_600_000;
const keys = [randomBytes(32)];
let service: RunningSignIn;
let cache: MemoryTokenCache;
let tokens: ReturnType<typeof createMsalTokenSource>;

const optionsWith = (changes: Partial<MsalTokenSourceOptions> = {}): MsalTokenSourceOptions => ({
  signInUrl: service.url,
  tenantId: TENANT,
  clientId: CLIENT,
  clientSecret: SECRET,
  graphUrl: service.url,
  cache,
  keys,
  clock: { now: () => new Date(), wait: () => Promise.resolve() },
  ...changes,
});
const sourceWith = (changes: Partial<MsalTokenSourceOptions> = {}) =>
  createMsalTokenSource(optionsWith(changes));
const sourceWithCertificate = (certificate: string) => {
  const { clientSecret: _secret, ...options } = optionsWith({ certificate });
  return createMsalTokenSource(options);
};
const connect = async (user = 'admin', body: object = {}) =>
  tokens.connect(tenant, await service.token({ user, ...body }));
const later = (ms: number) => vi.setSystemTime(Date.now() + ms);
const refusal = async (asked: Promise<unknown>): Promise<SignInNeeded> => {
  const error: unknown = await asked.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SignInNeeded)) throw new Error(`expected a refusal, got ${String(error)}`);
  return error;
};

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  service = await startSignIn();
});
beforeEach(() => {
  vi.setSystemTime(START);
  service.signIn.reset();
  cache = memoryTokenCache();
  tokens = sourceWith();
});
afterEach(() => service.requests.splice(0));
afterAll(async () => {
  vi.useRealTimers();
  await service.stop();
});

describe('connecting an account', () => {
  it('makes the person of a tab token the connected account, for Place.ReadWrite.All alone', async () => {
    const account = await connect();
    expect(account).toEqual({
      tenantId: TENANT,
      userId: '00000001-5a4d-4c1e-8b5e-000000000001',
      name: 'Alex Admin',
      connectedAt: new Date(START).toISOString(),
    });
    expect(await tokens.account(tenant)).toEqual(account);
    const claims = decodeJwt(await tokens.graphToken(tenant));
    expect(claims).toMatchObject({
      aud: 'https://graph.microsoft.com',
      scp: 'Place.ReadWrite.All',
      xms_cc: ['cp1'],
    });
  });

  it.each([
    ['https://graph.microsoft.us', 'https://graph.microsoft.us'],
    ['https://microsoftgraph.chinacloudapi.cn/', 'https://microsoftgraph.chinacloudapi.cn'],
    ['http://127.0.0.1:5', 'https://graph.microsoft.com'],
  ])('asks for the Graph of the cloud: %s', async (graphUrl, audience) => {
    tokens = sourceWith({ graphUrl });
    await connect();
    expect(decodeJwt(await tokens.graphToken(tenant)).aud).toBe(audience);
  });

  it('C26 proves itself with a certificate instead of a secret, and only with the registered one', async () => {
    const certificate = selfSignedPem('places-sync.contoso.example');
    await service.control('app', { certificatePem: certificate, secretExpired: true });
    tokens = sourceWithCertificate(certificate);
    await connect();
    later(2 * HOUR);
    expect(await tokens.graphToken(tenant)).toBeTruthy();
    tokens = sourceWithCertificate(selfSignedPem('places-sync.contoso.example'));
    expect((await refusal(connect())).code).toBe('secret-wrong');
  });

  it('nothing is connected at first, and after disconnecting nothing is left', async () => {
    expect(await tokens.account(tenant)).toBeNull();
    expect((await refusal(tokens.graphToken(tenant))).code).toBe('not-connected');
    await connect();
    await tokens.disconnect(tenant);
    expect(cache.rows.size).toBe(0);
    expect((await refusal(tokens.graphToken(tenant))).code).toBe('not-connected');
  });

  it('F25 refuses another directory before anything is sent', async () => {
    const outsider = await service.token({ user: 'outsider' });
    const other = '9c2e7b14-64f0-4d0a-b8a1-3f5c1d2e7a90' as TenantId;
    const admin = await service.token({ user: 'admin' });
    for (const [id, token] of [
      [other, outsider],
      [other, admin],
      [tenant, outsider],
      [tenant, 'no token'],
    ] as const) {
      expect((await refusal(tokens.connect(id, token))).code).toBe('wrong-tenant');
    }
    expect(service.requests).toEqual([]);
    expect(cache.rows.size).toBe(0);
  });

  it('C25 tokens nobody used for 90 days are wiped', async () => {
    await connect();
    later(91 * 24 * HOUR);
    expect(await tokens.account(tenant)).toBeNull();
    expect(cache.rows.size).toBe(0);
  });
});

it('C18 says which directory roles the account came with', async () => {
  await connect();
  expect(await tokens.roleTemplates(tenant)).toEqual(['29232cdf-9323-42fd-ade2-1d097af3e4de']);
  await service.control('people/admin', { directoryRoles: [] });
  service.requests.splice(0);
  expect(await tokens.roleTemplates(tenant)).toHaveLength(1);
  expect(service.requests).toEqual([]);
  expect(await tokens.roleTemplates(tenant, { fresh: true })).toEqual([]);
  expect(await tokens.roleTemplates(tenant)).toEqual([]);
});

describe('F20 refreshing', () => {
  it('answers from the cache until five minutes before the end, then refreshes silently', async () => {
    await connect();
    service.requests.splice(0);
    const first = await tokens.graphToken(tenant);
    later(54 * 60_000);
    expect(await tokens.graphToken(tenant)).toBe(first);
    expect(service.requests).toEqual([]);
    later(2 * 60_000);
    const second = await tokens.graphToken(tenant);
    expect(second).not.toBe(first);
    expect((decodeJwt(second).exp ?? 0) * 1000 - Date.now()).toBeGreaterThan(5 * 60_000);
    expect(service.requests).toHaveLength(1);
  });

  it('concurrent callers share one token request', async () => {
    await connect();
    service.requests.splice(0);
    later(2 * HOUR);
    const all = await Promise.all(Array.from({ length: 40 }, () => tokens.graphToken(tenant)));
    expect(new Set(all).size).toBe(1);
    expect(service.requests).toHaveLength(1);
  });

  it('a run of three days with tokens of one hour needs nobody, over a restart and a summer time change', async () => {
    await connect();
    for (let hour = 1; hour <= 72; hour++) {
      later(HOUR);
      if (hour === 30) tokens = sourceWith();
      const answer = await service.signIn.verifyGraphToken(`Bearer ${await tokens.graphToken(tenant)}`);
      expect(answer.ok, `hour ${hour}`).toBe(true);
    }
    expect(service.requests.length).toBeLessThanOrEqual(74);
  });

  it('a disconnect during a refresh is not undone by it', async () => {
    await connect();
    later(2 * HOUR);
    const refreshing = tokens.graphToken(tenant);
    await tokens.disconnect(tenant);
    await refreshing.catch(() => undefined);
    expect(cache.rows.size).toBe(0);
  });
});

describe('F21 a claims challenge', () => {
  const challengeOf = async (token: string): Promise<string | null> => {
    const answer = await service.signIn.verifyGraphToken(`Bearer ${token}`);
    const header = answer.ok ? undefined : answer.wwwAuthenticate;
    const encoded = /claims="([^"]+)"/.exec(header ?? '')?.[1];
    return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString();
  };

  it('is met with one fresh token, past the cache', async () => {
    await connect();
    const first = await tokens.graphToken(tenant);
    later(1000);
    await service.control('people/admin/challenge');
    const claims = await challengeOf(first);
    expect(JSON.parse(claims ?? '')).toHaveProperty('access_token.nbf');
    service.requests.splice(0);
    const second = await tokens.graphToken(tenant, { claims: claims ?? '' });
    expect(await challengeOf(second)).toBeNull();
    expect(service.requests).toHaveLength(1);
    expect(await tokens.graphToken(tenant)).toBe(second);
    expect(service.requests).toHaveLength(1);
  });

  it('claims that ask for nothing still bring a fresh token, as after a 401 without a challenge', async () => {
    await connect();
    const first = await tokens.graphToken(tenant);
    later(1000);
    const second = await tokens.graphToken(tenant, { claims: '{}' });
    expect(second).not.toBe(first);
    expect(await tokens.graphToken(tenant)).toBe(second);
  });

  it('asks for the person when a second factor is wanted, with the claims to pass on', async () => {
    await connect();
    const first = await tokens.graphToken(tenant);
    later(1000);
    await service.control('people/admin/challenge', { interactive: true });
    const asked = await refusal(tokens.graphToken(tenant, { claims: (await challengeOf(first)) ?? '' }));
    expect(asked.code).toBe('claims-challenge');
    expect(JSON.parse(asked.claims ?? '')).toHaveProperty('access_token');
    expect(await tokens.account(tenant)).not.toBeNull();
    later(1000);
    await connect('admin', { mfa: true });
    expect(await challengeOf(await tokens.graphToken(tenant))).toBeNull();
  });
});

describe('what ends a connection, with the step that helps', () => {
  const afterAnHour = async (): Promise<SignInNeeded> => {
    later(HOUR);
    return refusal(tokens.graphToken(tenant));
  };

  const expectWiped = () => {
    const row = cache.rows.get(TENANT);
    expect(row?.sealed).toHaveLength(0);
    expect(JSON.stringify(row?.account)).not.toContain('Alex');
  };

  it('F22 revoked: refresh-revoked, and the row is wiped', async () => {
    await connect();
    later(1000);
    await service.control('people/admin/revoke');
    expect(await afterAnHour()).toMatchObject({ code: 'refresh-revoked' });
    expectWiped();
    expect(await tokens.problem(tenant)).toMatchObject({ code: 'refresh-revoked' });
    await connect();
    expect(await tokens.graphToken(tenant)).toBeTruthy();
    expect(await tokens.problem(tenant)).toBeNull();
  });

  it.each([
    ['disabled', { disabled: true }],
    ['deleted', { deleted: true }],
  ])(
    'F22 the account is %s: account-disabled, the row is wiped, nobody else stands in',
    async (_name, body) => {
      await connect();
      await service.control('people/admin', body);
      const asked = await afterAnHour();
      expect(asked.code).toBe('account-disabled');
      expect(asked.hint).toContain('Exchange Administrator');
      expectWiped();
      service.requests.splice(0);
      expect((await refusal(tokens.graphToken(tenant))).code).toBe('account-disabled');
      expect(service.requests).toEqual([]);
    },
  );

  it('F23 consent withdrawn: consent-required, and it goes on once consent is given again', async () => {
    await connect();
    await service.control('consent', { granted: false });
    const asked = await afterAnHour();
    expect(asked.code).toBe('consent-required');
    expect(asked.hint).toContain('Grant admin consent');
    expect(await tokens.problem(tenant)).toMatchObject({ code: 'consent-required', hint: asked.hint });
    await service.control('consent', { granted: true });
    expect(await tokens.graphToken(tenant)).toBeTruthy();
    expect(await tokens.problem(tenant)).toBeNull();
  });

  it.each([
    ['the client secret expired', { secretExpired: true }, 'secret-expired', 'CLIENT_SECRET'],
    ['the application was switched off', { disabled: true }, 'app-disabled', 'Enterprise applications'],
  ])('F23 %s', async (_name, body, code, step) => {
    await connect();
    await service.control('app', body);
    const asked = await afterAnHour();
    expect(asked.code).toBe(code);
    expect(asked.hint).toContain(step);
    expect(await tokens.account(tenant)).not.toBeNull();
  });

  it('consent missing from the start: connecting names it', async () => {
    await service.control('consent', { granted: false });
    expect((await refusal(connect())).code).toBe('consent-required');
    expect(cache.rows.size).toBe(0);
  });

  it('a wrong secret, an unknown application, and a tab token that is too old', async () => {
    const token = await service.token({ user: 'admin' });
    const code = async (changes: Partial<MsalTokenSourceOptions>, tabToken = token) =>
      (await refusal(sourceWith(changes).connect(tenant, tabToken))).code;
    expect(await code({ clientSecret: 'wrong' })).toBe('secret-wrong');
    expect(await code({ clientId: '22222222-2222-4222-8222-222222222222' })).toBe('app-unknown');
    expect(await code({}, await service.token({ user: 'admin', expiresIn: -600 }))).toBe('sign-in-outdated');
  });

  it('F17 a sign-in service that does not answer is no reason to sign in again', async () => {
    await connect();
    const away = sourceWith({ signInUrl: 'http://127.0.0.1:9' });
    later(HOUR);
    await expect(away.graphToken(tenant)).rejects.toSatisfy(
      (error) =>
        error instanceof AppError && error.code === 'sign-in-unreachable' && error.kind === 'transient',
    );
    expect(await tokens.account(tenant)).not.toBeNull();
  });
});

describe('what is stored', () => {
  it('I11 C22 holds no token in clear, in no row and in no error', async () => {
    await connect();
    const graphToken = await tokens.graphToken(tenant);
    const [row] = [...cache.rows.values()];
    const stored = JSON.stringify(row?.account) + Buffer.from(row?.sealed ?? []).toString('latin1');
    for (const secret of [graphToken.split('.')[2] ?? '', 'RefreshToken', SECRET]) {
      expect(stored).not.toContain(secret);
    }
    await service.control('people/admin', { disabled: true });
    later(HOUR);
    const asked = await refusal(tokens.graphToken(tenant));
    expect(asked.message + asked.hint + asked.stack).not.toContain(SECRET);
  });

  it('C22 a row that was changed or belongs to another account is not opened', async () => {
    await connect();
    const row = cache.rows.get(TENANT);
    const clear = row?.account as { account: object; problem: null };
    const foreign = { ...clear, account: { ...clear.account, userId: 'x' } };
    cache.rows.set(TENANT, { account: foreign, sealed: row?.sealed ?? new Uint8Array() });
    expect((await refusal(tokens.graphToken(tenant))).code).toBe('cache-unreadable');
  });

  it('C23 rotating keys: old rows open, are resealed, and then open without the old key', async () => {
    await connect();
    const both = [randomBytes(32), ...keys];
    expect(await sourceWith({ keys: both }).graphToken(tenant)).toBeTruthy();
    const clock = { now: () => new Date(), wait: () => Promise.resolve() };
    const rotate = (list = both) => rotateTokenCaches({ cache, keys: list, clock }, [tenant]);
    expect(await rotate()).toEqual({ resealed: 1, current: 0, unreadable: 0 });
    expect(await rotate()).toEqual({ resealed: 0, current: 1, unreadable: 0 });
    expect(await sourceWith({ keys: both.slice(0, 1) }).graphToken(tenant)).toBeTruthy();
    expect((await refusal(tokens.graphToken(tenant))).code).toBe('cache-unreadable');
    expect(await rotate(keys)).toEqual({
      resealed: 0,
      current: 0,
      unreadable: 1,
    });
  });
});
