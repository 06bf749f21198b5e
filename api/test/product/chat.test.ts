/** The bot over HTTP, against the simulated tenant: what people say and press, what is posted and mailed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product, type PersonName } from './start-product.ts';

let product: Product;
let buildingId: string;

beforeAll(async () => {
  product = await Product.start();
  const house = JSON.stringify(aHouse({ id: 'elm', desksPerFloor: 4, roomsPerFloor: 2 }));
  const imported = await product.importFiles({ 'elm.workplace.json': house });
  buildingId = imported.body.buildings[0].buildingId as string;
  // Opening the tab is what shows who a person is.
  for (const as of ['admin', 'operator', 'viewer'] as const) await product.api('GET', '/api/me', { as });
}, 120_000);
afterAll(() => product.stop());

interface Button {
  readonly title: string;
  readonly verb?: string;
  readonly data?: Record<string, string>;
}
interface Post {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly Button[];
  readonly edited: boolean;
}

const textsOf = (element: any): string[] => {
  if (element.type === 'RichTextBlock') return [element.inlines.map((inline: any) => inline.text).join('')];
  return [...(element.body ?? []), ...(element.items ?? [])].flatMap(textsOf);
};

/** What the bot has posted, oldest first. */
async function posts(): Promise<Post[]> {
  const { body } = await product.sandbox('GET', '/_sandbox/messages');
  return body.items
    .filter(({ activity }: any) => activity.from?.role !== 'user')
    .map(({ id, activity, updatedAt }: any) => {
      const card = activity.attachments?.[0]?.content;
      const text = card === undefined ? (activity.text as string) : textsOf(card).join('\n');
      return { id, text, buttons: card?.actions ?? [], edited: updatedAt !== null };
    });
}

/** Waits until the bot has posted something like it. */
const posted = (words: RegExp, from = 0): Promise<Post> =>
  eventually(async () => {
    const found = (await posts()).slice(from).findLast(({ text }) => words.test(text));
    if (found === undefined) throw new Error(`Nothing like ${words} was posted.`);
    return found;
  });

async function eventually<T>(look: () => Promise<T>): Promise<T> {
  await expect.poll(look, { timeout: 20_000, interval: 100 }).toBeDefined();
  return look();
}

const act = (user: PersonName, activity: Record<string, unknown>) =>
  product.sandbox('POST', '/_sandbox/activities', { user, ...activity });
const say = (user: PersonName, text: string) => act(user, { type: 'message', text });
const press = (user: PersonName, { verb, data }: Button) =>
  act(user, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb, data } },
  });
const button = ({ buttons }: Post, verb: string): Button => {
  const found = buttons.find((each) => each.verb === verb);
  if (found === undefined) throw new Error(`There is no button ${verb}.`);
  return found;
};

