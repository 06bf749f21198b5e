/**
 * T09: every declared route x every role x every directory x own and foreign objects, generated from the declarations,
 * with real tokens through the real check. A route added to the contract is in the matrix by being there.
 */
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  CLIENT,
  startSignIn,
  TENANT,
  type RunningSignIn,
} from '../../../../sandbox/src/sign-in/testing/start-sign-in.ts';
import { aBuilding } from '../../../test/builders/building.ts';
import { World } from '../../../test/builders/world.ts';
import { createTokenCheck, TEAMS_CLIENTS } from '../../adapters/identity/token-check.ts';
import { Role, routes, type Route, type RouteId } from '../../contract/index.ts';
import type { TenantId } from '../../core/model/place.ts';
import { makePlanFor } from '../../engine/make-plan.ts';
import { putBuilding } from '../../engine/put-building.ts';
import { startRun } from '../../engine/start-run.ts';
import { createApp } from '../app.ts';
import { authenticate } from './authenticate.ts';
import { requireRole } from './require-role.ts';

const OTHER_TENANT = '9c2e7b14-64f0-4d0a-b8a1-3f5c1d2e7a90';
const ALL = Object.entries(routes) as [RouteId, Route][];
const ID = /\{(buildingId|planId|runId)\}/;
const UNKNOWN = { buildingId: 'unknown', planId: 'unknown', runId: 'unknown' };

/** The people of the matrix: a role each, one without, and one of another directory who has every role there. */
const PEOPLE = { viewer: 0, operator: 1, admin: 2, ada: -1 } as const;

interface Objects {
  readonly buildingId: string;
  readonly planId: string;
  readonly runId: string;
}

let service: RunningSignIn;
let own: Objects;
let app: ReturnType<typeof createApp>;
const tokens = new Map<string, string>();
let nextKey = 0;

/** A building that was synced once, so that every kind of object is there. */
async function syncedBuilding(world: World): Promise<Objects> {
  const tenant = TENANT as TenantId;
  const by = { userId: 'admin', name: 'Alex Admin', isAdmin: true };
  const building = aBuilding();
  const document = { buildings: [building], findings: [] };
  const asked = { tenant, source: 'files', sourceKey: building.key, document };
  const { buildingId } = await putBuilding(world.deps, asked);
  const plan = await makePlanFor(world.deps, { tenant, buildingId, by: by.name });
  const run = await startRun(world.deps, { tenant, planId: plan.id, release: [], by });
  await world.work();
  return { buildingId, planId: plan.id, runId: run.id };
}

beforeAll(async () => {
  service = await startSignIn();
  const world = new World();
  const account = { userId: 'admin', name: 'Alex Admin', connectedAt: '2030-01-01T08:00:00Z' };
  world.tokens.accounts.set(TENANT as TenantId, { tenantId: TENANT as TenantId, ...account });
  own = await syncedBuilding(world);
  const tokenCheck = createTokenCheck({
    signInUrl: service.url,
    tenantIds: [TENANT, OTHER_TENANT],
    audience: CLIENT,
    allowedClients: TEAMS_CLIENTS,
  });
  app = createApp({
    deps: world.deps,
    gate: {
      authenticate: authenticate(tokenCheck),
      requireRole,
      limits: (_request, _response, next) => next(),
    },
    live: false,
    signInOrigin: service.url,
    system: {
      version: '0.0.0',
      info: {
        mode: 'sandbox',
        tenantId: TENANT,
        signInUrl: 'https://login.microsoftonline.com',
        clientId: CLIENT,
      },
      ready: () => Promise.resolve(true),
    },
    tabFolder: '/nowhere',
    log: () => undefined,
  });
  for (const user of [...Object.keys(PEOPLE), 'outsider']) tokens.set(user, await service.token({ user }));
  const claims = { tid: '7d1c3a52-0000-4000-8000-000000000000' };
  tokens.set('stranger', await service.token({ user: 'admin', claims }));
});
afterAll(() => service.stop());

function call(route: Route, objects: Objects, user: string | null) {
  const values: Record<string, string> = { ...objects, source: 'files', sourceKey: 'hq' };
  const path = route.path.replace(/\{(\w+)\}/g, (_all, name: string) => values[name] ?? 'unknown');
  const asked = request(app)[route.method](path).set('Idempotency-Key', `key-${nextKey++}`);
  if (user !== null) void asked.set('Authorization', `Bearer ${tokens.get(user) ?? ''}`);
  return route.method === 'get' || route.method === 'delete' ? asked : asked.type('json').send('{}');
}

