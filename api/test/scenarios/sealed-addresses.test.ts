/** C43: whom desks are allocated to stands nowhere in the database, on each of the two engines. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressSeals } from '../../src/adapters/identity/address-seals.ts';
import { SqlAuditLog } from '../../src/adapters/postgres/audit-log.ts';
import { SqlAuditPeople } from '../../src/adapters/postgres/audit-people.ts';
import type { Database } from '../../src/adapters/postgres/database.ts';
import { openDatabase } from '../../src/adapters/postgres/open-database.ts';
import { resealAddresses } from '../../src/adapters/postgres/reseal-addresses.ts';
import { createStores } from '../../src/adapters/postgres/stores.ts';
import { columnsWith, everyText } from '../../src/adapters/postgres/testing/every-text.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import { startThrowAwayServer, whyNoServer } from '../../src/adapters/postgres/testing/throw-away-server.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { checkReadiness } from '../../src/engine/check-readiness.ts';
import { listRunPlaces } from '../../src/engine/list-run-places.ts';
import type { AddressSeals } from '../../src/ports/address-seals.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { tenant, World } from '../builders/world.ts';

const ADDRESSES = ['ada.assignee@contoso.example', 'bo.assignee@contoso.example', 'cy"\\é@contoso.example'];
const WITH_ADDRESSES = ['known_places.fields', 'plans.steps', 'plans.tree', 'snapshots.model'];
const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
/** As a version before this one stored them. */
const inClear: AddressSeals = {
  of: () => ({
    current: 'never',
    seal: (address) => JSON.stringify(address).slice(1, -1),
    isSealed: () => false,
    open: () => null,
    marksOf: () => [],
  }),
};

/** Each desk of the building but the last is somebody's; a shift gives them to the next. */
const houseOf = (key: string, shift = 0) =>
  changed(aBuilding({ desks: 4 }, { key, name: `House ${key}` }), (space) => {
    const number = /-d(\d)$/.exec(space.key)?.[1];
    const email = number === undefined ? undefined : ADDRESSES[Number(number) + shift];
    return { ...space, name: `${space.name} ${key}`, allocations: email === undefined ? [] : [{ email }] };
  });

/** Stores that are opened with other keys, on the same Microsoft Places and the same clock. */
function withSeals(database: Database, { directory, clock }: World, seals: AddressSeals): World {
  const world = new World(createStores(database, seals));
  Object.assign(world.deps, {
    directory: () => directory,
    clock,
    audit: { log: new SqlAuditLog(database), people: new SqlAuditPeople(database) },
    newId: () => crypto.randomUUID(),
  });
  return world;
}

/** Imported and synced, imported with other people and planned: before and after are in the plan. */
async function twoPlans(world: World, key: string): Promise<BuildingId> {
  const building = await world.import(houseOf(key));
  expect((await world.sync(building)).run.state).toBe('done');
  await world.import(houseOf(key, 1));
  await world.plan(building);
  return building;
}

const addressesOf = async (world: World, building: BuildingId) => {
  const { buildings, known, plans } = world.stores;
  const head = await plans.latest(tenant, building);
  const all = [
    await buildings.snapshot(tenant, building),
    await known.load(tenant, building),
    await plans.load(tenant, head?.id ?? ''),
  ];
  return all.map((part) => ADDRESSES.filter((one) => JSON.stringify(part).includes(JSON.stringify(one))));
};
const [later, all] = [ADDRESSES.slice(1), ADDRESSES];

