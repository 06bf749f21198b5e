/** What a chat message may do when nobody opened the tab lately (C19), over HTTP and over a restart. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product, type PersonName } from './start-product.ts';

let product: Product;
let buildingId: string;

beforeAll(async () => {
  product = await Product.start();
  const house = JSON.stringify(aHouse({ id: 'elm', desksPerFloor: 2, roomsPerFloor: 1 }));
  const imported = await product.importFiles({ 'elm.workplace.json': house });
  buildingId = imported.body.buildings[0].buildingId as string;
}, 120_000);
afterAll(() => product.stop());
beforeEach(() => product.sandbox('POST', '/_sandbox/consent', { granted: true }));

const act = (user: PersonName, activity: Record<string, unknown>) =>
  product.sandbox('POST', '/_sandbox/activities', { user, ...activity });
const say = (user: PersonName, text: string) => act(user, { type: 'message', text });
const exchange = (user: PersonName, token: string, id = 'made-up') =>
  act(user, {
    type: 'invoke',
    name: 'signin/tokenExchange',
    value: { id, connectionName: 'places-sync', token },
  });

const textsOf = (element: any): string[] =>
  element.type === 'RichTextBlock'
    ? [element.inlines.map((inline: any) => inline.text).join('')]
    : [...(element.body ?? []), ...(element.items ?? [])].flatMap(textsOf);

/** First lines of what the bot said, oldest first; a card that asks for a sign-in shows as its text. */
async function said(): Promise<string[]> {
  const { body } = await product.sandbox('GET', '/_sandbox/messages');
  return body.items
    .filter(({ activity }: any) => activity.from?.role !== 'user')
    .map(({ activity }: any) => {
      const content = activity.attachments?.[0]?.content;
      return content === undefined ? activity.text : (content.text ?? textsOf(content)[0]);
    });
}

/** Lines that the bot adds while `work` is done, until `last` is among them. */
async function saidAfter(work: () => Promise<unknown>, last: RegExp): Promise<string[]> {
  const before = (await said()).length;
  await work();
  const now = async () => (await said()).slice(before);
  await expect
    .poll(async () => (await now()).some((line) => last.test(line)), { timeout: 20_000 })
    .toBe(true);
  return now();
}

