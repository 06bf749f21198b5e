import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox, type Sandbox } from '../../../sandbox/src/app.ts';
import type { FaultEffect } from '../../../sandbox/src/faults/faults.ts';
import { createLinks } from '../cards/links.ts';
import { messageCard } from '../cards/message-card.ts';
import { createBot, type Bot } from '../create-bot.ts';
import type { BotApi } from '../bot-api.ts';
import { MemoryClock } from '../../../api/src/adapters/memory/memory-clock.ts';
import type { PostFailed } from './post-failed.ts';
import { References, type SealedReference } from './references.ts';
import { SEND_LIMITS } from './send-gate.ts';

const TENANT = '7e57ab1e-0000-4000-8000-000000000001';
const BOT = 'b07f3e19-0000-4000-8000-000000000002';
const CHANNEL = '19:c@thread.tacv2';
const post = { text: 'Synced', card: messageCard('Synced', 'All of it') };
let sandbox: Sandbox;
let url: string;
let close: () => Promise<void>;
let bot: Bot;
/** Bot and tenant live in the same virtual time. */
const clock = new MemoryClock();
const kept = new Map<string, SealedReference>();
/** Sealing that shows: what is in the store is not what was put in. */
const turned = (bytes: Uint8Array) => Uint8Array.from(bytes, (byte) => byte ^ 255);
const vault = {
  list: () => Promise.resolve([...kept.values()]),
  save: (reference: SealedReference) => Promise.resolve(void kept.set(reference.key, reference)),
  remove: (key: string) => Promise.resolve(kept.delete(key)),
  seal: (_key: string, clear: Uint8Array) => turned(clear),
  open: (key: string, sealed: Uint8Array) => (key === 'unreadable' ? null : turned(sealed)),
};

async function appToken(): Promise<string> {
  const answer = await fetch(`${url}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: BOT,
      client_secret: 'bot-secret',
      scope: 'https://api.botframework.com/.default',
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

beforeAll(async () => {
  sandbox = await createSandbox({
    tenantId: TENANT,
    clientId: 'client',
    clientSecret: 'client-secret',
    botId: BOT,
    botSecret: 'bot-secret',
    appUrl: 'http://127.0.0.1:1',
    now: () => clock.now(),
  });
  const door = await sandbox.listen(0);
  url = `http://127.0.0.1:${door.port}`;
  close = async () => {
    await door.close();
    await sandbox.close();
  };
  bot = createBot({
    botId: BOT,
    tenantId: TENANT,
    sandboxUrl: url,
    token: appToken,
    links: createLinks('app'),
    api: {} as BotApi,
    vault,
    teams: {
      list: () => Promise.resolve([]),
      save: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    },
    clock,
    warn: () => undefined,
  });
});
afterAll(() => close());
beforeEach(async () => {
  // What was sent before counts no more.
  clock.advance(3_600_000);
  sandbox.faults.clear();
  kept.clear();
  await new References(vault).add('team', {
    serviceUrl: `${url}/`,
    channelId: 'msteams',
    bot: { id: `28:${BOT}`, name: 'Places Sync' },
    conversation: {
      id: CHANNEL,
      conversationType: 'channel',
      isGroup: true,
      name: 'Workplace',
      tenantId: TENANT,
    },
  });
});

async function messages() {
  const answer = await fetch(`${url}/_sandbox/messages`);
  return ((await answer.json()) as { items: { id: string; activity: Record<string, unknown> }[] }).items;
}

