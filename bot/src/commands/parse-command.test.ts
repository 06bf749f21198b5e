import { describe, expect, it, vi } from 'vitest';
import type { BotApi, BuildingMatch } from '../bot-api.ts';
import { chooseBuilding } from './choose-building.ts';
import type { Asked } from './command.ts';
import { nearestCommand, parseCommand } from './parse-command.ts';

describe('what a person types', () => {
  it.each([
    ['sync Contoso Lyon', 'sync'],
    ['<at>Places Sync</at> STATUS', 'status'],
    ['/help', 'help'],
    ['help?', 'help'],
    ['hello!', 'help'],
  ])('%s is the command %s', (text, name) => expect(parseCommand(text)?.name).toBe(name));

  it.each([
    ['synch Contoso Lyon', 'sync Contoso Lyon'],
    ['snyc lyon', 'sync lyon'],
    ['<at>Places Sync</at> synchronise lyon', 'sync lyon'],
    ['prewiev lyon', 'preview lyon'],
    ['stauts', 'status'],
    ['reports', 'report'],
    ['canecl', 'cancel'],
    ['stop', 'cancel'],
    ['building', 'buildings'],
    ['list', 'buildings'],
    ['run lyon', 'sync lyon'],
  ])('%s starts nothing, and %s is offered', (text, offered) => {
    expect(parseCommand(text)).toBeNull();
    expect(nearestCommand(text)).toBe(offered);
  });

  it.each(['', 'thanks a lot', 'Contoso Lyon please', '42'])('nothing is offered for %j', (text) => {
    expect(parseCommand(text)).toBeNull();
    expect(nearestCommand(text)).toBeNull();
  });
});

describe('a building that is only nearly called so', () => {
  const building = { id: 'b1', name: 'Contoso Lyon', status: 'inSync' };

  async function choose(verb: 'sync' | 'preview', match: BuildingMatch) {
    const reply = vi.fn<Asked['reply']>(() => Promise.resolve({ conversationId: '', activityId: '' }));
    const findBuilding = () => Promise.resolve(match);
    const asked = {
      api: { findBuilding } as Partial<BotApi>,
      words: 'Lyom',
      ids: {},
      reply,
    } as unknown as Asked;
    const chosen = await chooseBuilding(asked, verb);
    return { chosen, said: JSON.stringify(reply.mock.calls[0]?.[0] ?? '') };
  }

  it('is asked about before it is synced', async () => {
    const { chosen, said } = await choose('sync', { kind: 'one', building, isGuess: true });
    expect(chosen).toBeNull();
    expect(said).toContain('Contoso Lyon');
  });

  it('is looked at without a question, and synced when the name is right', async () => {
    expect((await choose('preview', { kind: 'one', building, isGuess: true })).chosen).toBe('b1');
    expect((await choose('sync', { kind: 'one', building, isGuess: false })).chosen).toBe('b1');
  });

  it('says so when no building is called like that', async () => {
    const { chosen, said } = await choose('sync', { kind: 'none', buildings: [building] });
    expect(chosen).toBeNull();
    expect(said).toContain('No building is called');
  });
});
