import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  ADA,
  BO,
  openTenant,
  RESERVABLE,
  smallBuilding,
  type Home,
  type Json,
  type TestTenant,
} from './testing/open-tenant.ts';

let tenant: TestTenant;
let home: Home;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(async () => {
  await tenant.post('/_sandbox/reset', {});
  home = await smallBuilding(tenant);
});
afterAll(() => tenant.close());

const typed = (type: string, more: Record<string, unknown>) => ({
  '@odata.type': `#microsoft.graph.${type}`,
  ...more,
});
const mode = (name: string, more: Record<string, unknown> = {}) => ({
  '@odata.type': `#microsoft.graph.${name}PlaceMode`,
  ...more,
});

describe('POST /places', () => {
  it('answers with the place, its ids and the default for wheelchairs', () => {
    const { building, floor } = home;
    expect(building).toMatchObject({
      '@odata.type': '#microsoft.graph.building',
      displayName: 'North',
      isWheelChairAccessible: false,
    });
    expect(building.placeId).toBe(building.id);
    expect(floor).toMatchObject({ parentId: building.id, sortOrder: 1, tags: [] });
  });

  it('gives a room a mailbox with a generated address and an id of its own', async () => {
    const room = await tenant.create('room', 'Conf Room 4/3', home.floor.id);
    expect(room.emailAddress).toMatch(/^confroom43\d+@contoso\.example$/);
    expect(room.id).not.toBe(room.placeId);
    expect(room).toMatchObject({ nickname: 'Conf Room 4/3', bookingType: 'standard' });
    expect((await tenant.get(`/places/${room.id}`)).body.placeId).toBe(room.placeId);
    expect((await tenant.get(`/places/${room.emailAddress}`)).body.placeId).toBe(room.placeId);
    expect((await tenant.get(`/places/${room.placeId}`)).status).toBe(404);
  });

  it('makes a desk without a mode unavailable and without a mailbox, a reservable one with a mailbox', async () => {
    const plain = await tenant.create('desk', 'D1', home.section.id);
    expect(plain.mode).toEqual(mode('unavailable', { reason: 'New' }));
    expect(plain.mailboxDetails).toBeNull();
    for (const kind of ['reservable', 'dropIn']) {
      const desk = await tenant.create('desk', kind, home.section.id, { mode: mode(kind) });
      expect(desk.mailboxDetails?.emailAddress).toMatch(new RegExp(`^${kind.toLowerCase()}\\d+@`));
    }
  });

  it('accepts an assignment by id or by address and fills in the other', async () => {
    const want = mode('assigned', { assignedUserId: ADA.id, assignedUserEmailAddress: ADA.mail });
    const byMail = await tenant.create('desk', 'D1', home.section.id, {
      mode: mode('assigned', { assignedUserEmailAddress: 'ADA@contoso.example' }),
    });
    const byId = await tenant.create('desk', 'D2', home.section.id, {
      mode: mode('assigned', { assignedUserId: ADA.id }),
    });
    expect([byMail.mode, byId.mode]).toEqual([want, want]);
    expect(byMail.mailboxDetails).toBeNull();
  });

  it('ignores the address of a room under a parent', async () => {
    const room = await tenant.create('room', 'R', home.floor.id, { address: { city: 'Oslo' } });
    expect(room.address).toBeNull();
  });

  it('refuses a second place with the same name, type, parent and address and names the first', async () => {
    const desk = await tenant.create('desk', 'D1', home.section.id);
    const again = await tenant.post(
      '/places',
      typed('desk', { displayName: 'D1', parentId: home.section.id }),
    );
    expect(again.status).toBe(400);
    expect(again.body.error).toMatchObject({ code: 'BadRequest' });
    expect(again.body.error.message).toContain(desk.id);
    const twin = await tenant.post('/places', typed('building', { displayName: 'North' }));
    expect(twin.body.error.message).toContain(home.building.id);
    await tenant.create('building', 'North', undefined, { address: { city: 'Oslo' } });
  });

  const refusals: [string, () => unknown, number?][] = [
    ['no body', () => undefined],
    ['text', () => '"x"'],
    ['broken JSON', () => '{"displayName":'],
    ['no type', () => ({ displayName: 'X' })],
    ['an unknown type', () => typed('cupboard', { displayName: 'X' })],
    ['the abstract type', () => typed('place', { displayName: 'X' })],
    ['a room list', () => typed('roomList', { displayName: 'X' })],
    ['no name', () => typed('building', {})],
    ['an empty name', () => typed('building', { displayName: '  ' })],
    ['a name of 201 characters', () => typed('building', { displayName: 'x'.repeat(201) })],
    ['a name that is null', () => typed('building', { displayName: null })],
    ['a building with a parent', () => typed('building', { displayName: 'X', parentId: home.building.id })],
    ['a floor without a parent', () => typed('floor', { displayName: 'X' })],
    ['a floor under a floor', () => typed('floor', { displayName: 'X', parentId: home.floor.id })],
    ['a section under a building', () => typed('section', { displayName: 'X', parentId: home.building.id })],
    ['a room under a building', () => typed('room', { displayName: 'X', parentId: home.building.id })],
    ['a workspace under a floor', () => typed('workspace', { displayName: 'X', parentId: home.floor.id })],
    ['a desk under a floor', () => typed('desk', { displayName: 'X', parentId: home.floor.id })],
    ['a parent that is not there', () => typed('floor', { displayName: 'X', parentId: ADA.id })],
    [
      'a property of another type',
      () => typed('floor', { displayName: 'X', parentId: home.building.id, capacity: 1 }),
    ],
    ['an unknown property', () => typed('building', { displayName: 'X', color: 'red' })],
    ['__proto__', () => '{"@odata.type":"#microsoft.graph.building","displayName":"X","__proto__":{}}'],
    ['children', () => typed('building', { displayName: 'X', children: [] })],
    ['an id', () => typed('building', { displayName: 'X', id: ADA.id })],
    [
      'an address for the mailbox',
      () => typed('room', { displayName: 'X', parentId: home.floor.id, emailAddress: 'x@contoso.example' }),
    ],
    [
      'mailbox details',
      () => typed('desk', { displayName: 'X', parentId: home.section.id, mailboxDetails: null }),
    ],
    ['service plans', () => typed('desk', { displayName: 'X', parentId: home.section.id, servicePlans: [] })],
    ['tags that are null', () => typed('building', { displayName: 'X', tags: null })],
    ['a label of 201 characters', () => typed('building', { displayName: 'X', label: 'x'.repeat(201) })],
    [
      'a street of 201 characters',
      () => typed('building', { displayName: 'X', address: { street: 'x'.repeat(201) } }),
    ],
    [
      'an unknown line of the address',
      () => typed('building', { displayName: 'X', address: { postOfficeBox: '1' } }),
    ],
    [
      'a country that is none',
      () => typed('building', { displayName: 'X', address: { countryOrRegion: 'USA' } }),
    ],
    [
      'a latitude of 91',
      () => typed('building', { displayName: 'X', geoCoordinates: { latitude: 91, longitude: 0 } }),
    ],
    ['half a coordinate', () => typed('building', { displayName: 'X', geoCoordinates: { latitude: 1 } })],
    [
      'a link without a value',
      () => typed('building', { displayName: 'X', resourceLinks: [{ name: 'a', linkType: 'url' }] }),
    ],
    [
      'a link of another type',
      () =>
        typed('building', {
          displayName: 'X',
          resourceLinks: [{ name: 'a', value: 'https://a.example', linkType: 'metaOsApp' }],
        }),
    ],
    ['an enum value from nowhere', () => typed('building', { displayName: 'X', wifiState: 'on' })],
    ['unknownFutureValue', () => typed('building', { displayName: 'X', wifiState: 'unknownFutureValue' })],
    [
      'a sort order with a fraction',
      () => typed('floor', { displayName: 'X', parentId: home.building.id, sortOrder: 1.5 }),
    ],
    [
      'a sort order as text',
      () => typed('floor', { displayName: 'X', parentId: home.building.id, sortOrder: '1' }),
    ],
    [
      'a capacity below nothing',
      () => typed('room', { displayName: 'X', parentId: home.floor.id, capacity: -1 }),
    ],
    ['a mode without a type', () => typed('desk', { displayName: 'X', parentId: home.section.id, mode: {} })],
    ['a mode that is null', () => typed('desk', { displayName: 'X', parentId: home.section.id, mode: null })],
    [
      'the old offline mode',
      () => typed('desk', { displayName: 'X', parentId: home.section.id, mode: mode('offline') }),
    ],
    [
      'a mode with a stray property',
      () =>
        typed('desk', {
          displayName: 'X',
          parentId: home.section.id,
          mode: mode('reservable', { reason: 'x' }),
        }),
    ],
    [
      'an assignment to nobody',
      () => typed('desk', { displayName: 'X', parentId: home.section.id, mode: mode('assigned') }),
    ],
    [
      'an assignment to a stranger',
      () =>
        typed('desk', {
          displayName: 'X',
          parentId: home.section.id,
          mode: mode('assigned', { assignedUserEmailAddress: 'who@contoso.example' }),
        }),
    ],
    [
      'an assignment to two people',
      () =>
        typed('desk', {
          displayName: 'X',
          parentId: home.section.id,
          mode: mode('assigned', { assignedUserId: BO.id, assignedUserEmailAddress: ADA.mail }),
        }),
    ],
    [
      'an assigned workspace',
      () =>
        typed('workspace', {
          displayName: 'X',
          parentId: home.section.id,
          mode: mode('assigned', { assignedUserId: ADA.id }),
        }),
    ],
    [
      'a mode on a room',
      () => typed('room', { displayName: 'X', parentId: home.floor.id, mode: RESERVABLE }),
    ],
    ['a service annotation', () => typed('building', { displayName: 'X', '@odata.context': 'x' })],
  ];
  it.each(refusals)('refuses %s and keeps nothing', async (_what, body) => {
    const before = tenant.sandbox.tenant.all().length;
    const answer = await tenant.call('POST', '/places', body());
    expect(answer.status).toBe(400);
    expect(answer.body.error.code).toMatch(/^(BadRequest|RequestBodyRead)$/);
    expect(tenant.sandbox.tenant.all().length).toBe(before);
  });
});

