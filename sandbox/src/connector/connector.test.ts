import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../app.ts';

const TENANT = '7e57ab1e-0000-4000-8000-000000000001';
let sandbox: Sandbox;
let url: string;
let close: () => Promise<void>;
let bot: Server;
let heard: { activity: Record<string, unknown>; authorization: string }[] = [];
let token: string;

beforeAll(async () => {
  bot = createServer((request, response) => {
    void json(request).then((activity) => {
      heard.push({
        activity: activity as Record<string, unknown>,
        authorization: request.headers.authorization ?? '',
      });
      response.setHeader('content-type', 'application/json').end('{"statusCode":200}');
    });
  }).listen(0, '127.0.0.1');
  await once(bot, 'listening');
  sandbox = await createSandbox({
    tenantId: TENANT,
    clientId: 'client',
    clientSecret: 'client-secret',
    botId: 'bot',
    botSecret: 'bot-secret',
    appUrl: `http://127.0.0.1:${(bot.address() as AddressInfo).port}`,
  });
  const door = await sandbox.listen(0);
  url = `http://127.0.0.1:${door.port}`;
  close = async () => {
    await door.close();
    await sandbox.close();
  };
  token = await tokenOf('bot', 'bot-secret', 'https://api.botframework.com/.default');
});
afterAll(async () => {
  bot.closeAllConnections();
  bot.close();
  await close();
});
beforeEach(async () => {
  heard = [];
  await fetch(`${url}/_sandbox/reset`, { method: 'POST' });
});

async function tokenOf(id: string, secret: string, scope: string): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope };
  const answer = await fetch(`${url}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function call(method: string, path: string, body?: unknown, bearer = token) {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
const say = (text: string) => ({ type: 'message', text });

it('keeps what the bot says, changes and takes back', async () => {
  const created = await call('POST', '/v3/conversations', {
    channelData: { channel: { id: '19:c@thread' } },
    activity: say('one'),
  });
  expect(created.body.id).toMatch(/^19:c@thread;messageid=\d+$/);
  const activities = `/v3/conversations/${encodeURIComponent(created.body.id as string)}/activities`;
  const second = await call('POST', activities, say('two'));
  const reply = await call('POST', `${activities}/${created.body.activityId}`, say('three'));
  expect((await call('PUT', `${activities}/${second.body.id}`, say('2'))).status).toBe(200);
  expect((await call('DELETE', `${activities}/${reply.body.id}`)).status).toBe(200);
  expect((await call('PUT', `${activities}/${reply.body.id}`, say('x'))).status).toBe(404);
  expect((await call('POST', activities, {})).status).toBe(400);
  const { items } = (await call('GET', '/_sandbox/messages')).body;
  expect(items.map((message: { activity: { text: string } }) => message.activity.text)).toEqual([
    'one',
    '2',
    'three',
  ]);
  expect(items[2]).toMatchObject({ replyToId: created.body.activityId, deletedAt: expect.any(String) });
  expect(items[1].updatedAt).not.toBeNull();
});

it('lets only the bot in, and only with a token for the connector', async () => {
  const graph = await tokenOf('client', 'client-secret', 'https://graph.microsoft.com/.default');
  const forged = async (claims: Record<string, unknown>) =>
    (
      await call('POST', '/_sandbox/token', {
        user: 'admin',
        audience: 'https://api.botframework.com',
        claims,
      })
    ).body.token as string;
  const other = await forged({ azp: 'client', appid: 'client' });
  const old = await forged({ appid: 'bot', exp: 1 });
  expect((await call('POST', '/v3/conversations', {}, await forged({ appid: 'bot' }))).status).toBe(201);
  for (const bearer of ['', 'x', graph, other, old]) {
    expect((await call('POST', '/v3/conversations', {}, bearer)).status).toBe(401);
  }
  expect((await call('GET', '/_sandbox/messages')).body.items).toEqual([]);
});

it('carries what a person says to the bot, signed as the connector signs', async () => {
  const answer = await call('POST', '/_sandbox/activities', { user: 'operator', ...say('status') });
  expect([answer.status, answer.body]).toEqual([200, { statusCode: 200 }]);
  const [first] = heard;
  expect(first?.activity).toMatchObject({
    type: 'message',
    text: 'status',
    channelId: 'msteams',
    serviceUrl: `${url}/`,
    recipient: { id: '28:bot' },
    conversation: { conversationType: 'channel', tenantId: TENANT },
  });
  const openId = (await call('GET', '/v1/.well-known/openidconfiguration')).body;
  const keys = (await call('GET', new URL(openId.jwks_uri as string).pathname)).body.keys;
  expect(keys[0].endorsements).toEqual(['msteams']);
  const verified = await jwtVerify(
    first?.authorization.replace('Bearer ', '') ?? '',
    createRemoteJWKSet(new URL(openId.jwks_uri as string)),
    {
      issuer: openId.issuer,
      audience: 'bot',
    },
  );
  expect(verified.payload['serviceurl']).toBe(`${url}/`);
  const { items } = (await call('GET', '/_sandbox/messages')).body;
  expect(items[0]).toMatchObject({ id: first?.activity['id'], activity: { from: { role: 'user' } } });
});

it('carries a pressed button, without a post, and refuses strangers', async () => {
  const press = { type: 'invoke', name: 'adaptiveCard/action', value: { action: { verb: 'start' } } };
  expect((await call('POST', '/_sandbox/activities', { user: 'operator', ...press })).status).toBe(200);
  expect(heard[0]?.activity).toMatchObject(press);
  expect((await call('GET', '/_sandbox/messages')).body.items).toEqual([]);
  expect((await call('POST', '/_sandbox/activities', { user: 'nobody', ...press })).status).toBe(400);
});
