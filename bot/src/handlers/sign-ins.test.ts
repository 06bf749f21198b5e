import { describe, expect, it } from 'vitest';
import { SignIns } from './sign-ins.ts';

const ada = { userId: 'ada', name: 'Ada' };
const bo = { userId: 'bo', name: 'Bo' };

function setUp() {
  const world = { now: new Date('2030-01-01T08:00:00Z'), done: [] as string[] };
  const signIns = new SignIns({
    resource: 'api://places.contoso.example/client',
    page: 'https://teams.microsoft.com/l/entity/app/places-sync',
    now: () => world.now,
  });
  /** @returns the id that the card carries */
  const wait = (person: typeof ada, chat: string, what: string): string => {
    const card = signIns.wait(person, chat, () => Promise.resolve(void world.done.push(what)));
    return (card.content as { tokenExchangeResource: { id: string } }).tokenExchangeResource.id;
  };
  return { world, signIns, wait };
}

describe('C19 a command that waits for a token', () => {
  it('is carried out once, whichever device of the person answers first', async () => {
    const { world, signIns, wait } = setUp();
    const id = wait(ada, 'channel', 'status');
    await signIns.take(id)?.();
    expect([signIns.take(id), signIns.take('made up'), world.done]).toEqual([null, null, ['status']]);
  });

  it('is only its own person’s: everybody in a channel sees the card', () => {
    const { signIns, wait } = setUp();
    const id = wait(ada, 'channel', 'status');
    expect([signIns.isOfAnother(id, bo), signIns.isOfAnother(id, ada)]).toEqual([true, false]);
  });

  it('is forgotten after five minutes, and when Teams says that it cannot', () => {
    const { world, signIns, wait } = setUp();
    const late = wait(ada, 'channel', 'status');
    world.now = new Date(world.now.getTime() + 300_001);
    expect(signIns.take(late)).toBeNull();
    const [own, elsewhere, others] = [
      wait(ada, 'channel', 'a'),
      wait(ada, 'chat', 'b'),
      wait(bo, 'channel', 'c'),
    ];
    expect(signIns.giveUp(ada, 'channel')).toBe(true);
    expect(signIns.giveUp(ada, 'channel')).toBe(false);
    expect([own, elsewhere, others].map((id) => signIns.take(id) !== null)).toEqual([false, true, true]);
  });

  it('never more than a thousand of them', () => {
    const { signIns, wait } = setUp();
    const ids = Array.from({ length: 1_001 }, (_, nth) => wait(ada, `chat ${nth}`, 'x'));
    expect([ids[0], ids[1]].map((id) => signIns.take(id ?? '') !== null)).toEqual([false, true]);
  });

  it('the card asks for a token of our API, and its button leads to our page only', () => {
    const { signIns } = setUp();
    const card = signIns.wait(ada, 'channel', () => Promise.resolve());
    expect(card.content).toMatchObject({
      tokenExchangeResource: { id: expect.any(String), uri: 'api://places.contoso.example/client' },
      buttons: [{ type: 'signin', value: 'https://teams.microsoft.com/l/entity/app/places-sync' }],
    });
  });
});
