import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { SignJWT, type JWTPayload } from 'jose';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLIENT,
  startSignIn,
  TENANT,
  type RunningSignIn,
} from '../../../../sandbox/src/sign-in/testing/start-sign-in.ts';
import { AppError } from '../../core/model/app-error.ts';
import type { TokenCheck } from '../../ports/token-check.ts';
import { forgeTokens } from './testing/forge-tokens.ts';
import { createTokenCheck, TEAMS_CLIENTS, type TokenCheckOptions } from './token-check.ts';

const FORGED = 100_000;
const AT_ONCE = 200;
const OTHER_TENANT = '9c2e7b14-64f0-4d0a-b8a1-3f5c1d2e7a90';
let service: RunningSignIn;
let tokenCheck: TokenCheck;

const checkFor = (changes: Partial<TokenCheckOptions> = {}): TokenCheck =>
  createTokenCheck({
    signInUrl: service.url,
    tenantIds: [TENANT],
    audience: CLIENT,
    allowedClients: TEAMS_CLIENTS,
    ...changes,
  });

/** The code of the refusal, or `accepted`. */
const verdict = (header: string | undefined, check = tokenCheck): Promise<string> =>
  check.check(header).then(
    () => 'accepted',
    (error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return error.code;
    },
  );
const verdictOf = async (body: Record<string, unknown>, check = tokenCheck): Promise<string> =>
  verdict(`Bearer ${await service.token({ user: 'admin', ...body })}`, check);
const claims = (changes: Record<string, unknown>) => verdictOf({ claims: changes });
const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

beforeAll(async () => {
  service = await startSignIn();
  tokenCheck = checkFor();
});
afterAll(() => service.stop());

describe('a good token', () => {
  it('C08 C09 makes a caller of tenant, object id and app roles', async () => {
    const token = await service.token({ user: 'operator' });
    const caller = await tokenCheck.check(`Bearer ${token}`);
    expect(caller).toMatchObject({
      tenantId: TENANT,
      userId: '00000002-5a4d-4c1e-8b5e-000000000002',
      name: 'Robin Operator',
      roles: ['Places.Operator'],
    });
    expect(caller.token).toBe(token);
  });

  it('C08 the same name and address with another object id is another person', async () => {
    const other = await service.token({
      user: 'admin',
      claims: { oid: '11111111-1111-4111-8111-111111111111' },
    });
    const caller = await tokenCheck.check(`Bearer ${other}`);
    expect(caller.name).toBe('Alex Admin');
    expect(caller.userId).toBe('11111111-1111-4111-8111-111111111111');
  });

  it('C09 roles that are not ours mean nothing, no roles means none', async () => {
    const odd = await service.token({ user: 'admin', claims: { roles: ['Places.Root', 'Places.Viewer'] } });
    expect((await tokenCheck.check(`Bearer ${odd}`)).roles).toEqual(['Places.Viewer']);
    const none = await service.token({ user: 'ada' });
    expect((await tokenCheck.check(`Bearer ${none}`)).roles).toEqual([]);
  });

  it('C10 C41 never shows its token in JSON, in a spread or in a log line', async () => {
    const token = await service.token({ user: 'admin' });
    const caller = await tokenCheck.check(`Bearer ${token}`);
    const [, , signature = ''] = token.split('.');
    for (const shown of [JSON.stringify(caller), inspect(caller), JSON.stringify({ ...caller })]) {
      expect(shown).not.toContain(signature.slice(0, 20));
    }
  });
});

