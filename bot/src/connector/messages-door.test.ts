import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../sandbox/src/app.ts';
import type { BotApi } from '../bot-api.ts';
import { createLinks } from '../cards/links.ts';
import { createBot } from '../create-bot.ts';
import { createAdapter } from './adapter.ts';
import type { SealedReference } from './references.ts';
import { isServiceUrl } from './service-hosts.ts';

const TENANT = '7e57ab1e-0000-4000-8000-000000000001';
const BOT = 'b07f3e19-0000-4000-8000-000000000002';
const ISSUER = 'https://api.botframework.com';
let sandbox: Sandbox;
let url: string;
let close: () => Promise<void>;
let app: express.Express;
let heard: string[];
const warnings: string[] = [];
const vault = new Map<string, SealedReference>();

beforeAll(async () => {
  sandbox = await createSandbox({
    tenantId: TENANT,
    clientId: 'client',
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
  const hearOnce = (id: string) => {
    heard.push(id);
    return Promise.resolve(false);
  };
  const bot = createBot({
    botId: BOT,
    tenantId: TENANT,
    sandboxUrl: url,
    token: () => Promise.resolve('app-token'),
    links: createLinks('app'),
    api: { hearOnce } as unknown as BotApi,
    teams: {
      list: () => Promise.resolve([]),
      save: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    clock: { now: () => new Date(), wait: () => Promise.resolve() },
    vault: {
      list: () => Promise.resolve([...vault.values()]),
      save: (reference) => Promise.resolve(void vault.set(reference.key, reference)),
      remove: (key) => Promise.resolve(vault.delete(key)),
      seal: (_key, clear) => clear,
      open: (_key, sealed) => sealed,
    },
    warn: (what) => warnings.push(what),
  });
  app = express().use(bot.router);
});
afterAll(() => close());
beforeEach(() => {
  heard = [];
});

const activity = (more: Record<string, unknown> = {}) => ({
  type: 'message',
  id: 'a-1',
  text: 'help',
  channelId: 'msteams',
  serviceUrl: `${url}/`,
  from: { id: '29:x', aadObjectId: '00000001-5a4d-4c1e-8b5e-000000000001' },
  recipient: { id: `28:${BOT}` },
  conversation: { id: '19:c', conversationType: 'channel', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  ...more,
});

/** A rightly signed token, with any claims. */
async function token(claims: Record<string, unknown> = {}): Promise<string> {
  const seconds = Math.floor(Date.now() / 1000);
  const right = {
    iss: ISSUER,
    aud: BOT,
    serviceurl: `${url}/`,
    iat: seconds,
    nbf: seconds - 60,
    exp: seconds + 600,
  };
  const none = Object.fromEntries(['tid', 'oid', 'sub', 'ver', 'azp', 'scp'].map((name) => [name, null]));
  const answer = await fetch(`${url}/_sandbox/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'admin', claims: { ...none, ...right, ...claims } }),
  });
  return ((await answer.json()) as { token: string }).token;
}

async function send(authorization: string | null, body: unknown = activity()) {
  const call = request(app).post('/api/messages').type('json');
  if (authorization !== null) void call.set('Authorization', authorization);
  return call.send(typeof body === 'string' ? body : JSON.stringify(body));
}
const bearer = async (claims?: Record<string, unknown>) => `Bearer ${await token(claims)}`;

describe('C11 the token of an activity', () => {
  it('right: the activity is heard', async () => {
    expect((await send(await bearer())).status).toBe(200);
    expect(heard).toEqual(['a-1']);
  });

  const wrong: [string, () => Promise<string | null>, number][] = [
    ['none', () => Promise.resolve(null), 401],
    ['garbage', () => Promise.resolve('Bearer x'), 401],
    ['another scheme', async () => `Basic ${await token()}`, 401],
    ['another audience', () => bearer({ aud: 'other' }), 401],
    ['expired', () => bearer({ exp: 1_000_000_000 }), 401],
    ['not valid yet', () => bearer({ nbf: 4_000_000_000, exp: 4_000_000_100 }), 401],
    ['another serviceUrl', () => bearer({ serviceurl: 'https://smba.trafficmanager.net/emea/' }), 401],
    ['no serviceUrl', () => bearer({ serviceurl: null }), 401],
    [
      'of the sign-in service',
      () => bearer({ iss: `https://login.microsoftonline.com/${TENANT}/v2.0` }),
      403,
    ],
    [
      'of the emulator',
      () => bearer({ iss: 'https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/' }),
      403,
    ],
    [
      'with a changed signature',
      async () => {
        const [head, body, signature = ''] = (await token()).split('.');
        return `Bearer ${head}.${body}.${[...signature].reverse().join('')}`;
      },
      401,
    ],
    [
      'unsigned',
      async () => {
        const [, body] = (await token()).split('.');
        return `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.x`;
      },
      401,
    ],
  ];
  it.each(wrong)('%s: refused, without a word about the inside', async (_what, made, status) => {
    const answer = await send(await made());
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/\bat \/|node_modules|\.ts:|Error:/);
    expect(heard).toEqual([]);
  });
});

describe('the activity itself', () => {
  const bodies: [string, unknown, number][] = [
    ['C12 another channel', activity({ channelId: 'webchat' }), 401],
    ['C12 the emulator', activity({ channelId: 'emulator' }), 401],
    ['C13 another host', activity({ serviceUrl: 'https://evil.example/' }), 401],
    ['C14 another tenant', activity({ channelData: { tenant: { id: 'other' } } }), 403],
    ['C14 a conversation of another tenant', activity({ conversation: { id: 'c', tenantId: 'other' } }), 403],
    ['C14 no tenant', activity({ channelData: {}, conversation: { id: 'c' } }), 403],
    ['without a type', {}, 400],
    ['with a type that is no text', { type: { a: 1 } }, 400],
    ['a list', '[]', 400],
    ['no JSON', '{', 400],
    ['too large', activity({ text: 'x'.repeat(300_000) }), 413],
  ];
  it.each(bodies)('%s is refused', async (_what, body, status) => {
    const answer = await send(await bearer(), body);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/\bat \/|node_modules|\.ts:/);
    expect(heard).toEqual([]);
  });

  it('only POST is served', async () => {
    expect((await request(app).get('/api/messages')).status).toBe(405);
  });
});