describe('posting', () => {
  it('starts a thread in a channel, and changes exactly that message later', async () => {
    const before = (await messages()).length;
    const posted = await bot.posts.post(CHANNEL, post);
    expect(posted.conversationId).toMatch(/^19:c@thread\.tacv2;messageid=/);
    await bot.posts.update(posted, { text: 'x', card: messageCard('Changed', 'y') });
    const now = (await messages()).slice(before);
    expect(now.map(({ id }) => id)).toEqual([posted.activityId]);
    expect(JSON.stringify(now)).toContain('Changed');
  });

  it('F62 goes as plain text when there is no card', async () => {
    await bot.posts.post(CHANNEL, { text: 'Synced: **x** https://evil.example', card: null });
    const activity = (await messages()).at(-1)?.activity ?? {};
    expect(activity).toMatchObject({ textFormat: 'plain' });
    expect(activity['text']).not.toContain('https://');
  });

  it('F61 without an install there is nowhere to post', async () => {
    kept.clear();
    await expect(bot.posts.post(CHANNEL, post)).rejects.toMatchObject({
      trouble: 'broken',
      code: 'NotInstalled',
    });
  });

  const answers: [string, FaultEffect, string][] = [
    ['F60 412', { status: 412 }, 'again'],
    ['F60 502', { status: 502 }, 'again'],
    ['F60 504', { status: 504 }, 'again'],
    ['F61 403', { status: 403, body: { error: { code: 'ConversationBlockedByUser' } } }, 'broken'],
    ['F61 404', { status: 404, body: { error: { code: 'ConversationNotFound' } } }, 'broken'],
    ['F62 413', { status: 413 }, 'tooLarge'],
    ['400', { status: 400 }, 'refused'],
  ];
  it.each(answers)(
    '%s is understood, for a new post and for a change',
    async (_what, effect, trouble) => {
      const posted = await bot.posts.post(CHANNEL, post);
      sandbox.faults.arm([{ match: { path: '/v3/' }, effect }]);
      await expect(bot.posts.post(CHANNEL, post)).rejects.toMatchObject({ trouble });
      await expect(bot.posts.update(posted, post)).rejects.toMatchObject({ trouble });
    },
    60_000,
  );

  it('F60 429 is tried again as late as Teams asks for', async () => {
    const effect = { status: 429, headers: { 'retry-after': '17' } };
    sandbox.faults.arm([{ match: { path: '/v3/' }, effect }]);
    await expect(bot.posts.post(CHANNEL, post)).rejects.toMatchObject({
      trouble: 'again',
      retryAfterMs: 17_000,
    });
  }, 60_000);

  it('F60 an answer in a chat is tried again by itself, and a report is left to the outbox', async () => {
    const reference = { ...(await new References(vault).all()).get('team') };
    const answer = () => bot.posts.answer(reference, { type: 'message', text: 'hello' });
    const before = (await messages()).length;
    for (const effect of [
      { status: 429, headers: { 'retry-after': '2' } },
      { status: 412 },
      { status: 504 },
    ]) {
      sandbox.faults.arm([{ match: { path: '/v3/', nth: 1, times: 2 }, effect }]);
      expect(await answer()).not.toBe('');
    }
    expect(await messages()).toHaveLength(before + 3);
    sandbox.faults.arm([{ match: { path: '/v3/' }, effect: { status: 502 } }]);
    await expect(answer()).rejects.toMatchObject({ trouble: 'again' });
    sandbox.faults.arm([{ match: { path: '/v3/' }, effect: { status: 403 } }]);
    await expect(answer()).rejects.toMatchObject({ trouble: 'broken' });
  });

  it('F60 a burst stays within the limits of Teams: what may be left out is, reports wait and are never lost', async () => {
    const posted = await bot.posts.post(CHANNEL, post);
    await fetch(`${url}/_sandbox/requests`, { method: 'DELETE' });
    const before = (await messages()).length;
    const REPORTS = 90;
    let dropped = 0;
    const report = async (): Promise<void> => {
      for (;;) {
        const waitMs = await bot.posts.post(CHANNEL, post).then(
          () => 0,
          (error: PostFailed) => error.retryAfterMs ?? Infinity,
        );
        if (waitMs === 0) return;
        clock.advance(waitMs);
      }
    };
    for (let nth = 0; nth < REPORTS; nth++) {
      for (let tick = 0; tick < 3; tick++)
        await bot.posts.update(posted, post, 'droppable').catch(() => (dropped += 1));
      await report();
    }
    expect((await messages()).length - before).toBe(REPORTS);
    expect(dropped).toBeGreaterThan(REPORTS);
    const { items } = (await (await fetch(`${url}/_sandbox/requests`)).json()) as {
      items: { method: string; path: string; status: number; time: string }[];
    };
    const sends = items.filter(({ path, method }) => path.startsWith('/v3/') && method !== 'GET');
    expect(sends.filter(({ status }) => status === 429)).toEqual([]);
    expect(sends.length).toBe(REPORTS + 3 * REPORTS - dropped);
    const times = sends.map(({ time }) => Date.parse(time));
    for (const { ms, most } of SEND_LIMITS)
      for (const [index, at] of times.entries())
        expect(times.slice(index).filter((other) => other < at + ms).length).toBeLessThanOrEqual(most);
  });

  it('a message that somebody deleted is gone, and not posted again', async () => {
    await expect(bot.posts.update({ conversationId: CHANNEL, activityId: 'x' }, post)).rejects.toMatchObject({
      trouble: 'gone',
    });
  });

  it('F62 Teams takes no message that is too large', async () => {
    const big = { type: 'AdaptiveCard', body: ['x'.repeat(40_000)] };
    await expect(bot.posts.post(CHANNEL, { text: 'x', card: big })).rejects.toMatchObject({
      trouble: 'tooLarge',
    });
  });
});

describe('references', () => {
  it('are sealed in the store, and those that cannot be opened are left out', async () => {
    const [reference] = kept.values();
    expect(Buffer.from(reference?.sealed ?? []).toString()).not.toContain('serviceUrl');
    kept.set('unreadable', { key: 'unreadable', sealed: new Uint8Array([1]) });
    expect((await bot.channels.list()).map(({ id }) => id)).toEqual([CHANNEL]);
  });
});
