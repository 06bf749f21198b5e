/** What an attacker sends who has no token, the token of a Viewer or of another directory, and a socket of their own. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product } from './start-product.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND', 'SEARCH', 'PURGE', 'TRACE'];

let product: Product;
let calls: { method: string; path: string; open: boolean }[];
const tokens = new Map<string, string>();

beforeAll(async () => {
  product = await Product.start();
  for (const user of ['admin', 'viewer', 'outsider'] as const) tokens.set(user, await product.token(user));
  const { body } = await product.api('GET', '/api/openapi.json');
  calls = Object.entries<Record<string, any>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, 'unknown'),
      open: call['x-role'] === 'anyone',
    })),
  );
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

/** Sends the text as it is and reads until the server closes the connection, or has answered once. */
function raw(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(product.env['PORT']), '127.0.0.1', () => socket.write(text, 'latin1'));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('latin1');
      if (answer.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
}
const auth = (user: string) => `Authorization: Bearer ${tokens.get(user) ?? ''}\r\n`;
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const get = (path: string, headers = '') =>
  raw(`GET ${path} HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n${headers}\r\n`);

async function send(method: string, path: string, user?: string, more: RequestInit = {}) {
  const headers = {
    'Idempotency-Key': crypto.randomUUID(),
    ...(user === undefined ? {} : { Authorization: `Bearer ${tokens.get(user) ?? ''}` }),
    ...(more.headers as Record<string, string> | undefined),
  };
  const answer = await fetch(product.appUrl + path, { redirect: 'manual', ...more, method, headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe('requests that a proxy and a server could read in two ways', () => {
  const post = (headers: string, body: string) =>
    `POST /api/plans/x/runs HTTP/1.1\r\nHost: a.example\r\n${headers}\r\n${body}`;
  const second = 'GET /api/me HTTP/1.1\r\nHost: a.example\r\n\r\n';
  it.each([
    [
      'a length and chunks',
      post('Content-Length: 4\r\nTransfer-Encoding: chunked\r\n', `0\r\n\r\n${second}`),
    ],
    ['two lengths', post('Content-Length: 2\r\nContent-Length: 40\r\n', '{}')],
    ['a length that is no number', post('Content-Length: +2\r\n', '{}')],
    ['an unknown coding', post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n')],
    ['chunks that are not the last coding', post('Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n')],
    ['a chunk without a size', post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n')],
    ['a space before the colon', 'GET /api/me HTTP/1.1\r\nHost : a.example\r\n\r\n'],
    ['a folded header', 'GET /api/me HTTP/1.1\r\nHost: a.example\r\n Authorization: x\r\n\r\n'],
    ['lines without a carriage return', 'GET /api/me HTTP/1.1\nHost: a.example\n\n'],
    ['no host', 'GET /api/me HTTP/1.1\r\n\r\n'],
    ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a header of 20 kB', `GET /api/me HTTP/1.1\r\nHost: a.example\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
  ])('%s: refused once, and the connection ends', async (_what, text) => {
    const answer = await raw(text);
    expect([400, 431]).toContain(statusOf(answer));
    expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });

  it('two Authorization headers: only the first counts', async () => {
    expect(statusOf(await get('/api/me', `Authorization: Bearer x\r\n${auth('admin')}`))).toBe(401);
  });

  it.each([
    [
      'websocket',
      'Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13',
    ],
    ['h2c', 'Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__'],
  ])('another protocol on the same connection (%s) is not offered', async (_what, headers) => {
    const answer = await raw(
      `GET /api/me HTTP/1.1\r\nHost: a.example\r\nConnection: Upgrade\r\n${headers}\r\n\r\n`,
    );
    expect(statusOf(answer)).toBe(401);
  });
});

describe('other spellings of an address', () => {
  it.each([
    ...['/API/me', '/api/ME', '/api//me', '//api/me', '/api/./me', '/api/x/../me', '/%61pi/me', '/api/%6de'],
    ...['/api/me%2f', '/api/me;a=b', '/api\\me', '/api/me%00', '/api/me/.', 'http://b.example/api/me', '*'],
    ...['/api/me?access_token=x', '/api/me/', '/api/health/live/../../me'],
  ])('%s lets nobody in without a token', async (path) => {
    expect([400, 401, 404]).toContain(statusOf(await get(path)));
  });

  it.each(['X-Original-URL', 'X-Rewrite-URL', 'X-HTTP-Method-Override', 'X-Forwarded-Prefix'])(
    'nor does the header %s',
    async (name) => {
      for (const value of ['/api/health/live', 'GET', '/']) {
        expect(statusOf(await get('/api/me', `${name}: ${value}\r\n`))).toBe(401);
      }
    },
  );

  it.each([
    ...['..%2f..%2fpackage.json', '%2e%2e/%2e%2e/package.json', '..\\..\\package.json', '%00', '.env', ''],
    ...['....//package.json', '%252e%252e%252fpackage.json', '/etc/passwd', 'none.js'],
  ])('no file but those of the tab: /tab/assets/%s', async (path) => {
    const answer = await get(`/tab/assets/${path}`);
    expect(statusOf(answer)).toBe(404);
    expect(answer).not.toMatch(/"dependencies"|root:|^location:/im);
  });

  it.each([
    '//evil.example/',
    '/\\evil.example',
    '/?next=//evil.example',
    '/tab//evil.example',
    '/tab/assets',
  ])('%s leads nowhere else', async (path) => {
    const location = /^location: (.*)\r$/im.exec(await get(path, 'X-Forwarded-Host: evil.example\r\n'))?.[1];
    expect([undefined, '/tab']).toContain(location);
  });
});

describe('every declared call', () => {
  it('knows no other method, whoever asks', async () => {
    const declared = new Map<string, Set<string>>();
    for (const { method, path } of calls) {
      const methods = declared.get(path) ?? new Set();
      declared.set(path, methods.add(method).add(method === 'GET' ? 'HEAD' : method));
    }
    for (const [path, methods] of declared) {
      for (const method of METHODS.filter((one) => !methods.has(one))) {
        const answer = await raw(
          `${method} ${path} HTTP/1.1\r\nHost: a.example\r\n${auth('admin')}Content-Length: 0\r\nConnection: close\r\n\r\n`,
        );
        expect(statusOf(answer), `${method} ${path}`).toBe(404);
      }
    }
  });

  it('refuses who may not before it reads what they send', async () => {
    const body = 'x'.repeat(1_100_000);
    for (const { method, path, open } of calls.filter((call) => !call.open && call.method !== 'GET')) {
      expect(open).toBe(false);
      for (const [user, statuses] of [
        [undefined, [401]],
        ['viewer', [403]],
      ] as const) {
        const { status } = await send(method, path, user, {
          body,
          headers: { 'Content-Type': 'text/plain' },
        });
        expect(statuses, `${method} ${path} ${user}`).toContain(status);
      }
    }
  });

  it('answers a body of the wrong type, form or coding with a refusal, never with an error of ours', async () => {
    const json = 'application/json';
    const bodies: [type: string, body: string][] = [
      ...['null', '[]', '"x"', '1', 'true', '{', '{}{}', '{"release":{"length":1}}', '{"a":"\\u0000"}'].map(
        (body): [string, string] => [json, body],
      ),
      [json, '['.repeat(100_000)],
      [json, `{"a":${'{"b":'.repeat(2000)}1${'}'.repeat(2001)}`],
      ['application/json; charset=utf-16', '{}'],
      ['application/xml', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'],
      ['multipart/form-data', 'x'],
      [
        'multipart/form-data; boundary=x',
        '--x\r\ncontent-disposition: form-data; name="files"; filename="a"\r\n\r\nz',
      ],
      [
        'multipart/form-data; boundary=x',
        '--x\r\ncontent-disposition: form-data; name="__proto__[a]"\r\n\r\nz\r\n--x--\r\n',
      ],
    ];
    for (const { method, path } of calls.filter((call) => ['POST', 'PUT'].includes(call.method))) {
      if (path === '/api/me/connection') continue;
      for (const [type, body] of bodies) {
        const { status, text } = await send(method, path, 'admin', {
          body,
          headers: { 'Content-Type': type },
        });
        expect(status, `${method} ${path} ${type} ${body.slice(0, 30)}: ${text}`).toBeLessThan(500);
        expect(text).not.toMatch(/node_modules|root:|\.ts:/);
      }
      for (const coding of ['gzip', 'br', 'nonsense']) {
        const headers = { 'Content-Type': json, 'Content-Encoding': coding };
        const { status } = await send(method, path, 'admin', { body: '{}', headers });
        expect([400, 415], `${method} ${path} ${coding}`).toContain(status);
      }
    }
  });

  it('takes ids of any spelling for unknown ones', async () => {
    const ids = [
      '%00',
      'a%00b',
      '%ED%A0%80',
      '%c0%ae',
      '..%2f..',
      "'%20or%201=1--",
      '%E2%80%AE',
      'x'.repeat(3000),
    ];
    const withId = calls.filter(({ path }) => path.includes('unknown') && !path.startsWith('/api/audit'));
    for (const { method, path } of withId) {
      for (const id of ids) {
        const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
        const { status } = await send(method, path.replaceAll('unknown', id), 'admin', {
          ...body,
          headers: { 'Content-Type': 'application/json' },
        });
        expect([400, 404, 422], `${method} ${path} ${id.slice(0, 20)}`).toContain(status);
      }
    }
    const key = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    for (const query of [
      ...[
        'runs?buildingId=%00',
        'runs?buildingId=a&buildingId=b',
        'buildings?limit=1e9',
        'buildings?cursor=%00',
      ],
      ...[`buildings?cursor=${key('\0', '\0')}`, `runs?cursor=${key('x', 'y')}`, 'audit?cursor=-1'],
    ]) {
      expect((await send('GET', `/api/${query}`, 'admin')).status, query).toBe(400);
    }
  });

  it('is as closed for another directory, spelled as it may be', async () => {
    const { body } = await product.api('GET', '/api/buildings');
    const { id } = body.items[0];
    for (const spelled of [id, id.toUpperCase(), `${id}%20`, encodeURIComponent(id), `${id}/`]) {
      const { status } = await send('GET', `/api/buildings/${spelled}`, 'outsider');
      expect([401, 404]).toContain(status);
    }
  });
});

describe('names from a source', () => {
  it('never get into a header, and a building is not taken with one that could', async () => {
    const put = (id: string, name: string) =>
      send('PUT', `/api/sources/files/buildings/${encodeURIComponent(id)}`, 'admin', {
        body: JSON.stringify(aHouse({ id, desksPerFloor: 0 })).replace(`House H ${id}`, name),
        headers: { 'Content-Type': 'application/json' },
      });
    expect((await put('crlf', 'A\\r\\nSet-Cookie: a=b')).status).toBe(422);
    expect((await put('quoted', 'A\\"; filename=\\"evil.html')).status).toBe(201);
    const { body } = await product.api('GET', '/api/buildings');
    const { id } = body.items.find((item: { sourceKey: string }) => item.sourceKey === 'quoted');
    for (const [format, name] of [
      ['places', 'map-places.zip'],
      ['imdf', 'map-imdf.zip'],
    ]) {
      const { headers } = await send('GET', `/api/buildings/${id}/map?format=${format}`, 'viewer');
      expect(headers.get('content-disposition')).toBe(`attachment; filename=${name}`);
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  it('are refused as the id of a building when they cannot be kept as they are', async () => {
    const body = JSON.stringify(aHouse({ id: 'odd' })).replace('"id":"odd"', '"id":"\\u0000"');
    const { status, text } = await send('POST', '/api/sources/files/imports', 'admin', {
      body,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(status).toBe(422);
    expect(text).toContain('control characters');
  });
});

it('nothing of all that was an error of ours', () => {
  expect(product.output.split('\n').filter((line) => line.includes('"level":50'))).toEqual([]);
});
