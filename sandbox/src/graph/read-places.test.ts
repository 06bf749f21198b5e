import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTenant, smallBuilding, type Json, type TestTenant } from './testing/open-tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.post('/_sandbox/reset', {}));
afterAll(() => tenant.close());

const ids = (answer: { body: Json }): string[] => answer.body.value.map((place: Json) => place.id as string);

/** Follows next links to the end. */
async function readAll(path: string): Promise<{ pages: number[]; ids: string[] }> {
  const pages: number[] = [];
  const found: string[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const answer = await tenant.get(next);
    expect(answer.status).toBe(200);
    pages.push(answer.body.value.length);
    found.push(...ids(answer));
    next = answer.body['@odata.nextLink'];
  }
  return { pages, ids: found };
}

async function manyDesks(count: number): Promise<{ home: Json; desks: string[] }> {
  const home = await smallBuilding(tenant);
  const desks: string[] = [];
  const body = { '@odata.type': 'microsoft.graph.desk', parentId: home.section.id };
  for (let at = 0; at < count; at += 20) {
    const requests = Array.from({ length: Math.min(20, count - at) }, (_, n) => ({
      id: String(n),
      method: 'POST',
      url: '/places',
      headers: { 'Content-Type': 'application/json' },
      body: { ...body, displayName: `D${at + n}` },
    }));
    const answer = await tenant.post('/$batch', { requests });
    desks.push(...answer.body.responses.map((response: Json) => response.body.id as string));
  }
  return { home, desks };
}

describe('lists', () => {
  it('shows what the tenant had before, in both spellings of the type', async () => {
    const long = await tenant.get('/places/microsoft.graph.room');
    const short = await tenant.get('/places/graph.room');
    expect(long.body.value.map((room: Json) => room.displayName)).toEqual([
      'Birch',
      'Cedar',
      'Maple',
      'Oak',
      'Willow',
    ]);
    expect(ids(short)).toEqual(ids(long));
    expect(long.body.value[0]).toMatchObject({ parentId: null, emailAddress: 'birch@contoso.example' });
    expect(long.body.value[0].id).not.toBe(long.body.value[0].placeId);
  });

  it('pages by 1,000 desks and 100 rooms, stays on its host, and loses nothing when a page is deleted meanwhile', async () => {
    const { desks } = await manyDesks(1010);
    const all = await readAll('/places/microsoft.graph.desk');
    expect(all.pages).toEqual([1000, 10]);
    expect(new Set(all.ids)).toEqual(new Set(desks));
    const first = await tenant.get('/places/microsoft.graph.desk?$top=400');
    const next = first.body['@odata.nextLink'] as string;
    expect(next.startsWith(`${tenant.url}/v1.0/places/microsoft.graph.desk?`)).toBe(true);
    await tenant.remove(`/places/${ids(first)[0]}`);
    expect([...ids(first), ...(await readAll(next)).ids].length).toBe(1010);
    for (let n = 0; n < 96; n += 1) await tenant.create('room', `R${n}`, (await floorOf()).id);
    expect((await readAll('/places/microsoft.graph.room')).pages).toEqual([100, 1]);
  });

  it('knows $top, $skip and $select', async () => {
    const answer = await tenant.get(
      '/places/microsoft.graph.room?$top=2&$skip=1&$select=displayName,capacity',
    );
    expect(answer.body.value.map((room: Json) => room.displayName)).toEqual(['Cedar', 'Maple']);
    expect(Object.keys(answer.body.value[0]).sort()).toEqual([
      '@odata.type',
      'capacity',
      'displayName',
      'id',
    ]);
    expect((await readAll(answer.body['@odata.nextLink'])).ids.length).toBe(2);
    const one = await tenant.get('/places/birch@contoso.example?$select=capacity');
    expect(one.body).not.toHaveProperty('displayName');
  });

  it('filters and counts rooms', async () => {
    const names = async (filter: string) => {
      const answer = await tenant.get(
        `/places/microsoft.graph.room?$count=true&$filter=${encodeURIComponent(filter)}`,
      );
      expect([filter, answer.status]).toEqual([filter, 200]);
      expect(answer.body['@odata.count']).toBe(answer.body.value.length);
      return answer.body.value.map((room: Json) => room.displayName as string);
    };
    expect(await names("emailAddress eq 'CEDAR@contoso.example'")).toEqual(['Cedar']);
    expect(await names("capacity ge 10 and not (displayName eq 'Oak')")).toEqual(['Cedar']);
    expect(await names("startswith(displayName,'m') or capacity lt 5")).toEqual(['Maple']);
    expect(await names('parentId eq null')).toEqual(['Birch', 'Cedar', 'Maple']);
  });

  const refusedQueries = [
    '/places/microsoft.graph.building?$filter=displayName%20eq%20%27x%27',
    '/places/microsoft.graph.desk?$count=true',
    '/places/microsoft.graph.room?$orderby=displayName',
    '/places/microsoft.graph.room?$search=x',
    '/places/microsoft.graph.building?$expand=map',
    '/places/microsoft.graph.room?$top=0',
    '/places/microsoft.graph.room?$top=1001',
    '/places/microsoft.graph.room?$top=ten',
    '/places/microsoft.graph.room?$skip=-1',
    '/places/microsoft.graph.room?$select=color',
    '/places/microsoft.graph.room?$skiptoken=x',
    '/places/microsoft.graph.room?$filter=color%20eq%201',
    '/places/microsoft.graph.room?$filter=capacity%20is%201',
    '/places/microsoft.graph.room?$filter=(capacity%20eq%201',
    '/places/birch@contoso.example?$expand=checkIns',
  ];
  it.each(refusedQueries)('refuses %s', async (path) => {
    expect((await tenant.get(path)).status).toBe(400);
  });
});

