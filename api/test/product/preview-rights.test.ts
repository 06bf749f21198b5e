/** C20: whose rights a preview uses, from the token in the tab to the one that Microsoft sees. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Product, type PersonName } from './start-product.ts';

let product: Product;
let buildingId: string;
const oids = new Map<string, string>();

beforeAll(async () => {
  product = await Product.start();
  const { body } = await product.api('GET', '/api/buildings');
  buildingId = body.items.find((item: { sourceKey: string }) => item.sourceKey === 'contoso-lyon').id;
  const { body: people } = await product.sandbox('GET', '/_sandbox/people');
  for (const { user, oid } of people.items) oids.set(oid, user);
  const { run } = await product.sync(buildingId);
  expect(run.state).toBe('done');
});
afterAll(async () => {
  await (product as Product | undefined)?.stop();
});
afterEach(async () => {
  await product.sandbox('POST', '/_sandbox/settings', { readingWithoutRole: 'allow' });
  await product.sandbox('POST', '/_sandbox/consent', { granted: true, to: 'reading' });
});

/** A preview, with the people whose tokens Microsoft saw for it, and the methods that they used. */
async function preview(token?: string) {
  await product.sandbox('DELETE', '/_sandbox/requests');
  const made = await product.api('POST', `/api/buildings/${buildingId}/plans`, {
    token: token ?? (await product.token('operator')),
  });
  const { body } = await product.sandbox('GET', '/_sandbox/requests');
  const graph = body.items.filter(({ path }: { path: string }) => path.startsWith('/v1.0'));
  const seenAs = [...new Set(graph.map(({ caller = '' }) => oids.get(caller) ?? caller))];
  const methods = [...new Set(graph.map(({ method }: { method: string }) => method))];
  return { made, seenAs, methods };
}
const NAMES = { operator: 'Robin Operator', admin: 'Alex Admin' } as const;

describe('a preview of an Operator without any role at Microsoft', () => {
  it('is read with their own rights, and says so', async () => {
    const { made, seenAs, methods } = await preview();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      complete: true,
      readAs: { who: 'viewer', name: NAMES.operator },
      summary: { create: 0 },
    });
    expect(made.body.readAs).not.toHaveProperty('why');
    expect(seenAs).toEqual(['operator']);
    expect(methods).toEqual(['GET']);
    const read = await product.api('GET', `/api/plans/${made.body.id}`, { as: 'viewer' });
    expect(read.body.readAs).toEqual({ who: 'viewer', name: NAMES.operator });
  });

  it.each([
    ['refuses them', 'refuse'],
    ['shows them empty lists', 'empty'],
  ])('is read with the connected account where Microsoft %s, and shows the same', async (_what, setting) => {
    const own = await preview();
    await product.sandbox('POST', '/_sandbox/settings', { readingWithoutRole: setting });
    const { made, seenAs, methods } = await preview();
    expect(made.body).toMatchObject({
      complete: true,
      readAs: { who: 'connectedAccount', name: NAMES.admin, why: 'no-role' },
      summary: own.made.body.summary,
    });
    expect(seenAs.sort()).toEqual(['admin', 'operator']);
    expect(methods).toEqual(['GET']);
  });

  it('is read with the connected account where nobody has consented to reading', async () => {
    await product.sandbox('POST', '/_sandbox/consent', { granted: false, to: 'reading' });
    // A token that was given counts on for its hour; this person has none yet.
    await product.sandbox('POST', '/_sandbox/people/ada', { appRoles: ['Places.Operator'] });
    const { made, seenAs } = await preview(await product.token('ada' as PersonName));
    expect(made.body.readAs).toEqual({
      who: 'connectedAccount',
      name: NAMES.admin,
      why: 'consent-required',
    });
    expect(seenAs).toEqual(['admin']);
  });

  it('is refused when Microsoft ended their session: nobody else looks for them', async () => {
    await product.sandbox('POST', '/_sandbox/people/operator', { disabled: true });
    const { made, seenAs } = await preview();
    await product.sandbox('POST', '/_sandbox/people/operator', { disabled: false });
    expect([made.status, made.body.code]).toEqual([403, 'account-disabled']);
    expect(made.body.hint).toContain('sign in again');
    expect(seenAs).not.toContain('admin');
  });

  it('asks for one more sign-in when Microsoft wants to be sure of them, and goes on with it', async () => {
    await product.sandbox('POST', '/_sandbox/people/operator/challenge', { interactive: true });
    const { made, seenAs } = await preview();
    expect([made.status, made.body.code]).toEqual([401, 'token-claims-challenge']);
    const challenge = made.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('error="insufficient_claims"');
    const claims = Buffer.from(/claims="([^"]+)"/.exec(challenge)?.[1] ?? '', 'base64').toString();
    expect(JSON.parse(claims)).toHaveProperty('access_token');
    expect(seenAs).not.toContain('admin');
    const again = await preview(await product.token('operator', { mfa: true }));
    expect(again.made.body).toMatchObject({
      complete: true,
      readAs: { who: 'viewer', name: NAMES.operator },
    });
  });
});

it('a run acts with the connected account, whoever started it and whoever looked', async () => {
  const { made } = await preview();
  const started = await product.startRun(made.body.id, {}, crypto.randomUUID(), 'operator');
  expect(started.status).toBe(202);
  const run = await product.ended(started.body.id);
  expect(run).toMatchObject({ requestedBy: NAMES.operator, actingAs: NAMES.admin });
});

it('C44 nothing of Graph was asked for but places', async () => {
  const paths = (await product.graphRequests()).map(({ path }) => path);
  expect(paths.length).toBeGreaterThan(3);
  expect(paths.filter((path) => !/^\/v1\.0\/places[/?]|^\/v1\.0\/places$/.test(path))).toEqual([]);
});