/** What a person may get to see of a route: an answer or one of the problems it declares. */
const declared = (route: Route): number[] => [
  ...Object.keys(route.answers).map(Number),
  ...(route.problems ?? []).filter((status) => status !== 404),
  422,
];
/** As docs/permissions.md promises them, written down apart from the declarations: what changes here changes there. */
const PROMISED: Record<Route['role'], RouteId[]> = {
  anyone: ['healthLive', 'healthReady', 'info', 'openapi'],
  signedIn: ['me'],
  'Places.Viewer': [
    ...([
      'readiness',
      'listBuildings',
      'getBuilding',
      'getPlan',
      'listRuns',
      'getRun',
      'listRunPlaces',
    ] as const),
    ...(['runEvents', 'getReport', 'getMap', 'listKnown'] as const),
    ...(['getNotifications', 'listApprovals', 'getApproval'] as const),
  ],
  'Places.Operator': ['createPlan', 'startRun', 'cancelRun', 'resumeRun', 'retryRun'],
  'Places.Admin': [
    ...(['connect', 'disconnect', 'putBuilding', 'importFiles', 'fetchSource'] as const),
    ...(['listAudit', 'auditHead', 'verifyAudit', 'exportPerson', 'eraseAuditPerson'] as const),
    ...(['putNotifications', 'putApproval'] as const),
  ],
};
const needed = (role: Role): number => Role.options.indexOf(role);

describe('T09 the matrix of routes', () => {
  it.each(Object.entries(PROMISED))('C09 %s: exactly the routes that the docs promise', (role, ids) => {
    const declared = ALL.filter(([, route]) => route.role === role).map(([id]) => id);
    expect(declared.sort()).toEqual([...ids].sort());
  });

  it('covers every route', () => {
    expect(Object.values(PROMISED).flat().sort()).toEqual(ALL.map(([id]) => id).sort());
  });

  it.each(ALL.filter(([, route]) => route.role !== 'anyone'))(
    'C03 C04 C09 %s: nobody gets in without a token, or with one of a directory that is not served',
    async (_id, route) => {
      for (const [user, code] of [
        [null, 'token-missing'],
        ['stranger', 'token-tenant'],
      ] as const) {
        const answer = await call(route, own, user);
        expect(answer.status).toBe(401);
        expect(answer.body.code).toBe(code);
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
      }
    },
  );

  it.each(ALL.filter(([, route]) => route.role !== 'anyone'))(
    'C09 %s: each role gets what is declared, and nothing else',
    async (_id, route) => {
      for (const [user, rank] of Object.entries(PEOPLE)) {
        const answer = await call(route, own, user);
        const allowed = route.role === 'signedIn' || rank >= needed(route.role as Role);
        // The building has no floor that could be drawn: found, but without a map.
        if (answer.body.code === 'no-map' && allowed) continue;
        if (allowed) expect(declared(route), `${user}: ${answer.text}`).toContain(answer.status);
        else expect([answer.status, answer.body.code], user).toEqual([403, 'role-missing']);
      }
    },
  );

  it.each(ALL.filter(([, route]) => ID.test(route.path)))(
    'C21 I10 %s: an object of another directory is as unknown as one that never was',
    async (_id, route) => {
      const foreign = await call(route, own, 'outsider');
      const unknown = await call(route, UNKNOWN, 'outsider');
      expect([foreign.status, unknown.status]).toEqual([404, 404]);
      expect(unknown.body.code).toBe(foreign.body.code);
      expect({ ...unknown.body, traceId: '' }).toEqual({ ...foreign.body, traceId: '' });
    },
  );

  it.each(ALL.filter(([, route]) => route.method === 'get' && !ID.test(route.path)))(
    'I10 %s: shows another directory nothing of ours',
    async (_id, route) => {
      const answer = await call(route, own, 'outsider');
      const shown = `${answer.text}${JSON.stringify(answer.headers)}`;
      for (const secret of [own.buildingId, own.planId, own.runId, 'Contoso House', 'Alex Admin']) {
        expect(shown).not.toContain(secret);
      }
    },
  );
});