describe('PATCH /places/{id}', () => {
  it('changes what is sent and nothing else', async () => {
    const { building } = home;
    const answer = await tenant.patch(
      `/places/${building.id}`,
      typed('building', { phone: '1', address: { city: 'Oslo', countryOrRegion: 'NO' } }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      displayName: 'North',
      phone: '1',
      address: { city: 'Oslo', countryOrRegion: 'NO' },
    });
    const cleared = await tenant.patch(`/places/${building.id}`, typed('building', { phone: null }));
    expect(cleared.body).toMatchObject({ phone: null, address: { city: 'Oslo' } });
  });

  it('attaches a room mailbox that was there before, by id or by address, without a second one', async () => {
    const rooms = tenant.sandbox.tenant.ofType('room').length;
    const answer = await tenant.patch(
      '/places/birch@contoso.example',
      typed('room', { parentId: home.floor.id }),
    );
    expect(answer.body).toMatchObject({ parentId: home.floor.id, emailAddress: 'birch@contoso.example' });
    const below = await tenant.get(`/places/${home.building.id}/descendants/microsoft.graph.room`);
    expect(below.body.value.map((room: Json) => room.displayName)).toEqual(['Birch']);
    expect(
      (await tenant.patch(`/places/${answer.body.id}`, typed('room', { parentId: home.section.id }))).status,
    ).toBe(200);
    expect(tenant.sandbox.tenant.ofType('room').length).toBe(rooms);
  });

  it('gives a desk that becomes reservable a mailbox, once', async () => {
    const desk = await tenant.create('desk', 'D1', home.section.id);
    const patch = (value: unknown) => tenant.patch(`/places/${desk.id}`, typed('desk', { mode: value }));
    const first = await patch(RESERVABLE);
    expect(first.body.mailboxDetails).not.toBeNull();
    await patch(mode('unavailable'));
    expect((await patch(RESERVABLE)).body.mailboxDetails).toEqual(first.body.mailboxDetails);
  });

  it('renames, refuses to, or ignores it, as the tenant is set', async () => {
    const rename = (displayName: string) =>
      tenant.patch(`/places/${home.floor.id}`, typed('floor', { displayName }));
    expect((await rename('Two')).body.displayName).toBe('Two');
    await tenant.post('/_sandbox/settings', { renames: 'refuse' });
    expect((await rename('Three')).status).toBe(400);
    await tenant.post('/_sandbox/settings', { renames: 'ignore' });
    expect((await rename('Four')).body.displayName).toBe('Two');
  });

  it('refuses a move or a rename into a twin', async () => {
    const other = await tenant.create('floor', 'Two', home.building.id);
    const rename = await tenant.patch(`/places/${other.id}`, typed('floor', { displayName: 'One' }));
    expect(rename.body.error.message).toContain(home.floor.id);
  });

  const refusals: [string, () => [string, unknown], number?][] = [
    ['no type', () => [home.floor.id, { phone: '1' }]],
    ['another type', () => [home.floor.id, typed('section', { phone: '1' })]],
    ['an echoed id', () => [home.floor.id, typed('floor', { id: home.floor.id })]],
    ['an echoed placeId', () => [home.floor.id, typed('floor', { placeId: home.floor.id })]],
    ['a booking type', () => ['birch@contoso.example', typed('room', { bookingType: 'standard' })]],
    [
      'a mailbox address',
      () => ['birch@contoso.example', typed('room', { emailAddress: 'b@contoso.example' })],
    ],
    ['a parent that is null', () => [home.floor.id, typed('floor', { parentId: null })]],
    [
      'a parent of the wrong type',
      () => ['birch@contoso.example', typed('room', { parentId: home.building.id })],
    ],
    ['an unknown property', () => [home.floor.id, typed('floor', { level: 1 })]],
    ['a place that is not there', () => [ADA.id, typed('floor', { phone: '1' })], 404],
  ];
  it.each(refusals)('refuses %s', async (_what, make, status = 400) => {
    const [id, body] = make();
    const before = JSON.stringify(tenant.sandbox.tenant.all());
    expect((await tenant.patch(`/places/${id}`, body)).status).toBe(status);
    expect(JSON.stringify(tenant.sandbox.tenant.all())).toBe(before);
  });
});