describe('named refusals', () => {
  it.each([undefined, ''])('a missing header: token-missing', async (header) => {
    expect(await verdict(header)).toBe('token-missing');
  });

  it.each([
    ['another scheme', 'Basic YTpi'],
    ['no token', 'Bearer'],
    ['two parts', 'Bearer a.b'],
    ['five parts: an encrypted token', 'Bearer a.b.c.d.e'],
    ['two tokens', 'Bearer a b.c.d'],
    ['20,000 letters', `Bearer ${'a'.repeat(20_000)}`],
  ])('a header that is no bearer token (%s): token-malformed', async (_name, header) => {
    expect(await verdict(header)).toBe('token-malformed');
  });

  it('C01 none, HMAC with the public key, and other algorithms: token-algorithm', async () => {
    const [header = '', payload = '', signature = ''] = (await service.token({ user: 'admin' })).split('.');
    const original = JSON.parse(Buffer.from(header, 'base64url').toString()) as object;
    for (const alg of ['none', 'None', 'HS256', 'RS384', 'RS512', 'PS256', 'ES256', null]) {
      const changed = Buffer.from(JSON.stringify({ ...original, alg })).toString('base64url');
      expect(await verdict(`Bearer ${changed}.${payload}.${signature}`), String(alg)).toBe('token-algorithm');
    }
  });

  it('C01 a twin of the signature with other unused bits: token-malformed', async () => {
    const token = await service.token({ user: 'admin' });
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const last = alphabet.indexOf(token.at(-1) ?? '');
    const twin = token.slice(0, -1) + (alphabet[last ^ 1] ?? '');
    expect(Buffer.from(twin.split('.')[2] ?? '', 'base64url')).toEqual(
      Buffer.from(token.split('.')[2] ?? '', 'base64url'),
    );
    expect(await verdict(`Bearer ${twin}`)).toBe('token-malformed');
  });

  it('C02 a key of its own in the header or an address of one: token-signature, and nobody calls it', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const jwk = publicKey.export({ format: 'jwk' });
    const [published] = service.signIn.keys.published().keys;
    const calls: string[] = [];
    const check = checkFor({
      fetch: (input, init) => {
        calls.push(input instanceof Request ? input.url : String(input));
        return fetch(input, init);
      },
    });
    const real = await service.token({ user: 'admin' });
    const body = JSON.parse(Buffer.from(real.split('.')[1] ?? '', 'base64url').toString()) as JWTPayload;
    const headers = [
      { jwk },
      { jku: 'http://evil.example/k' },
      { x5u: 'http://evil.example/k' },
      { x5c: ['MIIB'] },
    ];
    for (const extra of headers) {
      for (const kid of [published?.kid ?? '', 'own']) {
        const forged = await new SignJWT(body)
          .setProtectedHeader({ alg: 'RS256', kid, ...extra })
          .sign(privateKey);
        expect(await verdict(`Bearer ${forged}`, check)).toBe('token-signature');
      }
    }
    expect(new Set(calls)).toEqual(new Set([`${service.url}/${TENANT}/discovery/v2.0/keys`]));
  });

  it.each([
    ['Graph', 'graph'],
    ['the bot', 'b07f3e19-5c2d-4a8b-9f36-1e7d8c4a2b55'],
    ['a sister application', '33333333-3333-4333-8333-333333333333'],
    ['the App-ID URI in a v2.0 token', `api://localhost/${CLIENT}`],
  ])('C03 a token for %s is refused', async (_name, audience) => {
    expect(await verdictOf({ audience })).toBe('token-audience');
  });

  it('C03 a v1.0 token is for the App-ID URI only, and only when there is one', async () => {
    const appIdUri = `api://localhost/${CLIENT}`;
    const v1 = {
      ver: '1.0',
      iss: `https://sts.windows.net/${TENANT}/`,
      aud: appIdUri,
      azp: null,
      appid: TEAMS_CLIENTS[0],
    };
    expect(await claims(v1)).toBe('token-audience');
    const withUri = checkFor({ appIdUri });
    expect(await verdictOf({ claims: v1 }, withUri)).toBe('accepted');
    expect(await verdictOf({ claims: { ...v1, aud: CLIENT } }, withUri)).toBe('token-audience');
    expect(await verdictOf({ claims: { ...v1, aud: `${appIdUri}/` } }, withUri)).toBe('token-audience');
    expect(await verdictOf({ claims: { ...v1, appid: 'x' } }, withUri)).toBe('token-client');
  });

  it('C04 F25 another directory, and an issuer that is not the one of tid', async () => {
    expect(await verdictOf({ user: 'outsider' })).toBe('token-tenant');
    expect(await verdictOf({ tenant: OTHER_TENANT })).toBe('token-tenant');
    for (const iss of [
      `${service.url}/${OTHER_TENANT}/v2.0`,
      `${service.url}/common/v2.0`,
      `${service.url}/${TENANT}/v2.0/`,
      `${service.url}/${TENANT}`,
      `https://login.microsoftonline.com/${TENANT}/v2.0`,
      `https://sts.windows.net/${TENANT}/`,
    ]) {
      expect(await claims({ iss }), iss).toBe('token-issuer');
    }
    expect(await claims({ tid: 'common' })).toBe('token-claims');
  });

  it('C05 F26 expired by more than 60 s, not yet valid, without times, or for too long', async () => {
    expect(await claims({ exp: seconds(-61) })).toBe('token-expired');
    expect(await claims({ exp: seconds(-50) })).toBe('accepted');
    expect(await claims({ nbf: seconds(90) })).toBe('token-not-yet-valid');
    expect(await claims({ nbf: seconds(50) })).toBe('accepted');
    expect(await claims({ iat: seconds(90) })).toBe('token-not-yet-valid');
    for (const name of ['exp', 'nbf', 'iat'])
      expect(await claims({ [name]: null }), name).toBe('token-claims');
    expect(await claims({ exp: '9999999999' })).toBe('token-claims');
    expect(await claims({ exp: seconds(28 * 3600 + 60) })).toBe('token-lifetime');
    expect(await claims({ exp: seconds(27 * 3600) })).toBe('accepted');
  });

  it('C05 F26 ten minutes of skew between the clocks are too much, one minute is not', async () => {
    const withSkew = async (skewSeconds: number) => {
      await service.control('clock', { skewSeconds });
      return verdictOf({ expiresIn: 300 });
    };
    expect(await withSkew(600)).toBe('token-not-yet-valid');
    expect(await withSkew(-600)).toBe('token-expired');
    expect(await withSkew(45)).toBe('accepted');
    expect(await withSkew(0)).toBe('accepted');
  });

  it('C06 no scope, another scope, an ID token, a token of an application', async () => {
    expect(await claims({ scp: null })).toBe('token-scope');
    expect(await claims({ scp: 'access_as_user_not access' })).toBe('token-scope');
    expect(await claims({ scp: 'User.Read access_as_user' })).toBe('accepted');
    expect(await verdictOf({ kind: 'id' })).toBe('token-scope');
    expect(await claims({ idtyp: 'app' })).toBe('token-app-only');
    const self = '44444444-4444-4444-8444-444444444444';
    expect(await claims({ scp: null, oid: self, sub: self })).toBe('token-app-only');
  });

  it('C07 a client that is not one of the hosts of the tab', async () => {
    expect(await claims({ azp: '04b07795-8ddb-461a-bbee-02f9e1bf7b46' })).toBe('token-client');
    expect(await claims({ azp: null })).toBe('token-client');
    expect(await claims({ azp: null, appid: TEAMS_CLIENTS[0] })).toBe('token-client');
    for (const azp of TEAMS_CLIENTS) expect(await claims({ azp })).toBe('accepted');
  });

  it('claims of the wrong shape: token-claims, naming them', async () => {
    const token = await service.token({ user: 'admin', claims: { oid: 'nobody', tid: 5 } });
    await expect(tokenCheck.check(`Bearer ${token}`)).rejects.toThrow(/tid, oid|oid, tid/);
    expect(await claims({ aud: [CLIENT] })).toBe('token-claims');
    expect(await claims({ roles: 'Places.Admin' })).toBe('token-claims');
  });
});

describe('T08 forged tokens', () => {
  it(`C01 C02 lets in none of ${FORGED}`, async () => {
    const tokens = await Promise.all(
      ['admin', 'operator', 'viewer', 'ada', 'outsider'].map((user) => service.token({ user })),
    );
    const [published] = service.signIn.keys.published().keys;
    const publicKeyPem = createPublicKey({ key: published ?? {}, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
    const counts: Record<string, number> = {};
    let waiting: Promise<string>[] = [];
    const settle = async () => {
      for (const code of await Promise.all(waiting)) counts[code] = (counts[code] ?? 0) + 1;
      waiting = [];
    };
    for (const forged of forgeTokens({ tokens, publicKeyPem }, FORGED, 20_26)) {
      waiting.push(verdict(`Bearer ${forged}`));
      if (waiting.length === AT_ONCE) await settle();
    }
    await settle();
    const { accepted = 0, ...refused } = counts;
    expect(accepted).toBe(0);
    expect(Object.values(refused).reduce((sum, each) => sum + each, 0)).toBe(FORGED);
    // Each line of defence has been tried.
    for (const code of ['token-signature', 'token-algorithm', 'token-malformed']) {
      expect(refused[code], code).toBeGreaterThan(1000);
    }
  });
});
