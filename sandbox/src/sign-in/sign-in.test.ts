import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  BOT,
  BOT_SECRET,
  CLIENT,
  SECRET,
  startSignIn,
  TENANT,
  type RunningSignIn,
} from './testing/start-sign-in.ts';

const GRAPH_SCOPE = 'https://graph.microsoft.com/Place.ReadWrite.All offline_access openid profile';
const OBO = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
let service: RunningSignIn;

beforeAll(async () => {
  service = await startSignIn();
});
beforeEach(() => service.signIn.reset());
afterAll(() => service.stop());

const onBehalfOf = async (changes: Record<string, string> = {}, user = 'admin') =>
  service.trade({
    grant_type: OBO,
    requested_token_use: 'on_behalf_of',
    client_id: CLIENT,
    client_secret: SECRET,
    scope: GRAPH_SCOPE,
    assertion: changes['assertion'] ?? (await service.token({ user, mfa: changes['mfa'] === 'yes' })),
    ...changes,
  });
const refresh = (refreshToken: unknown, changes: Record<string, string> = {}) =>
  service.trade({
    grant_type: 'refresh_token',
    client_id: CLIENT,
    client_secret: SECRET,
    scope: GRAPH_SCOPE,
    refresh_token: String(refreshToken),
    ...changes,
  });
const getJson = async (path: string) =>
  (await (await fetch(`${service.url}${path}`)).json()) as Record<string, unknown>;

describe('discovery', () => {
  it('names the endpoints of the tenant and an issuer that its tokens carry', async () => {
    const document = await getJson(`/${TENANT}/v2.0/.well-known/openid-configuration`);
    const token = decodeJwt(await service.token({ user: 'viewer' }));
    expect(document).toMatchObject({
      issuer: `${service.url}/${TENANT}/v2.0`,
      token_endpoint: `${service.url}/${TENANT}/oauth2/v2.0/token`,
      jwks_uri: `${service.url}/${TENANT}/discovery/v2.0/keys`,
    });
    expect(token.iss).toBe(document['issuer']);
    const shared = await getJson('/common/v2.0/.well-known/openid-configuration');
    expect(shared['issuer']).toBe(`${service.url}/{tenantid}/v2.0`);
  });

  it('publishes keys that verify its tokens, and keeps or forgets old ones on rotation', async () => {
    const before = await service.token({ user: 'admin' });
    await service.control('keys/rotate');
    const keys = (await getJson(`/${TENANT}/discovery/v2.0/keys`)) as unknown as JSONWebKeySet;
    await expect(jwtVerify(before, createLocalJWKSet(keys))).resolves.toBeTruthy();
    await service.control('keys/rotate', { forgetOld: true });
    const fewer = (await getJson(`/${TENANT}/discovery/v2.0/keys`)) as unknown as JSONWebKeySet;
    expect(fewer.keys).toHaveLength(1);
    expect(fewer.keys[0]).not.toHaveProperty('d');
    await expect(jwtVerify(before, createLocalJWKSet(fewer))).rejects.toThrow();
  });
});

describe('POST /_sandbox/token', () => {
  it('gives a tab token with the roles of the person and with the time that was asked for', async () => {
    const claims = decodeJwt(await service.token({ user: 'operator', expiresIn: 120 }));
    expect(claims).toMatchObject({
      aud: CLIENT,
      tid: TENANT,
      scp: 'access_as_user',
      roles: ['Places.Operator'],
      azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346',
      ver: '2.0',
    });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(120);
  });

  it('puts outsider into another directory, and obeys audience, tenant, expiresIn and claims', async () => {
    expect(decodeJwt(await service.token({ user: 'outsider' }))['tid']).not.toBe(TENANT);
    expect(decodeJwt(await service.token({ user: 'admin', audience: 'graph' })).aud).toBe(
      'https://graph.microsoft.com',
    );
    const odd = decodeJwt(await service.token({ user: 'admin', audience: 'x', expiresIn: -90, tenant: 't' }));
    expect(odd).toMatchObject({ aud: 'x', tid: 't', iss: `${service.url}/t/v2.0` });
    expect(odd.exp ?? 0).toBeLessThan(Date.now() / 1000);
    const changed = decodeJwt(await service.token({ user: 'admin', claims: { scp: null, azp: 'other' } }));
    expect(changed).not.toHaveProperty('scp');
    expect(changed['azp']).toBe('other');
    await expect(service.token({ user: 'nobody' })).rejects.toThrow('404');
  });
});

