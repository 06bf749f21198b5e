/** Against the simulated tenant, which refuses what the real service would refuse. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTenant, type TestTenant } from '../../../../sandbox/src/graph/testing/open-tenant.ts';
import type { LivePlace, PlaceFields, PlaceType } from '../../core/model/place.ts';
import type { PlaceDirectory, PlaceWrite, WriteOutcome } from '../../ports/place-directory.ts';
import { createPlaceDirectory } from './place-directory.ts';
import { TestClock } from './testing/test-clock.ts';

let tenant: TestTenant;
let directory: PlaceDirectory;
beforeEach(async () => {
  tenant = await openTenant();
  directory = createPlaceDirectory({
    graphUrl: tenant.url,
    token: () => Promise.resolve('admin'),
    clock: new TestClock(),
  });
});
afterEach(() => tenant.close());

const create = (type: PlaceType, parentId: string | null, fields: PlaceFields): PlaceWrite => ({
  kind: 'create',
  ref: fields.displayName ?? '',
  type,
  parentId,
  fields,
});
const update = (place: LivePlace, fields: PlaceFields, parentId?: string): PlaceWrite => ({
  kind: 'update',
  ref: place.id,
  type: place.type,
  id: place.id,
  fields,
  ...(parentId !== undefined && { parentId }),
});
async function done(...writes: PlaceWrite[]): Promise<LivePlace[]> {
  const outcomes = await directory.write(writes);
  return outcomes.map((outcome) => {
    if (outcome.result !== 'done' || !outcome.place) throw new Error(JSON.stringify(outcome));
    return outcome.place;
  });
}
async function one(write: PlaceWrite): Promise<LivePlace> {
  const [place] = await done(write);
  if (!place) throw new Error('no place');
  return place;
}
const errorOf = (outcome: WriteOutcome | undefined) =>
  outcome && outcome.result !== 'done' ? outcome.error : undefined;

async function buildNorth() {
  const address = {
    street: '1 Example Way',
    city: 'Redmond',
    state: null,
    postalCode: null,
    countryOrRegion: 'US',
  };
  const geoCoordinates = { latitude: 47.64, longitude: -122.14 };
  const building = await one(create('building', null, { displayName: 'North', address, geoCoordinates }));
  const floor = await one(create('floor', building.id, { displayName: 'One', sortOrder: 1 }));
  const section = await one(create('section', floor.id, { displayName: 'Desks' }));
  return { building, floor, section };
}
const modes: PlaceFields['mode'][] = [
  { kind: 'reservable' },
  { kind: 'dropIn' },
  { kind: 'assigned', email: 'ada@contoso.example' },
  { kind: 'unavailable', reason: 'Maintenance' },
];
const desks = (parentId: string, count: number) =>
  Array.from({ length: count }, (_, n) =>
    create('desk', parentId, { displayName: `D${n}`, mode: modes[n % modes.length] ?? { kind: 'dropIn' } }),
  );

describe('the simulated tenant', () => {
  it('takes a whole building and shows it again as it was written', async () => {
    const { building, floor, section } = await buildNorth();
    const room = await one(
      create('room', floor.id, {
        displayName: 'Ash',
        capacity: 8,
        isWheelChairAccessible: true,
        phone: '555 0100',
      }),
    );
    const made = await done(...desks(section.id, 20));
    expect(room.mailbox).toMatch(/@contoso\.example$/);
    expect(room.id).not.toBe(room.placeId);

    expect(await directory.readBuildings()).toContainEqual(building);
    const below = await directory.readBelow(building.id, { floors: 1, desks: 20, rooms: 1, workspaces: 0 });
    expect(below).toHaveLength(23);
    expect(below).toContainEqual(room);
    for (const desk of made) expect(below).toContainEqual(desk);
    const read = below.filter((place) => place.type === 'desk');
    expect(read.find((desk) => desk.fields.displayName === 'D3')?.fields.mode).toEqual(modes[3]);
    expect(read.find((desk) => desk.fields.displayName === 'D2')?.fields.mode).toMatchObject({
      kind: 'assigned',
    });
    expect(await directory.readDescendants(section.id, 'desk')).toHaveLength(20);
    expect(await directory.readPlace(room.mailbox ?? '')).toEqual(room);
    expect(await directory.readPlace('7e57ab1e-0000-4000-8000-00000000dead')).toBeNull();
  });

  it('attaches a room that people book already, by its mailbox', async () => {
    const { floor } = await buildNorth();
    const birch = (await directory.readBookable(['room'])).find(
      (room) => room.mailbox === 'birch@contoso.example',
    );
    expect(birch).toMatchObject({ parentId: null, fields: { capacity: 6 } });
    const attach = { kind: 'update', ref: 'birch', type: 'room', id: birch?.mailbox ?? '' } as const;
    const attached = await one({ ...attach, fields: { capacity: 7 }, parentId: floor.id });
    expect(attached).toMatchObject({ placeId: birch?.placeId, parentId: floor.id, fields: { capacity: 7 } });
  });

  it.each(['accept', 'ignore', 'refuse'] as const)('shows what became of a rename: %s', async (renames) => {
    const { section } = await buildNorth();
    tenant.sandbox.changeSettings({ renames });
    const [outcome] = await directory.write([update(section, { displayName: 'Quiet desks' })]);
    if (renames === 'refuse')
      return expect(outcome).toMatchObject({ result: 'refused', error: { status: 400 } });
    const displayName = renames === 'accept' ? 'Quiet desks' : 'Desks';
    expect(outcome).toMatchObject({ result: 'done', place: { fields: { displayName } } });
  });

  it('judges a mixed batch, and refusals carry words and ids', async () => {
    const { building, floor, section } = await buildNorth();
    await done(...desks(section.id, 2));
    const [twin, moved, misplaced, removed, gone] = await directory.write([
      create('desk', section.id, { displayName: 'D0', mode: { kind: 'dropIn' } }),
      update(floor, { sortOrder: 5 }),
      create('desk', building.id, { displayName: 'D9' }),
      { kind: 'remove', ref: 'floor', type: 'floor', id: floor.id },
      { kind: 'remove', ref: 'gone', type: 'desk', id: '7e57ab1e-0000-4000-8000-00000000dead' },
    ]);
    expect(twin?.result).toBe('refused');
    expect(errorOf(twin)).toMatchObject({
      code: expect.stringMatching(/./),
      requestId: expect.stringMatching(/./),
    });
    expect(moved).toMatchObject({ result: 'done', place: { fields: { sortOrder: 5 } } });
    expect(misplaced?.result).toBe('refused');
    expect(removed?.result).toBe('refused');
    expect(gone?.result).toBe('done');
  });

  it('clears with null and removes leaf first', async () => {
    const { building, floor, section } = await buildNorth();
    const cleared = await one(update(building, { geoCoordinates: null, phone: null }));
    expect(cleared.fields).toMatchObject({ geoCoordinates: null, phone: null });
    for (const place of [section, floor, building]) {
      const remove = { kind: 'remove', ref: place.id, type: place.type, id: place.id } as const;
      expect((await directory.write([remove]))[0]?.result).toBe('done');
    }
    expect(await directory.readPlace(building.id)).toBeNull();
  });

  it('is read the same without type annotations', async () => {
    const { building, section } = await buildNorth();
    await done(...desks(section.id, 4));
    const expected = { floors: 1, desks: 4, rooms: 0, workspaces: 0 };
    const before = await directory.readBelow(building.id, expected);
    tenant.sandbox.changeSettings({ typeAnnotations: 'minimal' });
    expect(await directory.readBelow(building.id, expected)).toEqual(before);
  });

  it('never sees more than four of our requests at once, and never throttles us for it', async () => {
    const { section } = await buildNorth();
    const all = desks(section.id, 200);
    const batches = Array.from({ length: 10 }, (_, n) => all.slice(n * 20, n * 20 + 20));
    const outcomes = (await Promise.all(batches.map((batch) => directory.write(batch)))).flat();
    expect(outcomes.every((outcome) => outcome.result === 'done')).toBe(true);
    const { items } = tenant.sandbox.requests.list();
    expect(items.filter((item) => item.status === 429)).toEqual([]);
    const outer = items.filter((item) => item.outer);
    expect(outer).toHaveLength(10);
    expect(Math.max(...outer.map((item) => item.inFlight))).toBeLessThanOrEqual(4);
  });
});
