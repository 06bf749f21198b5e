/**
 * C41, I11: secrets of the settings, tokens and addresses of assignees are planted, a sync with failures is made, and
 * everything that came out is searched: the log at its most talkative, answers, messages, mails and the database.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/adapters/postgres/open-database.ts';
import { everyText } from '../../src/adapters/postgres/testing/every-text.ts';
import { freePort } from '../free-port.ts';
import { Product } from './start-product.ts';

const key = randomBytes(32);
const CANARIES = {
  CLIENT_SECRET: 'canary-of-the-client-7c1f',
  BOT_SECRET: 'canary-of-the-bot-91ab',
  SMTP_URL: 'smtp://canary-mail-user:canary-mail-word-3e2d@127.0.0.1:1',
  PLACES_SYNC_TOKEN: 'canary-of-the-command-line-5f60',
  TOKEN_CACHE_KEY: key.toString('base64'),
};
const SIGNATURE = 'canary-signature-44d0%2Bx%3D';
const SECRETS = [
  'canary-signature-44d0',
  ...Object.values(CANARIES),
  'canary-mail-word-3e2d',
  key.toString('hex'),
  key.toString('base64url'),
];
const ADDRESSES = /\b(ada|bo)@contoso\.example/i;
const TOKEN = /eyJ[\w-]{10,}\.eyJ[\w-]{10,}/;

let product: Product;
let shopPort = 0;
const out = new Map<string, string>();
/** By `table.column`. */
let tables: ReadonlyMap<string, string>;
let planned: string;

async function syncWithFailures(): Promise<void> {
  const { body } = await product.api('GET', '/api/buildings');
  const { id } = body.items.find(({ sourceKey }: { sourceKey: string }) => sourceKey === 'contoso-stockholm');
  const message = 'The assignee ada@contoso.example cannot have this desk.';
  const refuse = { status: 400, body: { error: { code: 'InvalidRequest', message } } };
  const armed = await product.sandbox('POST', '/_sandbox/faults', [
    { match: { method: 'POST', path: '/v1.0/places', nth: 9 }, effect: refuse },
    { match: { method: 'POST', path: '/v1.0/places', nth: 14 }, effect: { status: 503 } },
  ]);
  expect(armed.status).toBe(200);
  const { plan, run } = await product.sync(id);
  planned = JSON.stringify(plan);
  out.set('run', JSON.stringify(run));
  for (const type of ['application/json', 'text/csv', 'text/markdown']) {
    const answer = await product.api('GET', `/api/runs/${run.id}/report`, { headers: { Accept: type } });
    expect(answer.status).toBe(200);
    out.set(`report as ${type}`, JSON.stringify(answer.body));
  }
  out.set('events', JSON.stringify((await product.api('GET', `/api/runs/${run.id}/events`)).body));
}

/** A file shared by a signed address: read once, refused once, and once the server is gone. */
async function readSignedAddress(): Promise<void> {
  const statuses = [200, 403];
  const shop = createServer((_request, response) => {
    response
      .writeHead(statuses.shift() ?? 500)
      .end('building,floor,room_id,name,capacity,bookable\nSigned House,Ground,r-1,Elm,6,yes\n');
  });
  shop.listen(shopPort, '127.0.0.1');
  await once(shop, 'listening');
  const address = `http://127.0.0.1:${shopPort}/exports/rooms.csv?sv=2025-01-05&sig=${SIGNATURE}`;
  for (const status of [200, 422, 503]) {
    if (status === 503) {
      shop.close();
      shop.closeAllConnections();
    }
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const answer = await product.api('POST', '/api/sources/files/fetches', { body: { address }, headers });
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    out.set(`a signed address, ${status}`, JSON.stringify([answer.body, ...answer.headers]));
  }
}

beforeAll(async () => {
  shopPort = await freePort();
  product = await Product.start({
    LOG_LEVEL: 'debug',
    CREATE_GRACE_MS: '300',
    SOURCE_ALLOWED_HOSTS: `127.0.0.1:${shopPort}`,
    ...CANARIES,
  });
  await syncWithFailures();
  await readSignedAddress();
  for (const path of ['/api/me', '/api/readiness', '/api/audit?limit=1000', '/api/runs', '/api/info'])
    out.set(path, JSON.stringify((await product.api('GET', path)).body));
  const forged = await product.api('GET', '/api/me', { token: `${await product.token('admin')}x` });
  out.set('a forged token', JSON.stringify([forged.body, ...forged.headers]));
  for (const name of ['messages', 'mails'])
    out.set(name, JSON.stringify((await product.sandbox('GET', `/_sandbox/${name}`)).body));
  await product.kill();
  out.set('output', product.output);
  const database = await openDatabase({ dataDir: product.env['DATA_DIR'] ?? '' });
  tables = await everyText(database.owner);
  await database.close();
}, 120_000);
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

describe('C41 I11', () => {
  it('plants what it looks for: a failure that names a person, many tables, many entries', () => {
    expect(out.get('report as application/json')).toContain('InvalidRequest');
    expect(planned).toMatch(ADDRESSES);
    expect(tables.get('audit_entries.seq')?.split('\n').length).toBeGreaterThan(20);
    expect(out.get('output')).toContain('audit log ends here');
  });

  it('no secret and no token in logs, answers, messages, mails or tables', () => {
    for (const [where, text] of [...out, ...tables]) {
      expect(
        SECRETS.filter((secret) => text.includes(secret)),
        where,
      ).toEqual([]);
      expect(TOKEN.exec(text)?.[0], where).toBeUndefined();
    }
  });

  it('no address of an assignee', () => {
    const where = [...out, ...tables].filter(([, text]) => ADDRESSES.test(text)).map(([name]) => name);
    expect(where).toEqual([]);
  });
});
