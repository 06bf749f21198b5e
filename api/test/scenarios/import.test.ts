/** Taking buildings in, and how they stand. */
import { describe, expect, it } from 'vitest';
import type { Building } from '../../src/core/model/building.ts';
import type { Finding } from '../../src/core/model/finding.ts';
import type { BuildingId } from '../../src/core/model/place.ts';
import { fetchSource } from '../../src/engine/fetch-source.ts';
import { getBuilding } from '../../src/engine/get-building.ts';
import { importFiles } from '../../src/engine/import-source.ts';
import { knownPlaces } from '../../src/engine/known-places.ts';
import { listBuildings } from '../../src/engine/list-buildings.ts';
import { putBuilding } from '../../src/engine/put-building.ts';
import { aBuilding, changed } from '../builders/building.ts';
import { admin, GRACE_MS, tenant, World } from '../builders/world.ts';

const file = (content: { buildings: Building[]; findings: Finding[] }) => ({
  name: 'content.json',
  bytes: new TextEncoder().encode(JSON.stringify(content)),
});
const two = [aBuilding({ floors: 2 }), aBuilding({ rooms: 3 }, { key: 'annex', name: 'Annex' })];

describe('an import of files', () => {
  it('stores every building; a dry run before it stores nothing and says the same ids', async () => {
    const world = new World();
    const input = { tenant, source: 'files', files: [file({ buildings: two, findings: [] })] };
    const dry = await importFiles(world.deps, { ...input, dryRun: true });
    expect((await listBuildings(world.deps, tenant, {})).items).toEqual([]);
    const real = await importFiles(world.deps, { ...input, dryRun: false });
    expect(real).toEqual(dry);
    expect(real.buildings).toMatchObject([
      { sourceKey: 'hq', floors: 2, rooms: 2, desks: 4 },
      { sourceKey: 'annex', name: 'Annex', floors: 1, rooms: 3, desks: 2 },
    ]);
    const { items } = await listBuildings(world.deps, tenant, {});
    expect(items.map((item) => item.id)).toEqual(real.buildings.map((building) => building.buildingId));
  });

  it('C35 reads what is at an address like a file that was brought, and says in the audit log from where', async () => {
    const world = new World();
    const address = 'https://maps.contoso.example/house.json?version=2';
    world.web.set(address, file({ buildings: two, findings: [] }));
    const input = { tenant, source: 'web', address, by: admin };
    const dry = await fetchSource(world.deps, { ...input, dryRun: true });
    expect((await listBuildings(world.deps, tenant, {})).items).toEqual([]);
    expect(await fetchSource(world.deps, { ...input, dryRun: false })).toEqual(dry);
    const files = [file({ buildings: two, findings: [] })];
    expect(await importFiles(world.deps, { tenant, source: 'web', files, dryRun: true })).toEqual(dry);
    expect((await listBuildings(world.deps, tenant, {})).items).toHaveLength(2);
    const details = world.audit.log.entries.map(({ action, detail }) => [action, detail['host']]);
    expect(details).toEqual([
      ['source.imported', 'maps.contoso.example'],
      ['source.imported', 'maps.contoso.example'],
    ]);
    const elsewhere = fetchSource(world.deps, { ...input, address: 'https://x.example/', dryRun: true });
    await expect(elsewhere).rejects.toMatchObject({ code: 'address-not-allowed' });
  });

  it('gives the same building of another tenant or source another id', async () => {
    const world = new World();
    const files = [file({ buildings: [aBuilding()], findings: [] })];
    const ids = new Set<string>();
    for (const owner of [
      { tenant, source: 'files' },
      { tenant, source: 'other' },
      { tenant: 'tenant-2' as typeof tenant, source: 'files' },
    ]) {
      const { buildings } = await importFiles(world.deps, { ...owner, files, dryRun: false });
      ids.add(buildings[0]?.buildingId ?? '');
    }
    expect(ids.size).toBe(3);
  });

  it('is refused with every problem when nothing is usable', async () => {
    const world = new World();
    const findings: Finding[] = [
      { code: 'a', severity: 'error', message: 'first', path: '/buildings/0' },
      { code: 'b', severity: 'warning', message: 'only a warning' },
      { code: 'c', severity: 'error', message: 'second', key: 'x' },
    ];
    const refused = importFiles(world.deps, {
      tenant,
      source: 'files',
      files: [file({ buildings: [], findings })],
      dryRun: false,
    });
    await expect(refused).rejects.toMatchObject({
      kind: 'input',
      code: 'nothing-usable',
      details: {
        errors: [
          { path: '/buildings/0', message: 'first' },
          { path: 'x', message: 'second' },
        ],
      },
    });
  });

  it('keeps a finding with the building it is about, and one about the files with all', async () => {
    const world = new World();
    const findings: Finding[] = [
      { code: 'whole', severity: 'warning', message: 'about the files' },
      { code: 'desk', severity: 'warning', message: 'about a desk', key: 'f1-d0', building: 'hq' },
    ];
    const files = [file({ buildings: two, findings })];
    const { buildings } = await importFiles(world.deps, { tenant, source: 'files', files, dryRun: false });
    const kept = await Promise.all(
      buildings.map(({ buildingId }) => world.stores.buildings.snapshot(tenant, buildingId)),
    );
    expect(kept.map((snapshot) => snapshot?.findings.map((finding) => finding.code))).toEqual([
      ['whole', 'desk'],
      ['whole'],
    ]);
  });
});