describe('on-behalf-of', () => {
  it('gives a Graph token of the person and a refresh token that gives more', async () => {
    const first = await onBehalfOf();
    expect(first.status).toBe(200);
    const answer = await service.signIn.verifyGraphToken(`Bearer ${String(first.body['access_token'])}`);
    expect(answer).toMatchObject({
      ok: true,
      caller: {
        tenantId: TENANT,
        scopes: ['Place.ReadWrite.All'],
        directoryRoles: ['Exchange Administrator'],
      },
    });
    const second = await refresh(first.body['refresh_token']);
    expect(second.status).toBe(200);
    expect(second.body['refresh_token']).toBeTruthy();
  });

  it('gives no refresh token when offline_access was not asked for', async () => {
    const answer = await onBehalfOf({ scope: 'https://graph.microsoft.com/Place.ReadWrite.All' });
    expect(answer.body).not.toHaveProperty('refresh_token');
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 7000215],
    ['an unknown application', { client_id: 'nobody' }, 400, 700016],
    ['a token for Graph as assertion', { audience: 'graph' }, 400, 500131],
    ['an expired assertion', { expiresIn: '-400' }, 400, 500133],
    ['garbage as assertion', { assertion: 'a.b.c' }, 400, 50013],
    ['an ID token as assertion', { kind: 'id' }, 400, 50013],
    ['a permission that does not exist', { scope: 'https://graph.microsoft.com/Nothing.All' }, 400, 70011],
    ['no requested_token_use', { requested_token_use: '' }, 400, 90014],
  ])('refuses %s', async (_name, changes: Record<string, string>, status, number) => {
    const { audience, expiresIn, kind, ...form } = changes;
    const assertion =
      form['assertion'] ??
      (await service.token({
        user: 'admin',
        ...(audience === undefined ? {} : { audience }),
        ...(expiresIn === undefined ? {} : { expiresIn: Number(expiresIn) }),
        ...(kind === undefined ? {} : { kind }),
      }));
    const answer = await onBehalfOf({ ...form, assertion });
    expect(answer.status).toBe(status);
    expect(answer.body['error_codes']).toEqual([number]);
    expect(answer.body['error_description']).toContain(`AADSTS${number}`);
  });

  it('refuses another directory: the application is not there', async () => {
    const { tenantId } = service.signIn.people.find('outsider') ?? { tenantId: '' };
    const form = { grant_type: OBO, client_id: CLIENT, client_secret: SECRET };
    expect((await service.trade(form, tenantId)).body['error_codes']).toEqual([700016]);
    expect((await service.trade(form, 'nowhere')).body['error_codes']).toEqual([90002]);
  });
});

describe('what an administrator or Microsoft does to a session', () => {
  const session = async () => (await onBehalfOf()).body;

  it('F23 consent withdrawn: 65001 with suberror consent_required, until it is given again', async () => {
    const before = await session();
    await service.control('consent', { granted: false });
    const refused = await refresh(before['refresh_token']);
    expect(refused.body).toMatchObject({ error_codes: [65001], suberror: 'consent_required' });
    await service.control('consent', { granted: true });
    expect((await refresh(before['refresh_token'])).status).toBe(200);
  });

  it('F22 revoked, disabled, deleted: 50173, 50057, 50034', async () => {
    const before = await session();
    await service.control('people/admin', { disabled: true });
    expect((await refresh(before['refresh_token'])).body['error_codes']).toEqual([50057]);
    await service.control('people/admin', { disabled: false, deleted: true });
    expect((await refresh(before['refresh_token'])).body['error_codes']).toEqual([50034]);
    await service.control('people/admin', { deleted: false });
    await service.control('people/admin/revoke');
    expect((await refresh(before['refresh_token'])).body['error_codes']).toEqual([50173]);
    expect((await session())['access_token']).toBeTruthy();
  });

  it('F23 secret expired and application disabled: 7000222, 7000112', async () => {
    const before = await session();
    await service.control('app', { secretExpired: true });
    expect((await refresh(before['refresh_token'])).body['error_codes']).toEqual([7000222]);
    await service.control('app', { secretExpired: false, disabled: true });
    expect((await refresh(before['refresh_token'])).body['error_codes']).toEqual([7000112]);
  });

  it('F21 an interactive challenge is satisfied by a second factor only', async () => {
    const before = await session();
    await service.control('people/admin/challenge', { interactive: true });
    const refused = await refresh(before['refresh_token']);
    expect(refused.body).toMatchObject({ error: 'interaction_required', error_codes: [50079] });
    expect(JSON.parse(String(refused.body['claims']))).toHaveProperty('access_token');
    expect((await onBehalfOf()).status).toBe(400);
    expect((await onBehalfOf({ mfa: 'yes' })).status).toBe(200);
  });

  it('refuses a refresh token that was changed, of another application, or too old', async () => {
    const before = await session();
    const token = String(before['refresh_token']);
    expect((await refresh(`${token.slice(0, -3)}abc`)).body['error_codes']).toEqual([70000]);
    const asBot = await refresh(token, { client_id: BOT, client_secret: BOT_SECRET });
    expect(asBot.body['error_codes']).toEqual([70000]);
    await service.control('clock', { skewSeconds: 91 * 86_400 });
    expect((await refresh(token)).body['error_codes']).toEqual([70008]);
  });
});

