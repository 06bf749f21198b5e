/** Channels for reports: which can be chosen, and what happens when the chosen one changes. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aHouse } from './a-house.ts';
import { Product } from './start-product.ts';

let product: Product;
let buildingId: string;

beforeAll(async () => {
  product = await Product.start();
  const house = JSON.stringify(aHouse({ id: 'elm', desksPerFloor: 2, roomsPerFloor: 1 }));
  const imported = await product.importFiles({ 'elm.workplace.json': house });
  buildingId = imported.body.buildings[0].buildingId as string;
}, 120_000);
afterAll(() => product.stop());

const change = async (body: Record<string, unknown>) =>
  (await product.sandbox('POST', '/_sandbox/teams', body)).body;
const settings = async () => (await product.api('GET', '/api/settings/notifications')).body;
const choose = (channelId: string | null) =>
  product.api('PUT', '/api/settings/notifications', { body: { channelId, mail: false } });
const offered = async () =>
  (await settings()).channels.map(({ name, team }: { name: string; team?: string }) => `${team} / ${name}`);

/** Where cards with these words were posted. */
async function postedIn(words: string): Promise<string[]> {
  const { body } = await product.sandbox('GET', '/_sandbox/messages');
  return body.items
    .filter(({ activity }: any) => JSON.stringify(activity.attachments ?? '').includes(words))
    .map(({ conversationId }: { conversationId: string }) => conversationId.split(';')[0]);
}

const say = (text: string) =>
  product.sandbox('POST', '/_sandbox/activities', { user: 'operator', type: 'message', text });

describe('channels for reports', () => {
  it('all of every team with the app can be chosen, and a report goes exactly there', async () => {
    const { channel } = await change({ event: 'channelCreated', name: 'Reports' });
    const { team } = await change({ event: 'installed', name: 'Facilities' });
    expect(await offered()).toEqual(['Workplace / General', 'Workplace / Reports', 'Facilities / General']);
    expect((await choose('19:nowhere@thread.tacv2')).status).toBe(422);
    for (const id of [team.id, channel.id] as string[]) {
      expect((await choose(id)).status).toBe(200);
      const { run } = await product.sync(buildingId);
      await expect.poll(() => postedIn(run.id), { timeout: 20_000 }).toEqual([id]);
    }
  }, 60_000);

  it('names are healed, and a sync that needs an administrator asks there', async () => {
    const { channels } = await settings();
    const { id } = channels.find(({ name }: { name: string }) => name === 'Reports');
    await change({ event: 'channelRenamed', channel: id, name: 'Sync reports' });
    await change({ event: 'teamRenamed', name: 'Places' });
    expect(await offered()).toContain('Places / Sync reports');
    expect(await settings()).toMatchObject({ channelId: id, channelState: 'ok' });
    const bigger = JSON.stringify(aHouse({ id: 'elm', desksPerFloor: 3, roomsPerFloor: 2 }));
    await product.importFiles({ 'elm.workplace.json': bigger });
    await say('sync elm');
    await expect.poll(() => postedIn('Approve: sync House H elm'), { timeout: 20_000 }).toEqual([id]);
  });

  it('F61 a channel that was deleted is broken at once and nothing goes elsewhere; restored, it is as before', async () => {
    const { channelId } = await settings();
    await change({ event: 'channelDeleted', channel: channelId });
    expect(await settings()).toMatchObject({
      channelState: 'broken',
      problem: { code: 'ChannelGone' },
      channelId,
    });
    await say('sync elm');
    const refused = () => postedIn('refused the channel where administrators decide');
    await expect.poll(refused, { timeout: 20_000 }).toHaveLength(1);
    const { run } = await product.sync(buildingId);
    await expect
      .poll(async () => (await settings()).problem?.code, { timeout: 20_000 })
      .toBe('ConversationNotFound');
    // Only to the administrator who chose the channel, and it says why.
    const admin = '00000001-5a4d-4c1e-8b5e-000000000001';
    const chat = `a:${createHash('sha256').update(admin).digest('base64url')}`;
    await expect.poll(() => postedIn(run.id), { timeout: 20_000 }).toEqual([chat]);
    expect(JSON.stringify((await product.sandbox('GET', '/_sandbox/messages')).body.items)).toContain(
      'refused the channel for reports (ConversationNotFound)',
    );
    await change({ event: 'channelRestored', channel: channelId });
    await choose(channelId);
    const { run: next } = await product.sync(buildingId);
    await expect.poll(() => postedIn(next.id), { timeout: 20_000 }).toEqual([channelId]);
    expect((await settings()).channelState).toBe('ok');
  }, 60_000);

  it('a team that the app was removed from is offered no more', async () => {
    const { items } = (await product.sandbox('GET', '/_sandbox/teams')).body;
    const facilities = items.find(({ name }: { name: string }) => name === 'Facilities');
    await change({ event: 'uninstalled', team: facilities.id });
    expect(await offered()).toEqual(['Places / General', 'Places / Sync reports']);
  });
});