describe('chat', () => {
  it('operator asks, administrator approves, the report appears, what failed is repeated', async () => {
    await product.sandbox('POST', '/_sandbox/faults', [
      {
        match: { method: 'POST', path: '/v1.0/places', nth: 3 },
        effect: {
          status: 400,
          body: { error: { code: 'ErrorInvalid', message: 'No. Ask ada@contoso.example' } },
        },
      },
    ]);
    await say('operator', '<at>Places Sync</at> sync house elm');
    const asked = await posted(/^Approve: sync House H elm/);
    expect(asked.text).toContain('2 new mailboxes are created.');
    expect(await product.writes()).toBe(0);

    const refused = await press('operator', button(asked, 'approve'));
    expect(refused.body.value).toContain('Admin');
    expect(await product.writes()).toBe(0);

    await press('admin', button(asked, 'approve'));
    const approved = await posted(/^Approved: House H elm/);
    expect([approved.id, approved.edited, approved.buttons.map(({ verb }) => verb)]).toEqual([
      asked.id,
      true,
      [undefined],
    ]);
    expect(approved.text).toContain('Asked by: Robin Operator');
    expect(approved.text).toContain('Approved by: Alex Admin');

    const report = await posted(/^Synced with failures: House H elm[\s\S]*Run /);
    expect(report.text).toContain('Acting as: Alex Admin');
    expect(report.text).toContain('400 ErrorInvalid');
    expect(report.text).not.toContain('ada@');
    await product.sandbox('DELETE', '/_sandbox/faults');

    const before = (await posts()).length;
    await press('operator', button(await posted(/Run /), 'retry'));
    await posted(/^Synced: House H elm[\s\S]*Run /, before);
    const again = await product.plan(buildingId);
    expect(again.summary.create).toBe(0);
  }, 60_000);

  it('one card and one mail per run, to the person who asked', async () => {
    const { body } = await product.api('GET', `/api/runs?buildingId=${buildingId}`);
    for (const run of body.items as { id: string }[]) {
      const cards = (await posts()).filter(({ text }) => text.includes(`Run ${run.id}`));
      expect(cards).toHaveLength(1);
      const recipients = async () => {
        const { body: mails } = await product.sandbox('GET', '/_sandbox/mails');
        const own = mails.items.filter(({ text }: { text: string }) => text.includes(`Run: ${run.id}`));
        return own.map(({ to }: { to: string }) => to);
      };
      await expect.poll(recipients, { timeout: 20_000 }).toEqual(['operator@contoso.example']);
    }
  });

  it('the audit log names who asked, who approved and whose account acted', async () => {
    const { body } = await product.api('GET', '/api/audit?limit=1000');
    const actions = body.items.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['approval.asked', 'approval.given', 'run.requested']));
    const of = (action: string) => body.items.find((each: { action: string }) => each.action === action);
    expect(of('run.requested').initiator).toEqual(of('approval.asked').initiator);
    expect(of('approval.given').initiator).not.toEqual(of('approval.asked').initiator);
    expect(of('run.requested').actingAs).toEqual(of('approval.given').initiator);
  });

  it('C15 I4 F66 an old card starts nothing', async () => {
    const before = (await posts()).length;
    await product.importFiles({
      'elm.workplace.json': JSON.stringify(aHouse({ id: 'elm', desksPerFloor: 5, roomsPerFloor: 3 })),
    });
    await say('operator', 'sync elm');
    const asked = await posted(/^Approve: /, before);
    await product.plan(buildingId);
    const writes = await product.writes();
    await press('admin', button(asked, 'approve'));
    expect((await posted(/^Not started: /, before)).text).toContain('This plan is out of date.');
    expect(await product.writes()).toBe(writes);
  });

  it('C15 what a button says counts for nothing but the id it carries', async () => {
    const before = (await posts()).length;
    await say('operator', 'sync elm');
    const asked = button(await posted(/^Approve: /, before), 'approve');
    const writes = await product.writes();
    const forged = { ...asked, data: { approvalId: 'another', buildingId, release: 'shrunken-source' } };
    await press('admin', forged);
    await press('operator', { ...asked, data: { ...asked.data, roles: 'Places.Admin' } });
    expect(await product.writes()).toBe(writes);
    const runs = await product.api('GET', `/api/runs?buildingId=${buildingId}`);
    expect(
      runs.body.items.filter(({ state }: { state: string }) => /^(queued|running)$/.test(state)),
    ).toEqual([]);
    await press('admin', button(await posted(/^Approve: /, before), 'reject'));
    await posted(/^Rejected: /, before);
  });

  it('C16 F65 the same activity twice is one command; an edited message and a stranger are none', async () => {
    const before = (await posts()).length;
    const activity = { type: 'message', text: 'status', id: 'the-same' };
    await act('viewer', activity);
    await posted(/^Nothing is running/, before);
    await act('viewer', activity);
    await act('viewer', { type: 'messageUpdate', text: 'buildings', channelData: undefined });
    await say('outsider', 'buildings');
    await posted(/^I only listen to members/, before);
    const said = (await posts()).slice(before).map(({ text }) => text.split('\n')[0]);
    expect(said).toEqual(['Nothing is running', 'I only listen to members of this organisation.']);
  });

  it('rights are asked at the moment of the command', async () => {
    const before = (await posts()).length;
    await say('viewer', 'sync elm');
    expect((await posted(/^Not done/, before)).text).toContain('Operator');
    await product.sandbox('POST', '/_sandbox/people/operator', { deleted: true });
    const asked = (await posts()).length;
    try {
      await say('operator', 'buildings');
      await posted(/^I only listen to members of this organisation\.$/, asked);
    } finally {
      await product.sandbox('POST', '/_sandbox/people/operator', { deleted: false });
    }
  });

  it('help desk starts a building with a standing approval by itself, as long as nothing is risky', async () => {
    await product.sync(buildingId);
    await product.importFiles({
      'elm.workplace.json': JSON.stringify(aHouse({ id: 'elm', desksPerFloor: 6, roomsPerFloor: 3 })),
    });
    await product.api('PUT', `/api/buildings/${buildingId}/approval`, { body: { allowed: true } });
    const before = (await posts()).length;
    await say('operator', 'sync elm');
    await posted(/^Synced: House H elm[\s\S]*Run /, before);
    expect((await posts()).slice(before).some(({ text }) => text.startsWith('Approve'))).toBe(false);
  }, 60_000);
});

describe('search in the message box', () => {
  const search = async (user: PersonName, commandId: string, words: string) =>
    (
      await act(user, {
        type: 'invoke',
        name: 'composeExtension/query',
        value: { commandId, parameters: [{ name: 'words', value: words }] },
      })
    ).body.composeExtension;

  it('finds buildings and syncs, for people who may see them', async () => {
    const buildings = await search('viewer', 'buildings', 'elm');
    expect(buildings.attachments.map(({ preview }: any) => preview.content.title)).toEqual(['House H elm']);
    const runs = await search('viewer', 'runs', 'elm');
    expect(runs.attachments.length).toBeGreaterThan(1);
    expect((await search('outsider', 'runs', 'elm')).type).toBe('message');
  });
});

describe('F61 a channel that is gone', () => {
  it('leaves the run as it is, is shown, and the mail still goes', async () => {
    await product.sandbox('POST', '/_sandbox/faults', [
      {
        match: { method: 'POST', path: '/v3/conversations' },
        effect: { status: 403, body: { error: { code: 'BotNotInConversationRoster', message: 'no' } } },
      },
    ]);
    await product.api('PUT', '/api/settings/notifications', { body: { channelId: null, mail: false } });
    const { run } = await product.sync(buildingId);
    expect(run.state).toBe('done');
    const settings = async () => (await product.api('GET', '/api/settings/notifications')).body;
    await expect.poll(async () => (await settings()).channelState, { timeout: 20_000 }).toBe('broken');
    expect((await settings()).problem.code).toBe('BotNotInConversationRoster');
    const mailed = async () =>
      (await product.sandbox('GET', '/_sandbox/mails')).body.items.some(({ text }: { text: string }) =>
        text.includes(run.id),
      );
    await expect.poll(mailed, { timeout: 20_000 }).toBe(true);
  }, 60_000);
});