describe('verifyGraphToken', () => {
  const graphToken = async () => `Bearer ${String((await onBehalfOf()).body['access_token'])}`;

  it('refuses no token, a tab token, an expired one and a changed one', async () => {
    const { signIn } = service;
    expect(await signIn.verifyGraphToken(undefined)).toMatchObject({ ok: false, status: 401 });
    const tab = await service.token({ user: 'admin' });
    expect(await signIn.verifyGraphToken(`Bearer ${tab}`)).toMatchObject({ ok: false, status: 401 });
    const old = await service.token({ user: 'admin', audience: 'graph', expiresIn: -1 });
    expect(await signIn.verifyGraphToken(`Bearer ${old}`)).toMatchObject({ ok: false, status: 401 });
    const good = await graphToken();
    expect(await signIn.verifyGraphToken(`${good}x`)).toMatchObject({ ok: false, status: 401 });
  });

  it('F24 sees a role that was taken away at once', async () => {
    const token = await graphToken();
    await service.control('people/admin', { directoryRoles: [] });
    expect(await service.signIn.verifyGraphToken(token)).toMatchObject({ caller: { directoryRoles: [] } });
  });

  it('F21 challenges tokens from before a revocation, with claims; a fresh one passes', async () => {
    const claims = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });
    const first = await onBehalfOf({ claims });
    await service.control('people/admin/challenge');
    const refused = await service.signIn.verifyGraphToken(`Bearer ${String(first.body['access_token'])}`);
    expect(refused).toMatchObject({ ok: false, status: 401, code: 'InvalidAuthenticationToken' });
    expect('wwwAuthenticate' in refused && refused.wwwAuthenticate).toMatch(
      /insufficient_claims.*claims="[\w=+/]+"/,
    );
    const second = await refresh(first.body['refresh_token'], { claims });
    const passed = await service.signIn.verifyGraphToken(`Bearer ${String(second.body['access_token'])}`);
    expect(passed.ok).toBe(true);
  });
});

describe('client credentials', () => {
  it('gives the bot a token for the Bot Framework and nobody a permission on Graph', async () => {
    const form = { grant_type: 'client_credentials', scope: 'https://api.botframework.com/.default' };
    const bot = await service.trade({ ...form, client_id: BOT, client_secret: BOT_SECRET });
    expect(decodeJwt(String(bot.body['access_token']))).toMatchObject({
      aud: 'https://api.botframework.com',
      appid: BOT,
      idtyp: 'app',
    });
    const wrong = await service.trade({ ...form, client_id: CLIENT, client_secret: SECRET });
    expect(wrong.body['error_codes']).toEqual([500011]);
    const scope = 'https://graph.microsoft.com/.default';
    const app = await service.trade({ ...form, scope, client_id: CLIENT, client_secret: SECRET });
    const answer = await service.signIn.verifyGraphToken(`Bearer ${String(app.body['access_token'])}`);
    expect(answer).toMatchObject({ ok: true, caller: { appOnly: true, scopes: [] } });
  });
});

