/** The web side of reliability-security.md section 4: the controls C27 to C47 that a request can see, by their ids. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aBuilding } from '../../test/builders/building.ts';
import { tenant, World } from '../../test/builders/world.ts';
import { routes, type Route } from '../contract/index.ts';
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { Caller, TokenCheck } from '../ports/token-check.ts';
import { createApp, type AppOptions } from './app.ts';
import { authenticate } from './auth/authenticate.ts';
import { requireRole } from './auth/require-role.ts';
import { rateLimits, type RateLimits } from './rate-limits.ts';

const PAGE = '<!doctype html><style nonce="__CSP_NONCE__"></style><script src="/tab/assets/a.js"></script>';
const ROUTES: Route[] = Object.values(routes);

let tabFolder: string;
beforeAll(async () => {
  tabFolder = await mkdtemp(join(tmpdir(), 'places-sync-tab-'));
  await mkdir(join(tabFolder, 'assets'));
  await writeFile(join(tabFolder, 'index.html'), PAGE);
  await writeFile(join(tabFolder, 'assets', 'a.js'), '');
});
afterAll(() => rm(tabFolder, { recursive: true }));

/** `Bearer <name>` is an administrator of that name, `Bearer <name>@<tenant>` one of another directory. */
const tokenCheck: TokenCheck = {
  check(header) {
    const [name, of = tenant] = header?.replace('Bearer ', '').split('@') ?? [];
    if (name === undefined) return Promise.reject(new AppError('permission', 'token-missing', 'No token.'));
    const caller: Caller = {
      tenantId: of as TenantId,
      userId: name,
      name,
      roles: ['Places.Admin'],
      tokenId: '',
      token: '',
    };
    return Promise.resolve(caller);
  },
};

function setUp(more: Partial<AppOptions> = {}, limits: RateLimits = rateLimits('sandbox')) {
  const world = new World();
  const app = createApp({
    deps: world.deps,
    gate: {
      authenticate: authenticate(tokenCheck, limits.failedSignIn),
      requireRole,
      limits: limits.signedIn,
      limitsOf: limits.ofRoute,
    },
    live: true,
    signInOrigin: 'https://login.microsoftonline.com',
    system: {
      version: '1',
      info: {
        mode: 'live',
        tenantId: tenant,
        signInUrl: 'https://login.microsoftonline.com',
        clientId: 'client',
      },
      ready: () => Promise.resolve(true),
    },
    tabFolder,
    log: () => undefined,
    ...more,
  });
  return { app, world };
}

const as = (call: request.Test, name = 'ada') => call.set('Authorization', `Bearer ${name}`);
const pathOf = ({ path }: Route) => path.replace(/\{\w+\}/g, 'unknown');