function sealsAddresses(open: () => Promise<Database>): void {
  let database: Database;
  const base = new World();
  beforeAll(async () => {
    database = await open();
  }, 120_000);
  afterAll(() => database.close());
  const worldWith = (seals: AddressSeals) => withSeals(database, base, seals);
  const inTables = async (words: readonly string[] = ADDRESSES) =>
    columnsWith(await everyText(database.owner), words);

  it('C43 an update takes what an older version kept in clear, and seals it at once or when it is written', async () => {
    const old = worldWith(inClear);
    const building = await twoPlans(old, 'older');
    // The control of this file: in clear they are found.
    expect(await inTables()).toEqual(expect.arrayContaining(WITH_ADDRESSES));

    const seals = createAddressSeals([first]);
    const world = worldWith(seals);
    expect(await addressesOf(world, building)).toEqual([later, all, all]);

    const { resealed, unreadable } = await resealAddresses(database, seals, tenant);
    expect([resealed, unreadable]).toEqual([2 + 3 + 4, 0]);
    expect(await inTables()).toEqual([]);
    expect(await addressesOf(world, building)).toEqual([later, all, all]);
    expect((await world.sync(building)).run.state).toBe('done');
    expect((await world.plan(building)).steps).toEqual([]);
    expect(await inTables()).toEqual([]);
  });

  it('C43 what is imported, planned, run and remembered for a key names nobody', async () => {
    const seals = createAddressSeals([first]);
    const world = worldWith(seals);
    const building = await twoPlans(world, 'sealed');
    const { answers, plans } = world.stores;
    const head = await plans.latest(tenant, building);
    const plan = await plans.load(tenant, head?.id ?? '');
    await answers.claim(tenant, 'operator', 'key', 'hash', new Date());
    await answers.answer(tenant, 'operator', 'key', 201, plan);
    expect(await answers.claim(tenant, 'operator', 'key', 'hash', new Date())).toMatchObject({ body: plan });

    expect(await addressesOf(world, building)).toEqual([later, all, all]);
    const marks = ADDRESSES.flatMap((address) => seals.of(tenant).marksOf(address.toUpperCase()));
    expect(await inTables(marks)).toEqual(['answers.body', ...WITH_ADDRESSES]);
    expect(await inTables()).toEqual([]);
  });

  it('C23 C43 a rotation seals everything with the new key, and may be repeated', async () => {
    const before = worldWith(createAddressSeals([first]));
    const building = await twoPlans(before, 'rotated');
    const both = createAddressSeals([second, first]);

    const once = await resealAddresses(database, both, tenant);
    expect(once).toMatchObject({ current: 0, unreadable: 0 });
    expect(once.resealed).toBeGreaterThan(8);
    expect(await resealAddresses(database, both, tenant)).toEqual({
      resealed: 0,
      current: once.resealed,
      unreadable: 0,
    });
    const after = worldWith(createAddressSeals([second]));
    expect(await addressesOf(after, building)).toEqual([later, all, all]);
    expect(
      await inTables(
        createAddressSeals([first])
          .of(tenant)
          .marksOf(all[0] ?? ''),
      ),
    ).toEqual([]);
  });

  it('C43 with a lost key no plan is run without its people; a new import makes everything whole', async () => {
    const before = worldWith(createAddressSeals([second]));
    const building = await twoPlans(before, 'lost');
    const plan = await before.plan(building);
    const queued = await before.start(plan.id);
    const lost = worldWith(createAddressSeals([third]));
    const gone = {
      kind: 'conflict',
      code: 'addresses-sealed',
      details: { hint: expect.stringMatching(/import .* again/) },
    };

    // The run that was queued fails with the reason and its report; nothing is written.
    const writes = base.directory.writesSeen;
    await before.work(lost.deps);
    const run = await lost.run(queued.id);
    expect([run.state, run.stateReason]).toEqual([
      'failed',
      expect.stringMatching(/TOKEN_CACHE_KEY.* Make a new plan\.$/),
    ]);
    expect(await lost.report(run.id)).toMatchObject({ state: 'failed' });
    expect((await listRunPlaces(lost.deps, { tenant, runId: run.id }, {})).items.length).toBeGreaterThan(4);
    expect(base.directory.writesSeen).toBe(writes);

    await expect(lost.start(plan.id)).rejects.toMatchObject(gone);
    await expect(lost.plan(building)).rejects.toMatchObject(gone);
    expect((await checkReadiness(lost.deps, tenant)).map(({ state }) => state)).not.toContain(undefined);
    expect((await resealAddresses(database, createAddressSeals([third]), tenant)).unreadable).toBeGreaterThan(
      4,
    );

    await lost.import(houseOf('lost', 1));
    expect((await lost.sync(building)).run.state).toBe('done');
    expect((await lost.plan(building)).steps).toEqual([]);
    expect(await addressesOf(lost, building)).toEqual([later, later, []]);
    expect(await inTables()).toEqual([]);
  });
}

describe('on PGlite', () => sealsAddresses(openTestDatabase));

const noServer = whyNoServer();
const note = noServer === undefined ? '' : ` (skipped: ${noServer})`;
describe.skipIf(noServer)(`on a PostgreSQL server${note}`, () => {
  let server: Awaited<ReturnType<typeof startThrowAwayServer>>;
  beforeAll(async () => {
    server = await startThrowAwayServer();
  }, 120_000);
  afterAll(() => server.stop());

  sealsAddresses(async () => openDatabase({ dataDir: 'unused', databaseUrl: await server.newDatabase() }));
});
