import { request as httpRequest } from 'node:http';
import { once } from 'node:events';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTenant, type TestTenant } from '../graph/testing/open-tenant.ts';

let tenant: TestTenant;
beforeAll(async () => {
  tenant = await openTenant();
});
beforeEach(() => tenant.post('/_sandbox/reset', {}));
afterAll(() => tenant.close());

describe('/_sandbox', () => {
  it('lists requests since a number or a time, and clears them', async () => {
    await tenant.get('/places/one');
    tenant.advance(1000);
    await tenant.get('/places/two?$select=id', { headers: { 'client-request-id': 'c' } });
    await tenant.get('/places/three', { as: 'who' });
    const seen = async (query = '') => (await tenant.get(`/_sandbox/requests${query}`)).body.items;
    const all = await seen();
    expect(all.map((row: { path: string }) => row.path)).toEqual([
      '/v1.0/places/one',
      '/v1.0/places/two?$select=id',
      '/v1.0/places/three',
    ]);
    expect(all[1]).toMatchObject({ method: 'GET', status: 404, clientRequestId: 'c' });
    expect(all[2]).toMatchObject({ status: 401, applied: false });
    expect((await seen(`?since=${all[0].seq}`)).length).toBe(2);
    expect((await seen(`?since=${all[1].time}`)).length).toBe(2);
    expect((await tenant.call('DELETE', '/_sandbox/requests')).status).toBe(204);
    expect(await seen()).toEqual([]);
  });

  it('notes requests to the other rooms as well, but not its own', async () => {
    await tenant.get('/v3/conversations');
    await fetch(`${tenant.url}/${'x'}/v2.0/.well-known/openid-configuration`);
    const { items } = (await tenant.get('/_sandbox/requests')).body;
    expect(items.map((row: { path: string }) => row.path)).toEqual([
      '/v3/conversations',
      '/x/v2.0/.well-known/openid-configuration',
    ]);
  });

  it('refuses settings that do not exist or cannot be, and changes none of them', async () => {
    const answer = await tenant.post('/_sandbox/settings', { latencyMs: 5, renames: 'maybe', colour: 'red' });
    expect([answer.status, answer.body.problems.length]).toEqual([400, 2]);
    const { body } = await tenant.get('/_sandbox/settings');
    expect(body).toMatchObject({
      latencyMs: 0,
      renames: 'accept',
      smtpUrl: expect.stringMatching(/^smtp:\/\/127\.0\.0\.1:\d+$/),
    });
  });

  it('answers broken JSON with a problem and no stack', async () => {
    const answer = await tenant.post('/_sandbox/settings', '{');
    expect([answer.status, Object.keys(answer.body)]).toEqual([400, ['problems']]);
  });

  it('answers only under the name of this machine', async () => {
    const { port } = new URL(tenant.url);
    const asked = httpRequest({
      host: '127.0.0.1',
      port,
      path: '/_sandbox/places',
      headers: { host: 'rebound.example' },
    }).end();
    const [response] = (await once(asked, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    expect(response.statusCode).toBe(403);
  });
});

describe('what an administrator does outside of Graph', () => {
  const admin = (body: unknown) => tenant.post('/_sandbox/admin', body);
  const birch = () => tenant.get('/places/birch@contoso.example');
  const patch = (body: Record<string, unknown>) =>
    tenant.patch('/places/birch@contoso.example', { '@odata.type': '#microsoft.graph.room', ...body });

  it('renames, gives a new id, removes a room', async () => {
    const before = (await birch()).body;
    await admin({ action: 'rename', id: before.placeId, displayName: 'Birch Room' });
    await admin({ action: 'newId', id: 'birch@contoso.example' });
    const after = (await birch()).body;
    expect(after).toMatchObject({ displayName: 'Birch Room', placeId: before.placeId });
    expect(after.id).not.toBe(before.id);
    expect((await tenant.get(`/places/${before.id}`)).status).toBe(404);
    expect((await admin({ action: 'remove', id: before.placeId })).body.place).toBeNull();
    expect((await birch()).status).toBe(404);
    expect((await tenant.get('/_sandbox/places')).body.deletedMailboxes).toEqual(['birch@contoso.example']);
  });

  it('takes a room out of its building, adds a mailbox, masters one on premises', async () => {
    expect((await admin({ action: 'detach', id: 'oak@contoso.example' })).body.place.parentId).toBeNull();
    await admin({ action: 'roomMailbox', address: 'Elm@contoso.example', displayName: 'Elm' });
    expect((await tenant.get('/places/elm@contoso.example')).body).toMatchObject({
      displayName: 'Elm',
      parentId: null,
    });
    await admin({ action: 'synchronize', id: 'birch@contoso.example' });
    expect((await patch({ phone: '1' })).status).toBe(400);
    expect((await patch({ capacity: 5 })).body.capacity).toBe(5);
  });

  it('is refused when it is not understood', async () => {
    expect((await admin({ action: 'demolish', id: 'x' })).status).toBe(400);
    expect((await admin({ action: 'rename', id: 'x' })).status).toBe(400);
    expect((await admin({ action: 'remove', id: 'x' })).status).toBe(404);
  });
});

it('keeps mails with their text, HTML and attachments', async () => {
  const { body } = await tenant.get('/_sandbox/settings');
  const mailer = createTransport(body.smtpUrl as string);
  await mailer.sendMail({
    from: 'Places Sync <sync@contoso.example>',
    to: 'ada@contoso.example, bo@contoso.example',
    subject: 'Bericht für Gebäude Nord: 3 Änderungen und ein sehr langer Betreff, der umbricht',
    text: 'Grüße = 100 %\n'.repeat(20),
    html: '<p>Grüße aus Zürich</p>',
    attachments: [{ filename: 'report.csv', content: 'a;b' }],
  });
  const [mail] = (await tenant.get('/_sandbox/mails')).body.items;
  expect(mail).toMatchObject({
    sender: 'sync@contoso.example',
    recipients: ['ada@contoso.example', 'bo@contoso.example'],
    from: 'Places Sync <sync@contoso.example>',
    subject: 'Bericht für Gebäude Nord: 3 Änderungen und ein sehr langer Betreff, der umbricht',
    attachments: ['report.csv'],
  });
  expect(mail.text.replaceAll('\r\n', '\n').trim()).toBe('Grüße = 100 %\n'.repeat(20).trim());
  expect(mail.html).toContain('<p>Grüße aus Zürich</p>');
});
