import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../sandbox/src/app.ts';

const ROOT = join(import.meta.dirname, '../..');
const SAMPLE = 'bot/samples/status.activity.json';
const TENANT = '7e57ab1e-0000-4000-8000-000000000001';

/** Stands for the bot: takes what comes, and answers in the conversation as the real one does. */
const heard: Record<string, unknown>[] = [];
let bot: Server;
let sandbox: Sandbox;
let door: Awaited<ReturnType<Sandbox['listen']>>;
let url: string;

beforeAll(async () => {
  bot = createServer((request, response) => {
    void json(request)
      .then(async (activity) => {
        heard.push({ ...(activity as object), authorization: request.headers.authorization });
        await answerIn((activity as { conversation: { id: string } }).conversation.id);
      })
      .then(() => response.end());
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
  door = await sandbox.listen(0);
  url = `http://127.0.0.1:${door.port}`;
});
afterAll(async () => {
  bot.closeAllConnections();
  bot.close();
  await door.close();
  await sandbox.close();
});

async function answerIn(conversation: string): Promise<void> {
  const form = { grant_type: 'client_credentials', client_id: 'bot', client_secret: 'bot-secret' };
  const answer = await fetch(`${url}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, scope: 'https://api.botframework.com/.default' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  await fetch(`${url}/v3/conversations/${encodeURIComponent(conversation)}/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ type: 'message', text: 'Nothing is running.' }),
  });
}

function replay(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['api/scripts/replay.ts', ...words],
      { cwd: ROOT },
      (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }),
    );
  });
}

it('sends the sample signed, with a new id and the people of the running tenant, and prints what the bot says', async () => {
  const options = ['--sandbox', url, '--user', 'operator', '--wait', '0'];
  const first = await replay(SAMPLE, ...options);
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toMatch(/^200 [\s\S]*Nothing is running\./);
  expect(first.out).not.toContain('<at>');
  expect(heard[0]).toMatchObject({
    text: '<at>Places Sync</at> status',
    serviceUrl: `${url}/`,
    from: { name: 'Robin Operator', role: 'user' },
    authorization: expect.stringMatching(/^Bearer \S+$/),
  });
  await replay(SAMPLE, ...options);
  expect(heard[1]?.['id']).not.toBe(heard[0]?.['id']);
});

it('says what is missing', async () => {
  expect(await replay()).toMatchObject({ code: 64, err: expect.stringContaining('npm run replay') });
  expect(await replay('nowhere.json', '--sandbox', url)).toMatchObject({
    code: 1,
    err: expect.stringContaining('nowhere.json'),
  });
});