describe('a document for one building', () => {
  const put = (world: World, buildings: Building[], sourceKey = 'hq') =>
    putBuilding(world.deps, { tenant, source: 'files', sourceKey, document: { buildings, findings: [] } });

  it('is new the first time, replaced the second, with the same revision for the same content', async () => {
    const world = new World();
    const first = await put(world, [aBuilding()]);
    const second = await put(world, [aBuilding()]);
    const third = await put(world, [aBuilding({ desks: 9 })]);
    expect([first.created, second.created, third.created]).toEqual([true, false, false]);
    expect(second).toMatchObject({ buildingId: first.buildingId, revision: first.revision });
    expect(third.revision).not.toBe(first.revision);
  });

  it('has to hold exactly the building of the address', async () => {
    const world = new World();
    await expect(put(world, two)).rejects.toMatchObject({ kind: 'input', code: 'invalid-building' });
    await expect(put(world, [aBuilding()], 'annex')).rejects.toMatchObject({
      details: { errors: [{ path: 'buildings.0.id' }] },
    });
    const unread = putBuilding(world.deps, { tenant, source: 'files', sourceKey: 'hq', document: 7 });
    await expect(unread).rejects.toMatchObject({ kind: 'input', details: { errors: [{ path: '' }] } });
  });
});

describe('the status of a building', () => {
  const building = aBuilding();
  const statusOf = async (world: World, id: BuildingId) => (await getBuilding(world.deps, tenant, id)).status;

  it('follows its runs and plans', async () => {
    const world = new World();
    const id = await world.import(building);
    expect(await statusOf(world, id)).toBe('neverSynced');
    const plan = await world.plan(id);
    expect(await statusOf(world, id)).toBe('neverSynced');
    await world.start(plan.id);
    expect(await statusOf(world, id)).toBe('running');
    await world.work();
    expect(await statusOf(world, id)).toBe('inSync');
    await world.import(changed(building, (space) => ({ ...space, name: `${space.name}!` })));
    expect(await statusOf(world, id)).toBe('changesPending');
  });

  it('tells changes in Microsoft Places that a plan has seen', async () => {
    const world = new World();
    const id = await world.import(building);
    await world.sync(id);
    world.clock.advance(GRACE_MS);
    const desk = world.directory.record.all.find((place) => place.type === 'desk');
    world.directory.record.remove({ kind: 'remove', ref: '', type: 'desk', id: desk?.id ?? '' });
    expect(await statusOf(world, id)).toBe('inSync');
    await world.plan(id);
    expect(await statusOf(world, id)).toBe('changesPending');
  });

  it('is failed after failures, held while a person is needed', async () => {
    const world = new World();
    const id = await world.import(building);
    const error = { status: 400, code: 'BadRequest', message: 'No.' };
    world.directory.fault = (write) => (write.type === 'room' ? { kind: 'refuse', ...error } : undefined);
    await world.sync(id);
    expect(await statusOf(world, id)).toBe('failed');
    world.directory.fault = () => ({ kind: 'signIn' });
    await world.sync(id);
    expect(await statusOf(world, id)).toBe('held');
    const overview = await getBuilding(world.deps, tenant, id);
    expect(overview.lastRun).toMatchObject({ state: 'paused' });
    expect(overview.lastPlan).toMatchObject({ applyable: true });
  });
});

describe('the ledger', () => {
  it('is read page by page, and is not there for an unknown building', async () => {
    const world = new World();
    const id = await world.import(aBuilding({ desks: 5 }));
    await world.sync(id);
    const keys: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await knownPlaces(world.deps, tenant, id, { cursor, limit: 3 });
      keys.push(...page.items.map((place) => place.key));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(new Set(keys).size).toBe(9);
    await expect(knownPlaces(world.deps, tenant, 'nobody' as BuildingId, {})).rejects.toMatchObject({
      kind: 'notFound',
      code: 'no-such-building',
    });
  });
});