it('C13 only the hosts of the connector count, to the letter', () => {
  expect(isServiceUrl('https://smba.trafficmanager.net/emea/')).toBe(true);
  for (const text of [
    'http://smba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://evil.example#smba.trafficmanager.net',
    'https://smba.trafficmanager.net:444/',
    'http://127.0.0.1:3979/',
    'smba.trafficmanager.net',
    undefined,
  ])
    expect(isServiceUrl(text), String(text)).toBe(false);
  expect(isServiceUrl('http://127.0.0.1:3979/', 'http://127.0.0.1:3979')).toBe(true);
  expect(isServiceUrl('http://127.0.0.1:3980/', 'http://127.0.0.1:3979')).toBe(false);
  expect(isServiceUrl('https://smba.trafficmanager.net/', 'http://127.0.0.1:3979')).toBe(false);
});

it('C13 a poisoned reference in the store gets no token', async () => {
  let asked = 0;
  const adapter = createAdapter({
    botId: BOT,
    tenantId: TENANT,
    token: () => Promise.resolve(String((asked += 1))),
  });
  const poisoned = { serviceUrl: 'https://evil.example/', conversation: { id: 'c' } as never };
  await expect(
    adapter.continueConversationAsync(BOT, poisoned, async (context) => {
      await context.sendActivity('x');
    }),
  ).rejects.toThrow();
  expect(asked).toBe(0);
});

it('a bot without an id does not start', () => {
  expect(() => createAdapter({ botId: ' ', tenantId: TENANT, token: () => Promise.resolve('') })).toThrow(
    TypeError,
  );
});