describe('DELETE /places/{id}', () => {
  it('works leaf first, takes the mailbox of a desk along and keeps rooms', async () => {
    const desk = await tenant.create('desk', 'D1', home.section.id, { mode: RESERVABLE });
    await tenant.patch('/places/birch@contoso.example', typed('room', { parentId: home.floor.id }));
    expect((await tenant.remove(`/places/${home.section.id}`)).status).toBe(409);
    expect((await tenant.remove(`/places/${desk.id}`)).status).toBe(204);
    expect((await tenant.get('/_sandbox/places')).body.deletedMailboxes).toEqual([
      desk.mailboxDetails?.emailAddress,
    ]);
    expect((await tenant.remove(`/places/${home.section.id}`)).status).toBe(204);
    expect((await tenant.remove(`/places/${home.floor.id}`)).status).toBe(409);
    expect((await tenant.remove('/places/birch@contoso.example')).status).toBe(405);
    expect((await tenant.remove(`/places/${desk.id}`)).status).toBe(404);
    await tenant.create('desk', 'D1', (await tenant.create('section', 'Desks', home.floor.id)).id);
  });
});

describe('who may', () => {
  const create = (as: string) => tenant.post('/places', typed('building', { displayName: 'Mine' }), { as });

  it('reads with Place.Read.All, writes with Place.ReadWrite.All and the role', async () => {
    const read = (as: string) => tenant.get('/places/microsoft.graph.building', { as });
    expect((await read('reader')).status).toBe(200);
    expect((await read('withoutRole')).status).toBe(200);
    expect((await read('nobody')).status).toBe(403);
    expect((await read('who')).status).toBe(401);
    expect((await read('stranger')).status).toBe(403);
    expect((await create('reader')).status).toBe(403);
    expect((await create('withoutRole')).body.error.code).toBe('ErrorAccessDenied');
    expect((await create('admin')).status).toBe(201);
  });

  it('can pretend: success without the role, and no effect', async () => {
    await tenant.post('/_sandbox/settings', { missingRole: 'pretend' });
    const answer = await create('withoutRole');
    expect(answer.status).toBe(201);
    expect((await tenant.get(`/places/${answer.body.id}`)).status).toBe(404);
    expect((await tenant.remove(`/places/${home.section.id}`, { as: 'withoutRole' })).status).toBe(204);
    expect((await tenant.get(`/places/${home.section.id}`)).status).toBe(200);
  });
});