describe('every route', () => {
  const cases = [
    ...ROUTES.map((route) => [route.method, pathOf(route)] as const),
    ['get', '/api/x'] as const,
  ];

  it.each(cases)('C27 C28 C29 C47 %s %s: headers with and without a token', async (method, path) => {
    const { app } = setUp();
    for (const call of [request(app)[method](path), as(request(app)[method](path))]) {
      const { headers } = await call.set('Origin', 'https://evil.example');
      const policy = String(headers['content-security-policy']);
      expect(policy.split(';').sort()).toEqual([
        "base-uri 'none'",
        "default-src 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ]);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'cache-control': 'no-store',
      });
      for (const name of ['x-powered-by', 'server', 'x-frame-options', 'set-cookie'])
        expect(headers).not.toHaveProperty(name);
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  it.each(cases)('C29 %s %s: a browser of another site is not let in by CORS', async (_method, path) => {
    const answer = await request(setUp().app)
      .options(path)
      .set('Origin', 'https://evil.example')
      .set('Access-Control-Request-Method', 'POST')
      .set('Access-Control-Request-Headers', 'authorization,content-type');
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  it('C47 shows no version of product or libraries without a token', async () => {
    const { app } = setUp();
    for (const route of ROUTES.filter(({ role }) => role === 'anyone')) {
      const { text, headers } = await request(app).get(route.path);
      expect(JSON.stringify(headers)).not.toMatch(/express|node|\d+\.\d+\.\d+/i);
      if (!route.path.endsWith('openapi.json')) expect(text).not.toMatch(/\d+\.\d+\.\d+/);
      else expect(JSON.parse(text)).toMatchObject({ info: { version: '1' } });
    }
  });
});

describe('the page of the tab', () => {
  it('C27 may be framed by Teams, Microsoft 365 and Outlook only', async () => {
    const { headers } = await request(setUp().app).get('/tab');
    const ancestors = /frame-ancestors ([^;]+)/.exec(String(headers['content-security-policy']))?.[1];
    const hosts = ancestors?.split(' ').filter((host) => host !== "'self'") ?? [];
    expect(hosts).toEqual(
      expect.arrayContaining(['https://teams.microsoft.com', 'https://*.cloud.microsoft']),
    );
    const microsoft =
      /^https:\/\/[\w*.-]+\.(microsoft\.com|microsoft|microsoft365\.com|office\.com|office365\.com)$/;
    for (const host of hosts)
      expect(`${host}`.replace('https://*.cloud.microsoft', 'https://a.cloud.microsoft')).toMatch(microsoft);
  });

  it('C28 runs our own files only; the nonce for styles is fresh with every answer', async () => {
    const { app } = setUp();
    const answers = [await request(app).get('/tab'), await request(app).get('/tab/config')];
    const nonces = answers.map(({ headers, text }) => {
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toMatch(/script-src 'self'(;|$)/);
      expect(policy).toContain("object-src 'none'");
      expect(policy).not.toContain('unsafe');
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
      expect(text).toContain(`nonce="${nonce}"`);
      expect(nonce.length).toBeGreaterThanOrEqual(22);
      expect(headers['cache-control']).toBe('no-store');
      return nonce;
    });
    expect(nonces[0]).not.toBe(nonces[1]);
    expect((await request(app).get('/tab/assets/a.js')).headers['cache-control']).toContain('immutable');
  });
});

describe('what comes in', () => {
  const start = '/api/plans/unknown/runs';
  const post = (path: string) => as(request(setUp().app).post(path)).set('Idempotency-Key', 'k');

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'C29 a form of another site (%s) is refused',
    async (type) => {
      const answer = await post(start).set('Content-Type', type).send('{"release":[]}');
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported-media-type']);
    },
  );

  it('C31 a body over a megabyte, one nested too deep and a value of the wrong kind', async () => {
    const json = (text: string) => post(start).set('Content-Type', 'application/json').send(text);
    const large = await json(JSON.stringify({ release: ['x'.repeat(1_100_000)] }));
    expect([large.status, large.body.code]).toEqual([413, 'too-large']);
    const deep = await json(`{"release":${'['.repeat(40)}${']'.repeat(40)}}`);
    expect([deep.status, deep.body.code]).toEqual([422, 'too-deep']);
    const wrong = await json('{"release":[{"code":1}]}');
    expect([wrong.status, wrong.body.code]).toEqual([422, 'invalid-body']);
    expect(wrong.body.errors).not.toEqual([]);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('C32 the key %s', async (key) => {
    const answer = await post(start)
      .set('Content-Type', 'application/json')
      .send(`{"${key}":{"isAdmin":true}}`);
    expect([answer.status, answer.body.code]).toEqual([422, 'forbidden-key']);
    expect({}).not.toHaveProperty('isAdmin');
  });
});

describe('C17 notifications of Graph', () => {
  it.each(['/api/notifications', '/api/webhooks', '/api/subscriptions', '/api/messages', '/'])(
    'are not taken: nothing at %s answers a validation token, or shows it',
    async (path) => {
      const token = '<script>alert(1)</script>';
      const { app } = setUp();
      for (const method of ['get', 'post'] as const) {
        const answer = await request(app)[method](path).query({ validationToken: token });
        expect(answer.text).not.toContain('alert(1)');
        if (method === 'post') expect(answer.status).toBe(404);
      }
    },
  );
});

describe('C38 Idempotency-Key', () => {
  it('is needed for a start, belongs to one address, and is free again after a refusal', async () => {
    const { app, world } = setUp();
    const plan = await world.plan(await world.import(aBuilding()));
    const start = (id: string) => as(request(app).post(`/api/plans/${id}/runs`)).send({});
    const none = await start(plan.id);
    expect([none.status, none.body.code]).toEqual([400, 'idempotency-key-missing']);
    for (let time = 1; time <= 2; time += 1) {
      const refused = await start('unknown').set('Idempotency-Key', 'two');
      expect([refused.status, refused.body.code]).toEqual([404, 'no-such-plan']);
    }
    expect((await start(plan.id).set('Idempotency-Key', 'one')).status).toBe(202);
    const elsewhere = await start('unknown').set('Idempotency-Key', 'one');
    expect([elsewhere.status, elsewhere.body.code]).toEqual([422, 'idempotency-key-reused']);
  });

  it('200 repeats start one run; another body, another person and a request under way are told apart', async () => {
    const { app, world } = setUp();
    const plan = await world.plan(await world.import(aBuilding()));
    const start = (key: string, body: object, name?: string) =>
      as(request(app).post(`/api/plans/${plan.id}/runs`), name)
        .set('Idempotency-Key', key)
        .send(body);
    const first = await start('one', {});
    expect(first.status).toBe(202);
    for (let repeat = 0; repeat < 200; repeat += 1) {
      const again = await start('one', {});
      expect([again.status, again.body]).toEqual([202, first.body]);
    }
    const { items } = await world.stores.runs.list(tenant, null, {});
    expect(items).toHaveLength(1);
    const other = await start('one', { release: ['x'] });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency-key-reused']);
    const somebody = await start('one', {}, 'bo');
    expect([somebody.status, somebody.body.code]).toEqual([409, 'run-active']);
    await world.stores.answers.claim(tenant, 'ada', 'busy', 'x', world.clock.now());
    expect((await start('busy', {})).status).toBeGreaterThanOrEqual(409);
  });
});

describe('C39 rate limits', () => {
  const refused = (answer: request.Response, code = 'too-many-requests') => {
    expect([answer.status, answer.body.code]).toEqual([429, code]);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  };
  const live = () => setUp({}, rateLimits('live'));
  const times = async (count: number, call: () => request.Test, status: number) => {
    for (let nth = 1; nth <= count; nth += 1) expect((await call()).status, `call ${nth}`).toBe(status);
  };

  it('a person changes 60 times a minute, and may go on reading', async () => {
    const { app } = live();
    const change = (name: string) => as(request(app).delete('/api/audit/people/nobody'), name);
    await times(60, () => change('ada'), 200);
    refused(await change('ada'));
    expect((await change('bo')).status).toBe(200);
    expect((await as(request(app).get('/api/me'))).status).toBe(200);
  });

  it('the same user id in another directory is another person', async () => {
    const { app } = setUp({}, rateLimits('live', { personReads: 2 }));
    const read = (name: string) => as(request(app).get('/api/me'), name);
    await times(2, () => read('ada'), 200);
    refused(await read('ada'));
    expect((await read('ada@tenant-2')).status).toBe(200);
  });

  it('a tenant changes as often as ten people, whoever does it', async () => {
    const { app } = setUp({}, rateLimits('live', { personChanges: 2, tenantChanges: 4 }));
    const change = (name: string) => as(request(app).delete('/api/audit/people/nobody'), name);
    await times(2, () => change('ada'), 200);
    await times(2, () => change('bo'), 200);
    refused(await change('cleo'));
  });

  it('reads of a person, then of the tenant', async () => {
    const { app } = setUp({}, rateLimits('live', { personReads: 5, tenantReads: 8 }));
    const read = (name: string) => as(request(app).get('/api/me'), name);
    await times(5, () => read('ada'), 200);
    refused(await read('ada'));
    // The refused one was not counted for the tenant.
    await times(3, () => read('bo'), 200);
    refused(await read('bo'));
    expect((await request(app).get('/api/health/live')).status).toBe(200);
  });

  it('six previews a minute of one person, six addresses to read from', async () => {
    const { app, world } = live();
    const id = await world.import(aBuilding());
    const preview = (name: string) => as(request(app).post(`/api/buildings/${id}/plans`), name);
    await times(6, () => preview('ada'), 201);
    refused(await preview('ada'));
    expect((await preview('bo')).status).toBe(201);
    const fetch = () =>
      as(request(app).post('/api/sources/files/fetches')).send({ address: 'https://maps.contoso.example/' });
    await times(6, fetch, 422);
    refused(await fetch());
  });

  it('ten starts of a building an hour, counted for every process together; another building is free', async () => {
    const { app, world } = setUp();
    Object.assign(world.deps, { startsPerHour: 10 });
    const start = async (id: BuildingId) => {
      const plan = await world.plan(id);
      const answer = await as(request(app).post(`/api/plans/${plan.id}/runs`))
        .set('Idempotency-Key', plan.id)
        .send({});
      await world.work();
      return answer;
    };
    const first = await world.import(aBuilding());
    for (let nth = 1; nth <= 10; nth += 1) expect((await start(first)).status, `start ${nth}`).toBe(202);
    const answer = await start(first);
    refused(answer, 'too-many-starts');
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(3600);
    const annex = await world.import(aBuilding({}, { key: 'annex', name: 'Annex' }));
    expect((await start(annex)).status).toBe(202);
    await world.clock.wait(3_600_000);
    expect((await start(first)).status).toBe(202);
  });

  it('20 failed sign-ins a minute of one address; a good token still gets in', async () => {
    const { app } = live();
    const fail = (ip: string) => request(app).get('/api/me').set('X-Forwarded-For', ip);
    await times(20, () => fail('203.0.113.7'), 401);
    const answer = await fail('203.0.113.7');
    refused(answer);
    expect(answer.headers['www-authenticate']).toBeUndefined();
    // With a port, as some proxies write it.
    refused(await fail('203.0.113.7:50123'));
    expect((await fail('203.0.113.8')).status).toBe(401);
    expect((await as(fail('203.0.113.7'))).status).toBe(200);
  });

  it('none of it in sandbox mode', async () => {
    const { app, world } = setUp();
    const id = await world.import(aBuilding());
    await times(12, () => as(request(app).post(`/api/buildings/${id}/plans`)), 201);
    await times(70, () => as(request(app).delete('/api/audit/people/nobody')), 200);
    await times(25, () => request(app).get('/api/me'), 401);
  });
});

describe('C40 every refusal', () => {
  it.each(
    ROUTES.filter(({ role }) => role !== 'anyone').map((route) => [route.method, pathOf(route)] as const),
  )('%s %s: problem+json with a trace, also without a token', async (method, path) => {
    const { status, headers, body } = await request(setUp().app)[method](path);
    expect(status).toBe(401);
    expect(headers['content-type']).toContain('application/problem+json');
    expect(body).toMatchObject({ type: 'urn:problem:places-sync:token-missing', status });
    expect(body.traceId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('shows nothing of an error of our own, and logs it under the same trace', async () => {
    const logged: { traceId: string; cause: unknown }[] = [];
    const { app, world } = setUp({ log: (entry) => logged.push(entry) });
    const secret = 'select * from runs at /srv/app/store.ts with eyJhbGciOi.eyJzdWIi.c2ln';
    world.stores.buildings.list = () => Promise.reject(new Error(secret));
    const answer = await as(request(app).get('/api/buildings'));
    expect(answer.status).toBe(500);
    expect(answer.text).not.toMatch(/select|srv|eyJ|\.ts|stack/);
    expect(logged).toMatchObject([{ traceId: answer.body.traceId, cause: { message: secret } }]);
  });

  it('names no file of ours for an address that is not there, or is malformed', async () => {
    const { app } = setUp();
    for (const path of ['/api/buildings/%E0%A4%A', '/nothing', '/tab/assets/../../package.json']) {
      const answer = await as(request(app).get(path));
      expect(answer.status, path).toBeGreaterThanOrEqual(400);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.text).not.toMatch(/node_modules|\.ts|dist|tmp/);
    }
  });
});