describe('C19 rights in chat', () => {
  it('nobody opened the tab: Teams signs the person in, unseen, and the command is carried out', async () => {
    expect(await saidAfter(() => say('viewer', 'buildings'), /./)).toEqual([
      expect.stringMatching(/building/i),
    ]);
  });

  it('a restart takes nothing away from who opened the tab, nor the channel that was chosen', async () => {
    await product.api('GET', '/api/me', { as: 'operator' });
    const { channel } = (
      await product.sandbox('POST', '/_sandbox/teams', { event: 'channelCreated', name: 'Reports' })
    ).body;
    const choice = { channelId: channel.id, mail: true };
    await product.api('PUT', '/api/settings/notifications', { body: choice });
    await product.kill();
    await product.boot();
    // Teams could give no token now: what was written down has to do.
    await product.sandbox('POST', '/_sandbox/consent', { granted: false });
    expect(await saidAfter(() => say('operator', 'buildings'), /./)).toEqual([
      expect.stringMatching(/building/i),
    ]);
    const { body } = await product.api('GET', '/api/settings/notifications');
    expect(body).toMatchObject({ ...choice, channelState: 'ok' });
    expect(body.channels).toContainEqual({ id: channel.id, name: 'Reports', team: 'Workplace' });
  }, 180_000);

  it('without consent Teams gives no token: the person is led to the tab, and nothing is done', async () => {
    await product.sandbox('POST', '/_sandbox/consent', { granted: false });
    const lines = await saidAfter(() => say('ada' as PersonName, 'buildings'), /open the tab/);
    expect(lines.some((line) => /^\d+ building/i.test(line))).toBe(false);
  });

  it('nor for a button: it does nothing, and says where to sign in', async () => {
    await product.sandbox('POST', '/_sandbox/consent', { granted: false });
    const lines = await saidAfter(async () => {
      const { body } = await act('bo' as PersonName, {
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'preview', data: { buildingId } } },
      });
      expect(body).toMatchObject({
        statusCode: 401,
        type: 'application/vnd.microsoft.activity.loginRequest',
      });
    }, /open the tab/);
    expect(lines).toHaveLength(1);
  });

  it('a token of somebody else, an expired one, one for another application: 412, and proves nothing', async () => {
    const wrong = [
      await product.token('admin'),
      await product.token('ada' as PersonName, { expiresIn: -3600 }),
      await product.token('ada' as PersonName, { audience: 'graph' }),
      await product.token('ada' as PersonName, { claims: { tid: '9c2e7b14-64f0-4d0a-b8a1-3f5c1d2e7a90' } }),
      'no.token.atall',
    ];
    for (const token of wrong) {
      const { status, body } = await exchange('ada' as PersonName, token);
      expect([status, typeof body.failureDetail]).toEqual([412, 'string']);
    }
    expect((await exchange('outsider', await product.token('outsider'))).status).toBe(412);
    await product.sandbox('POST', '/_sandbox/consent', { granted: false });
    await saidAfter(() => say('ada' as PersonName, 'buildings'), /open the tab/);
  });

  it('an exchange that comes again carries nothing out again', async () => {
    const token = await product.token('viewer');
    const lists = async () => (await said()).filter((line) => /^\d+ buildings/.test(line)).length;
    const before = await lists();
    for (let nth = 0; nth < 3; nth++) expect((await exchange('viewer', token)).status).toBe(200);
    expect(await lists()).toBe(before);
  });

  it('a role that was withdrawn ends with the next token, and an older token does not bring it back', async () => {
    const old = await product.token('operator');
    await product.sandbox('POST', '/_sandbox/people/operator', { appRoles: [] });
    // A second later: the times in tokens are whole seconds.
    const issued = Math.floor(Date.now() / 1000) + 1;
    await product.api('GET', '/api/me', {
      token: await product.token('operator', { claims: { iat: issued } }),
    });
    await product.api('GET', '/api/me', { token: old });
    const lines = await saidAfter(() => say('operator', 'preview elm'), /^Not done/);
    expect(lines).toHaveLength(1);
    await product.sandbox('POST', '/_sandbox/people/operator', { appRoles: ['Places.Operator'] });
    await product.api('GET', '/api/me', {
      token: await product.token('operator', { claims: { iat: issued + 1 } }),
    });
  });

  it('a button and a search fetch their token in the same way', async () => {
    await product.sandbox('POST', '/_sandbox/people/bo', { appRoles: ['Places.Operator'] });
    const before = (await said()).length;
    const pressed = await act('bo' as PersonName, {
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action: { type: 'Action.Execute', verb: 'preview', data: { buildingId } } },
    });
    expect(pressed).toMatchObject({ status: 200, body: { statusCode: 200 } });
    expect(pressed.body.value).toMatch(/^(Done\.|I am working on it\.)$/);
    const shown = async () => (await said()).slice(before).some((line) => /House H elm/.test(line));
    await expect.poll(shown, { timeout: 20_000 }).toBe(true);
    await product.sandbox('POST', '/_sandbox/people/ada', { appRoles: ['Places.Viewer'] });
    const found = await act('ada' as PersonName, {
      type: 'invoke',
      name: 'composeExtension/query',
      value: { commandId: 'buildings', parameters: [{ name: 'words', value: 'elm' }] },
    });
    expect(found.body.composeExtension.attachments).toHaveLength(1);
  });

  it('C20 every command is in the audit log with who asked and the account behind it, also one that only asks', async () => {
    const { body } = await product.api('GET', '/api/audit?limit=1000');
    const heard = body.items.filter(({ action }: any) => action === 'chat.command');
    const commands = new Set(heard.map(({ detail }: any) => detail.command));
    expect([...commands].sort()).toEqual(['buildings', 'preview', 'search buildings']);
    for (const { initiator, actingAs } of heard) {
      expect(initiator.name).toMatch(/Viewer|Operator|Example/);
      expect(actingAs.name).toBe('Alex Admin');
    }
  });
});