it('answers errors in the envelope of Graph and echoes the client request id', async () => {
  const answer = await tenant.get('/places/none', { headers: { 'client-request-id': 'c-1' } });
  expect(answer.status).toBe(404);
  expect(answer.headers.get('client-request-id')).toBe('c-1');
  const requestId = answer.headers.get('request-id');
  expect(answer.body.error).toMatchObject({
    code: 'itemNotFound',
    innerError: { 'request-id': requestId, 'client-request-id': 'c-1', date: '2026-01-05T08:00:00Z' },
  });
});

it('refuses what is not documented', async () => {
  const map = `/places/${home.building.id}/microsoft.graph.building/map`;
  const asked: [string, string, number][] = [
    ['GET', '/places', 405],
    ['PUT', `/places/${home.building.id}`, 405],
    ['GET', '/places/microsoft.graph.place', 404],
    ['GET', '/users', 400],
    ['GET', `/places/${home.building.id}/descendants`, 400],
    ['PATCH', map, 405],
    ['POST', `${map}/levels`, 405],
    ['POST', `${map}/footprints`, 405],
    ['PATCH', `${map}/levels/x`, 405],
    ['GET', `${map}/levels/x/units/y`, 405],
    ['GET', '/beta/places/microsoft.graph.room', 404],
    ['PATCH', '/beta/places', 404],
  ];
  for (const [method, path, status] of asked) {
    expect([path, (await tenant.call(method, path)).status]).toEqual([path, status]);
  }
  const text = await tenant.call('POST', '/places', '{}', { headers: { 'content-type': 'text/plain' } });
  expect(text.status).toBe(415);
});