const floorOf = async (): Promise<Json> => (await tenant.get('/places/microsoft.graph.floor')).body.value[0];

describe('descendants', () => {
  it('finds one type at any depth and nothing of other buildings', async () => {
    const { building, floor, section } = await smallBuilding(tenant);
    const room = await tenant.create('room', 'R', section.id);
    const below = async (id: string, type: string) =>
      ids(await tenant.get(`/places/${id}/descendants/microsoft.graph.${type}`));
    expect(await below(building.id, 'room')).toEqual([room.id]);
    expect(await below(floor.id, 'section')).toEqual([section.id]);
    expect(await below(building.id, 'building')).toEqual([]);
    expect(await below(room.id, 'desk')).toEqual([]);
    expect((await tenant.get('/places/none/descendants/microsoft.graph.desk')).status).toBe(404);
  });

  it('never gives more than 2,500 over all pages', async () => {
    const { home } = await manyDesks(2510);
    const all = await readAll(`/places/${home.building.id}/descendants/microsoft.graph.desk`);
    expect(all.pages).toEqual([1000, 1000, 500]);
    expect((await readAll('/places/microsoft.graph.desk')).ids.length).toBe(2510);
  });
});

it('lists the members of a room list by its address only', async () => {
  const members = await tenant.get('/places/campus-rooms@contoso.example/microsoft.graph.roomlist/rooms');
  expect(members.body.value.map((room: Json) => room.displayName)).toEqual(['Birch', 'Oak']);
  const [list] = (await tenant.get('/places/microsoft.graph.roomlist')).body.value;
  expect((await tenant.get(`/places/${list.id}/microsoft.graph.roomlist/rooms`)).status).toBe(404);
  const pools = await tenant.get('/places/campus-rooms@contoso.example/graph.roomList/workspaces');
  expect(pools.body.value).toEqual([]);
});

it('shows nothing in lists while buildings are switched off, and every place by its id', async () => {
  const { building } = await smallBuilding(tenant);
  await tenant.post('/_sandbox/settings', { enableBuildings: false });
  for (const type of ['building', 'floor', 'section', 'room', 'workspace', 'desk']) {
    expect(ids(await tenant.get(`/places/microsoft.graph.${type}`))).toEqual([]);
  }
  expect(ids(await tenant.get(`/places/${building.id}/descendants/microsoft.graph.floor`))).toEqual([]);
  expect((await tenant.get(`/places/${building.id}`)).status).toBe(200);
});

it('shows new places late in lists, at once by id, and still refuses their twins', async () => {
  await tenant.post('/_sandbox/settings', { listingLagMs: 60_000 });
  const building = await tenant.create('building', 'Late');
  const listed = async () => ids(await tenant.get('/places/microsoft.graph.building')).includes(building.id);
  expect(await listed()).toBe(false);
  expect((await tenant.get(`/places/${building.id}`)).status).toBe(200);
  const twin = await tenant.post('/places', {
    '@odata.type': 'microsoft.graph.building',
    displayName: 'Late',
  });
  expect(twin.status).toBe(400);
  tenant.advance(60_000);
  expect(await listed()).toBe(true);
});

it('can leave the type out where the address says it, as the samples do', async () => {
  await tenant.post('/_sandbox/settings', { typeAnnotations: 'minimal' });
  expect((await tenant.get('/places/microsoft.graph.room')).body.value[0]).not.toHaveProperty('@odata.type');
  expect((await tenant.get('/places/birch@contoso.example')).body['@odata.type']).toBe(
    '#microsoft.graph.room',
  );
});

it('keeps check-ins', async () => {
  const claim = {
    '@odata.type': '#microsoft.graph.checkInClaim',
    calendarEventId: '0400AB',
    checkInMethod: 'verified',
  };
  const path = '/places/birch@contoso.example/checkIns';
  expect((await tenant.get(`${path}/0400AB`)).status).toBe(404);
  expect((await tenant.post(path, claim)).status).toBe(201);
  expect((await tenant.get(`${path}/0400AB`)).body).toMatchObject({
    ...claim,
    createdDateTime: expect.stringMatching(/^2026-01-05T08:\d\d:00\.000Z$/),
  });
  expect((await tenant.post(path, claim)).status).toBe(409);
  expect((await tenant.post(path, { calendarEventId: 'x' })).status).toBe(400);
  expect((await tenant.get(path)).status).toBe(405);
});
