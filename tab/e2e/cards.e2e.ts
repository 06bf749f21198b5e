/** Every card as Microsoft's renderer draws it in a real browser, in the channel of the Teams-like page. */
import { createRequire } from 'node:module';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { hostileName } from '../../bot/src/cards/testing/hostile-names.ts';
import { EVERY_CARD } from '../../bot/src/cards/testing/every-card.ts';
import { createSandbox, type Sandbox } from '../../sandbox/src/app.ts';
import { hostConfigOf } from '../../sandbox/src/teams-page/page/host-config.ts';
import { barriersIn } from './axe.ts';
import { openBrowser } from './browser.ts';

const TENANT = '7e57ab1e-0000-4000-8000-000000000001';
const CHANNEL = '19:places-sync@thread.tacv2';
const LIBRARY = createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js');
/** Long, without a gap, and from right to left: what breaks a layout. */
const NAMES = ['Contoso Stockholm', 'Donaudampfschifffahrtsgesellschaft'.repeat(4), 'בניין צפון 4'];

let sandbox: Sandbox;
let url: string;
let door: Awaited<ReturnType<Sandbox['listen']>>;
let browser: Browser;
let time = Date.parse('2030-01-05T08:00:00Z');

beforeAll(async () => {
  sandbox = await createSandbox({
    tenantId: TENANT,
    clientId: 'client',
    clientSecret: 'client-secret',
    botId: 'bot',
    botSecret: 'bot-secret',
    appUrl: 'http://127.0.0.1:9',
    now: () => new Date(time),
  });
  door = await sandbox.listen(0);
  url = `http://127.0.0.1:${door.port}`;
  browser = await openBrowser();
  const token = await botToken();
  for (const [index, [, make]] of EVERY_CARD.entries())
    await post(token, make(NAMES[index % NAMES.length] ?? ''));
});

afterAll(async () => {
  await browser?.close();
  await door?.close();
  await sandbox?.close();
});

async function botToken(): Promise<string> {
  const answer = await fetch(`${url}/${TENANT}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'bot',
      client_secret: 'bot-secret',
      scope: 'https://api.botframework.com/.default',
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function post(token: string, content: object): Promise<void> {
  // Slow enough for the limits of a conversation, by the clock of the tenant alone.
  time += 10_000;
  const contentType = 'application/vnd.microsoft.card.adaptive';
  const answer = await fetch(`${url}/v3/conversations/${encodeURIComponent(CHANNEL)}/activities`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ type: 'message', attachments: [{ contentType, content }] }),
  });
  expect(answer.status).toBe(201);
}

/** Pixels by which something of a card sticks out of it, or is cut off. */
const overflowsIn = (page: Page): Promise<string[]> =>
  page.locator('.ac-adaptiveCard').evaluateAll((cards) =>
    cards.flatMap((card) => {
      // The library ends a long name of a button with an ellipsis, as Teams does.
      const isMeant = (style: CSSStyleDeclaration): boolean =>
        style.display === 'inline' || style.textOverflow === 'ellipsis';
      const box = card.getBoundingClientRect();
      return [card, ...card.querySelectorAll('*')]
        .filter((part) => {
          const { left, right, width } = part.getBoundingClientRect();
          const cut = part.scrollWidth > part.clientWidth + 1 && !isMeant(getComputedStyle(part));
          return width > 0 && (left < box.left - 1 || right > box.right + 1 || cut);
        })
        .map((part) => `${part.className}: ${(part.textContent ?? '').slice(0, 60)}`);
    }),
  );

it.each(['default', 'dark', 'contrast'])(
  'theme %s: every card is drawn, nothing sticks out, no barrier, down to 320 pixels',
  async (theme) => {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${url}/teams?theme=${theme}`);
    await page
      .locator('article')
      .nth(EVERY_CARD.length - 1)
      .waitFor();
    expect(await page.locator('.ac-adaptiveCard').count()).toBe(EVERY_CARD.length);
    expect(await overflowsIn(page)).toEqual([]);
    expect(await barriersIn(page.mainFrame(), '[role=log]')).toEqual([]);
    await page.setViewportSize({ width: 320, height: 800 });
    expect(await overflowsIn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.close();
  },
);

/** The part of the library that the browser is asked to use. */
interface Library {
  readonly AdaptiveCard: {
    new (): { hostConfig: unknown; parse(json: object): void; render(): HTMLElement | undefined };
    onProcessMarkdown: (text: string, result: { didProcess: boolean; outputHtml?: string }) => void;
  };
  readonly HostConfig: new (json: object) => unknown;
}

it('C36 2,000 hostile names: no link, no picture, no mention, no formatting, no script', async () => {
  const names = fc.sample(hostileName, { numRuns: 2_000, seed: 5 });
  const cards = names.map((name, index) => EVERY_CARD[index % EVERY_CARD.length]?.[1](name) ?? {});
  const page = await browser.newPage();
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.addScriptTag({ path: LIBRARY });
  const seen = await page.evaluate(
    ({ all, config }) => {
      const { AdaptiveCard, HostConfig } = (globalThis as unknown as { AdaptiveCards: Library })
        .AdaptiveCards;
      const counts = { drawn: 0, markdown: 0, unexpected: [] as string[], styled: [] as string[] };
      AdaptiveCard.onProcessMarkdown = () => void counts.markdown++;
      for (const json of all) {
        const card = new AdaptiveCard();
        card.hostConfig = new HostConfig(config);
        card.parse(json);
        const drawn = card.render();
        if (drawn === undefined) continue;
        counts.drawn++;
        const found = drawn.querySelectorAll(
          'a, img, b, strong, i, em, code, ul, ol, h1, script, iframe, at',
        );
        for (const part of found) counts.unexpected.push(part.outerHTML);
        if (/https?:\/\/|www\.\w|<at|ada@/i.test(drawn.textContent)) counts.styled.push(drawn.textContent);
      }
      return counts;
    },
    { all: cards, config: hostConfigOf('default') },
  );
  expect(seen).toEqual({ drawn: 2_000, markdown: 0, unexpected: [], styled: [] });
  expect(requests).toEqual([]);
  await page.close();
});
