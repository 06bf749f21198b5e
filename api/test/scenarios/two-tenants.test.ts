/** I10: two directories in one database. Whatever one of them asks, nothing of the other comes back or changes. */
import { createHash } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqlAuditLog } from '../../src/adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../../src/adapters/postgres/audit-people.ts';
import type { Database } from '../../src/adapters/postgres/open-database.ts';
import { createStores } from '../../src/adapters/postgres/stores.ts';
import { testSeals } from '../../src/adapters/postgres/testing/test-seals.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import { routes, type Route } from '../../src/contract/index.ts';
import type { BuildingId, TenantId } from '../../src/core/model/place.ts';
import { makePlanFor } from '../../src/engine/make-plan.ts';
import { putBuilding } from '../../src/engine/put-building.ts';
import { startRun } from '../../src/engine/start-run.ts';
import type { Caller } from '../../src/ports/token-check.ts';
import { aBuilding } from '../builders/building.ts';
import { appOf } from '../builders/app-of.ts';
import { World } from '../builders/world.ts';

const NAMES = ['north', 'south'] as const;
type Name = (typeof NAMES)[number];
const other = (name: Name): Name => (name === 'north' ? 'south' : 'north');
const tenantOf = (name: Name) => `tenant-${name}` as TenantId;
const ROUTES: Route[] = Object.values(routes);
const EVENTS = routes.runEvents.path;

interface Ours {
  readonly buildingId: BuildingId;
  readonly planId: string;
  readonly runId: string;
  readonly userId: string;
}

let database: Database;
let world: World;
let app: ReturnType<typeof appOf>;
const ours = new Map<Name, Ours>();

/** A synced building, a run, answers, settings and an audit, all under names that only this directory has. */
async function fill(name: Name): Promise<void> {
  const tenant = tenantOf(name);
  const userId = `user-of-${name}`;
  world.tokens.accounts.set(tenant, {
    tenantId: tenant,
    userId,
    name: `Account of ${name}`,
    connectedAt: '2030-01-01T08:00:00Z',
  });
  const by = { userId, name: `Person of ${name}`, isAdmin: true };
  const building = aBuilding({}, { name: `House ${name}` });
  const document = { buildings: [building], findings: [] };
  const asked = { tenant, source: 'files', sourceKey: building.key, document, by };
  const { buildingId } = await putBuilding(world.deps, asked);
  const plan = await makePlanFor(world.deps, { tenant, buildingId, by: by.name, byId: userId });
  const run = await startRun(world.deps, { tenant, planId: plan.id, release: [], by });
  await world.work();
  await world.stores.answers.claim(tenant, 'same-user', 'same-key', `hash of ${name}`, world.clock.now());
  await world.stores.answers.answer(tenant, 'same-user', 'same-key', 202, { secret: name });
  await world.stores.settings.save(tenant, 'same-key', { secret: name });
  await world.stores.tokens.save(tenant, { name }, Buffer.from(name), world.clock.now());
  ours.set(name, { buildingId, planId: plan.id, runId: run.id, userId });
}

const of = (name: Name): Ours => {
  const found = ours.get(name);
  if (found === undefined) throw new Error(`Nothing of ${name}`);
  return found;
};

beforeAll(async () => {
  database = await openTestDatabase();
  world = new World(createStores(database, testSeals));
  const audit = { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) };
  Object.assign(world.deps, { audit });
  for (const name of NAMES) await fill(name);
  app = appOf(world, callerOf);
}, 120_000);
afterAll(() => database.close());

function callerOf(header: string): Caller {
  const name = header.replace('Bearer ', '') as Name;
  const roles = ['Places.Admin'];
  return {
    tenantId: tenantOf(name),
    userId: 'same-user',
    name: `Asker ${name}`,
    roles,
    tokenId: '',
    token: '',
  };
}

/** Everything that only this directory may see. */
const secretsOf = (name: Name): string[] => [
  ...Object.values(of(name)),
  ` ${name}"`,
  `House ${name}`,
  `of ${name}`,
];