describe('authorize', () => {
  const verifier = 'v'.repeat(64);
  const address = (changes: Record<string, string> = {}) => {
    const query = new URLSearchParams({
      client_id: CLIENT,
      response_type: 'code',
      redirect_uri: 'http://localhost:3978/auth-end.html',
      scope: `api://localhost/${CLIENT}/access_as_user openid offline_access`,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'abc',
      login_hint: 'viewer@contoso.example',
      ...changes,
    });
    return `${service.url}/${TENANT}/oauth2/v2.0/authorize?${query.toString()}`;
  };
  const visit = async (changes?: Record<string, string>) => {
    const response = await fetch(address(changes), { redirect: 'manual' });
    const location = response.headers.get('location');
    return {
      status: response.status,
      text: await response.text(),
      back: location ? new URL(location) : null,
    };
  };
  const redeem = (code: string, codeVerifier = verifier) =>
    service.trade({
      grant_type: 'authorization_code',
      client_id: CLIENT,
      code,
      code_verifier: codeVerifier,
      redirect_uri: 'http://localhost:3978/auth-end.html',
    });

  it('asks for consent to the tab where it was taken back, and for no code without it', async () => {
    const control = (path: string, body: object) =>
      fetch(`${service.url}/_sandbox/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    await control('consent', { to: 'tab', granted: false });
    expect((await control('token', { user: 'viewer', silent: true })).status).toBe(403);
    expect((await visit({ prompt: 'none' })).back?.searchParams.get('error')).toBe('consent_required');
    expect((await visit({ consent: 'no' })).back?.searchParams.get('error')).toBe('access_denied');
    const asked = await visit();
    expect([asked.back, asked.text]).toEqual([null, expect.stringContaining('Accept')]);
    const given = (await visit({ consent: 'yes' })).back?.searchParams.get('code') ?? '';
    expect((await redeem(given)).body['access_token']).toEqual(expect.any(String));
    expect((await control('token', { user: 'viewer', silent: true })).status).toBe(200);
  });

  it('sends a code that is good once and with the right verifier only', async () => {
    const first = (await visit()).back;
    expect(first?.searchParams.get('state')).toBe('abc');
    const code = first?.searchParams.get('code') ?? '';
    const tokens = await redeem(code);
    expect(decodeJwt(String(tokens.body['access_token']))).toMatchObject({ aud: CLIENT, azp: CLIENT });
    expect(decodeJwt(String(tokens.body['id_token']))['preferred_username']).toBe('viewer@contoso.example');
    expect((await redeem(code)).body['error_codes']).toEqual([70000]);
    const second = (await visit()).back?.searchParams.get('code') ?? '';
    expect((await redeem(second, 'w'.repeat(64))).body['error_codes']).toEqual([501481]);
  });

  it('shows who can sign in when no hint is given, and answers prompt=none with login_required', async () => {
    const picker = await fetch(address().replace(/&login_hint=[^&]*/, ''), { redirect: 'manual' });
    expect(await picker.text()).toContain('Kim Viewer');
    const silent = await fetch(`${address({ prompt: 'none' }).replace(/&login_hint=[^&]*/, '')}`, {
      redirect: 'manual',
    });
    expect(silent.headers.get('location')).toContain('error=login_required');
  });

  it.each([
    ['no PKCE', { code_challenge: '' }],
    ['a redirect to another machine', { redirect_uri: 'https://evil.example/' }],
    ['another application', { client_id: 'x' }],
    ['the implicit flow', { response_type: 'token' }],
  ])('refuses %s without redirecting', async (_name, changes) => {
    const answer = await visit(changes);
    expect(answer.status).toBe(400);
    expect(answer.back).toBeNull();
  });

  it('sends outsiders and disabled people back with an error', async () => {
    const outsider = await visit({ login_hint: 'outsider', response_mode: 'fragment' });
    expect(outsider.back?.hash).toContain('AADSTS50020');
    await service.control('people/viewer', { disabled: true });
    expect((await visit()).back?.searchParams.get('error')).toBe('access_denied');
  });

  it('gives consent through the admin consent page', async () => {
    await service.control('consent', { granted: false });
    const query = `client_id=${CLIENT}&redirect_uri=${encodeURIComponent('http://localhost:3978/')}&accept=yes`;
    await fetch(`${service.url}/${TENANT}/v2.0/adminconsent?${query}`, { redirect: 'manual' });
    expect((await onBehalfOf()).status).toBe(200);
  });
});

describe('a restart', () => {
  it('keeps keys, people and refresh tokens in the state folder', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'sign-in-'));
    const first = await startSignIn({ stateDir });
    const keys = first.signIn.keys.published();
    await first.control('people/viewer', { disabled: true });
    const sealed = await first.trade({
      grant_type: OBO,
      requested_token_use: 'on_behalf_of',
      client_id: CLIENT,
      client_secret: SECRET,
      scope: GRAPH_SCOPE,
      assertion: await first.token({ user: 'admin' }),
    });
    await first.stop();
    const second = await startSignIn({ stateDir });
    expect(second.signIn.keys.published()).toEqual(keys);
    expect(second.signIn.people.find('viewer')?.disabled).toBe(true);
    const renewed = await second.trade({
      grant_type: 'refresh_token',
      client_id: CLIENT,
      client_secret: SECRET,
      scope: GRAPH_SCOPE,
      refresh_token: String(sealed.body['refresh_token']),
    });
    expect(renewed.status).toBe(200);
    await second.stop();
    rmSync(stateDir, { recursive: true });
  });
});
