import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Product } from './start-product.ts';

let product: Product;
beforeAll(async () => {
  product = await Product.start();
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});

const space = (more: object = {}) => ({
  id: 'r1',
  kind: 'room',
  floorId: 'f1',
  name: 'Elm',
  capacity: 4,
  bookable: true,
  ...more,
});
const OUTLINE = {
  type: 'local',
  unit: 'm',
  polygon: [
    [
      [0, 0],
      [20, 0],
      [20, 10],
      [0, 10],
      [0, 0],
    ],
  ],
};
const document = (more: object = {}, spaces: object[] = [space()]) => ({
  schema: 'workplace/1.0',
  complete: true,
  source: { system: 'test', instance: 'one', exportedAt: '2026-01-05T08:00:00Z' },
  buildings: [
    {
      id: 'b1',
      name: 'Test House',
      timeZone: 'Europe/Stockholm',
      address: { street: 'Main 1', city: 'Uppsala', countryOrRegion: 'SE' },
      position: { latitude: 59.8, longitude: 17.6 },
      frame: { anchor: { latitude: 59.8, longitude: 17.6 }, rotation: 0 },
      floors: [{ id: 'f1', name: 'Ground', ordinal: 0, published: true, outline: OUTLINE }],
      spaces,
      ...more,
    },
  ],
});
const put = (body: unknown, key = 'b1') =>
  product.api('PUT', `/api/sources/files/buildings/${key}`, { body });
const problem = (code: RegExp) => ({
  code: expect.stringMatching(code),
  traceId: expect.any(String),
  type: expect.stringContaining('urn:problem:places-sync:'),
});

describe('bad input is refused whole, with every problem named', () => {
  it('takes a good one: 201 new, 200 replaced', async () => {
    const first = await put(document());
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ buildingId: expect.any(String), revision: expect.any(String) });
    const second = await put(document());
    expect(second.status).toBe(200);
    expect(second.body.revision).toBe(first.body.revision);
  });

  it('malformed JSON', async () => {
    const answer = await put('{"schema": ');
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body).toMatchObject(problem(/malformed-json/));
  });

  it.each([
    ['a wrong major version', { ...document(), schema: 'workplace/2.0' }],
    ['duplicate ids', document({}, [space(), space({ name: 'Ash' })])],
    [
      'cyclic parents',
      document({}, [
        space({ id: 's1', kind: 'section', parentId: 's2' }),
        space({ id: 's2', kind: 'section', parentId: 's1' }),
      ]),
    ],
    ['a name of 1 MB', document({}, [space({ name: 'x'.repeat(1_000_000) })])],
    ['an unknown floor', document({}, [space({ floorId: 'nowhere' })])],
    ['an unknown time zone', document({ timeZone: 'Mars/Olympus' })],
    ['coordinates that are no numbers', document({ position: { latitude: 'NaN', longitude: null } })],
    [
      'a mailbox on two rooms',
      document({}, [
        space({ mailbox: 'a@contoso.example' }),
        space({ id: 'r2', name: 'Ash', mailbox: 'A@contoso.example' }),
      ]),
    ],
    [
      'another building than the address says',
      { ...document(), buildings: [{ ...document().buildings[0], id: 'b2' }] },
    ],
    ['nothing', {}],
  ])('%s', async (_name, body) => {
    const answer = await put(body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000);
    for (const error of answer.body.errors)
      expect(error).toMatchObject({ path: expect.any(String), message: expect.any(String) });
  });

  it('names all problems at once', async () => {
    const answer = await put(
      document({ timeZone: 'Mars/Olympus' }, [
        space({ floorId: 'nowhere' }),
        space({ id: 'r2', capacity: -1 }),
      ]),
    );
    expect(answer.status).toBe(422);
    const paths = answer.body.errors.map(({ path }: { path: string }) => path).join(' ');
    for (const part of ['timeZone', 'spaces/0/floorId', 'spaces/1/capacity']) expect(paths).toContain(part);
  });

  it.each(['__proto__', 'constructor', 'prototype'])('the key %s', async (key) => {
    const text = JSON.stringify(document()).replace('"complete"', `"${key}":{"polluted":true},"complete"`);
    const answer = await put(text);
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toContain(key);
  });

  it('a number too large for a number', async () => {
    const answer = await put(JSON.stringify(document()).replace('59.8', '1e999'));
    expect(answer.status).toBe(422);
  });

  it.each([
    [
      'a zip bomb',
      zipSync({ 'workplace.json': new Uint8Array(120 * 1024 * 1024) }, { level: 9 }),
      [413, 422],
    ],
    [
      'a truncated zip',
      zipSync({ 'workplace.json': new TextEncoder().encode(JSON.stringify(document())) }).slice(0, 200),
      [422],
    ],
    ['a zip of nothing known', zipSync({ 'readme.txt': new Uint8Array(10) }), [422]],
    ['bytes', new Uint8Array([1, 2, 3, 4, 5]), [422]],
  ])('%s', async (_name, bytes, statuses) => {
    const answer = await product.importFiles({ 'upload.zip': bytes });
    expect(statuses).toContain(answer.status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('a CSV with wrong headers', async () => {
    const answer = await product.importFiles({ 'rooms.csv': 'house,level\nA,1\n' });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toMatch(/building/);
  });

  it('stores nothing of all that', async () => {
    const { body } = await product.api('GET', '/api/buildings');
    const keys = body.items.map((item: { sourceKey: string }) => item.sourceKey);
    expect(keys).toContain('b1');
    expect(keys).not.toContain('b2');
    const stored = body.items.find((item: { sourceKey: string }) => item.sourceKey === 'b1');
    expect(stored).toMatchObject({ name: 'Test House', rooms: 1 });
  });

  it('a dry run reads and stores nothing', async () => {
    const other = { ...document(), buildings: [{ ...document().buildings[0], id: 'dry' }] };
    const answer = await product.importFiles({ 'dry.json': JSON.stringify(other) }, '?dryRun=true');
    expect(answer.body.buildings).toMatchObject([{ sourceKey: 'dry', rooms: 1 }]);
    const { body } = await product.api('GET', '/api/buildings');
    expect(body.items.map((item: { sourceKey: string }) => item.sourceKey)).not.toContain('dry');
  });
});