const digest = async (tenant: TenantId): Promise<string> => {
  const { buildings, known, plans, runs, reports, settings, tokens } = world.stores;
  const mine = of(tenant.endsWith('north') ? 'north' : 'south');
  const all = [
    await buildings.list(tenant, {}),
    await known.load(tenant, mine.buildingId),
    await plans.load(tenant, mine.planId),
    await runs.load(tenant, mine.runId),
    await runs.journal(tenant, mine.runId),
    await reports.load(tenant, mine.runId),
    await settings.load(tenant, 'same-key'),
    await tokens.load(tenant),
    await world.deps.audit.log.page(tenant, 0, 1000),
  ];
  return createHash('sha256').update(JSON.stringify(all)).digest('hex');
};

describe.each(NAMES)('I10 the directory %s', (name) => {
  const stranger = other(name);
  const tenant = tenantOf(name);

  it('finds nothing of the other in any store, by whatever id', async () => {
    const { buildings, known, plans, runs, reports, answers, settings, tokens } = world.stores;
    const { audit } = world.deps;
    const { buildingId, planId, runId, userId } = of(stranger);
    const places = (await known.load(tenantOf(stranger), buildingId)).map(({ placeId }) => placeId);
    const [entry] = await audit.log.page(tenantOf(stranger), 0, 1);
    expect(places.length).toBeGreaterThan(0);
    const got = [
      await buildings.load(tenant, buildingId),
      await buildings.snapshot(tenant, buildingId),
      await buildings.list(tenant, {}),
      await known.load(tenant, buildingId),
      await known.page(tenant, buildingId, {}),
      await known.ofOthers(tenant, of(name).buildingId, places),
      await plans.load(tenant, planId),
      await plans.latest(tenant, buildingId),
      await runs.load(tenant, runId),
      await runs.list(tenant, null, {}),
      await runs.list(tenant, buildingId, {}),
      await runs.latest(tenant, buildingId),
      await runs.journal(tenant, runId),
      await runs.events(tenant, runId, 0),
      await reports.load(tenant, runId),
      await settings.load(tenant, 'same-key'),
      Buffer.from((await tokens.load(tenant))?.sealed ?? []).toString(),
      await answers.claim(tenant, 'same-user', 'same-key', `hash of ${name}`, world.clock.now()),
      await audit.log.page(tenant, 0, 1000),
      [...(await audit.people.namesOf(tenant, [entry?.initiator ?? '']))],
      await audit.people.erase(tenant, userId),
    ];
    const text = JSON.stringify(got);
    for (const secret of secretsOf(stranger)) expect(text).not.toContain(secret);
    expect(text).toContain(`"secret":"${name}"`);
  });

  it('gets nothing of the other from any route, with its own or the other one’s ids, and changes nothing', async () => {
    const before = await digest(tenantOf(stranger));
    for (const [ids, mayFind] of [
      [of(name), true],
      [of(stranger), false],
    ] as const) {
      for (const route of ROUTES.filter(({ path }) => !mayFind || path !== EVENTS)) {
        const values: Record<string, string> = { ...ids, source: 'files', sourceKey: 'hq' };
        const path = route.path.replace(/\{(\w+)\}/g, (_all, part: string) => values[part] ?? 'unknown');
        const call = request(app)[route.method](path).set('Authorization', `Bearer ${name}`);
        const answer = await call.set('Idempotency-Key', `${path} ${mayFind}`).timeout(20_000);
        const shown = `${answer.text}${JSON.stringify(answer.headers)}`;
        const asked = new Set(Object.values(ids));
        for (const secret of secretsOf(stranger).filter((one) => !asked.has(one)))
          expect(shown, `${route.method} ${path}`).not.toContain(secret);
        if (!mayFind && /\{(buildingId|planId|runId)\}/.test(route.path))
          expect(answer.status, path).toBe(404);
      }
    }
    expect(await digest(tenantOf(stranger))).toBe(before);
  });
});
