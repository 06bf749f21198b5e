import { createPrivateKey, X509Certificate, createHash, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSandbox } from '../../../sandbox/src/app.ts';
import { IDENTITY_HEADER } from '../../../sandbox/src/sign-in/managed-identity.ts';
import { selfSignedPem } from '../adapters/identity/testing/self-signed.ts';
import { parseEnv, type Settings } from '../config/settings.ts';
import { botToken } from './bot-token.ts';

const TENANT = '7e57ab1e-0000-4000-8000-000000000001';
const BOT = 'b07f3e19-0000-4000-8000-000000000002';
const CLIENT = 'c1a0f7d2-0000-4000-8000-000000000003';
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const sandbox = await createSandbox({
    tenantId: TENANT,
    clientId: CLIENT,
    clientSecret: 'client-secret',
    botId: BOT,
    botSecret: 'bot-secret',
    appUrl: 'http://127.0.0.1:1',
  });
  const door = await sandbox.listen(0);
  url = `http://127.0.0.1:${door.port}`;
  close = async () => {
    await door.close();
    await sandbox.close();
  };
});
afterAll(() => close());
beforeEach(() => control('reset'));
afterEach(() => vi.unstubAllEnvs());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const control = (what: string, body: unknown = {}) => post(`/_sandbox/${what}`, body);

/** As the server reads them. */
function settingsOf(env: Record<string, string>): Settings {
  const common = { MODE: 'sandbox', TENANT_ID: TENANT, CLIENT_ID: CLIENT, BOT_ID: BOT };
  const { settings, problems } = parseEnv({ ...common, ...env });
  if (settings === null) throw new Error(JSON.stringify(problems));
  return settings;
}
const tokenWith = (env: Record<string, string>, certificate?: string): (() => Promise<string>) =>
  botToken(settingsOf(env), url, certificate);

/** Whether the connector takes it. */
async function isTaken(token: string): Promise<boolean> {
  const activity = { type: 'message', text: 'x' };
  const answer = await post('/v3/conversations/c/activities', activity, { authorization: `Bearer ${token}` });
  return answer.status === 201;
}
async function requestsTo(path: string): Promise<number> {
  const { items } = (await (await fetch(`${url}/_sandbox/requests`)).json()) as { items: { path: string }[] };
  return items.filter((each) => each.path.includes(path)).length;
}

describe('C26 how the bot proves itself', () => {
  it('C48 with a secret, at the address of its own directory: one sign-in for many messages', async () => {
    const token = tokenWith({ BOT_SECRET: 'bot-secret' });
    expect(await isTaken(await token())).toBe(true);
    expect(await token()).toBe(await token());
    expect(await requestsTo('/oauth2/v2.0/token')).toBe(1);
    expect(await requestsTo(`/${TENANT}/oauth2/v2.0/token`)).toBe(1);
    await expect(tokenWith({ BOT_SECRET: 'other' })()).rejects.toThrow('7000215');
  });

  it('with a certificate that is registered for the bot, and with no other', async () => {
    const pem = selfSignedPem('bot.contoso.example');
    const token = tokenWith({ BOT_CERTIFICATE_PATH: 'bot.pem', BOT_SECRET: 'wrong' }, pem);
    await expect(token()).rejects.toThrow('700027');
    await control('app', { certificatePem: pem, application: 'api' });
    await expect(token()).rejects.toThrow('700027');
    await control('app', { certificatePem: pem, application: 'bot' });
    expect(await isTaken(await token())).toBe(true);
    const other = selfSignedPem('bot.contoso.example');
    await expect(tokenWith({ BOT_CERTIFICATE_PATH: 'bot.pem' }, other)()).rejects.toThrow('700027');
  });

  it('the simulated sign-in looks at all of an assertion: thumbprint, chain, key, time, address', async () => {
    const [pem, other] = [selfSignedPem('bot.contoso.example'), selfSignedPem('x.contoso.example')];
    await control('app', { certificatePem: pem, application: 'bot' });
    const status = async (change: { x5c?: string; key?: string; claims?: Record<string, unknown> }) => {
      const { raw } = new X509Certificate(pem);
      const chain = new X509Certificate(change.x5c ?? pem).raw.toString('base64');
      const thumbprint = createHash('sha256').update(raw).digest('base64url');
      const now = Math.floor(Date.now() / 1000);
      const right = { iss: BOT, sub: BOT, aud: `${url}/${TENANT}/oauth2/v2.0/token`, exp: now + 300 };
      const assertion = await new SignJWT({ ...right, jti: randomUUID(), ...change.claims })
        .setProtectedHeader({ alg: 'PS256', 'x5t#S256': thumbprint, x5c: [chain] })
        .sign(createPrivateKey(change.key ?? pem));
      const form = {
        grant_type: 'client_credentials',
        client_id: BOT,
        scope: 'https://api.botframework.com/.default',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      };
      const body = new URLSearchParams(form);
      return (await fetch(`${url}/${TENANT}/oauth2/v2.0/token`, { method: 'POST', body })).status;
    };
    expect(await status({})).toBe(200);
    expect(await status({ x5c: other })).toBe(401);
    expect(await status({ key: other })).toBe(401);
    expect(await status({ claims: { exp: 1 } })).toBe(401);
    expect(await status({ claims: { aud: 'https://evil.example' } })).toBe(401);
    expect(await status({ claims: { sub: CLIENT } })).toBe(401);
  });

  it('with the managed identity of the machine: no secret is set, and none is sent', async () => {
    vi.stubEnv('IDENTITY_ENDPOINT', `${url}/MSI/token`);
    vi.stubEnv('IDENTITY_HEADER', IDENTITY_HEADER);
    const token = tokenWith({ BOT_MANAGED_IDENTITY: 'true', BOT_SECRET: 'wrong' });
    expect(await isTaken(await token())).toBe(true);
    expect(await requestsTo('/oauth2/v2.0/token')).toBe(0);
    const asked = new URLSearchParams({
      'api-version': '2019-08-01',
      resource: 'https://api.botframework.com',
      client_id: BOT,
    });
    const answers = [{}, { 'X-IDENTITY-HEADER': 'guessed' }].map((headers) =>
      fetch(`${url}/MSI/token?${asked.toString()}`, { headers }),
    );
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([401, 401]);
  });
});
