import { describe, expect, it } from 'vitest';
import type { ReferenceVault } from '../../../bot/src/connector/references.ts';
import { forgetInChat } from './forget-in-chat.ts';

const reference = (userId: string, conversationType: string) => ({
  user: { id: `29:${userId}`, name: 'Erin', aadObjectId: userId },
  conversation: { id: 'c', conversationType },
  serviceUrl: 'https://smba.trafficmanager.net/',
});

/** Sealing turns the bytes round: enough to see that what is stored went through it. */
function vaultOf(references: Record<string, object>) {
  const turned = (bytes: Uint8Array) => Uint8Array.from(bytes).toReversed();
  const kept = new Map<string, Uint8Array>(
    Object.entries(references).map(([key, value]) => [key, turned(Buffer.from(JSON.stringify(value)))]),
  );
  kept.set('of a lost key', Uint8Array.of(0));
  const vault: ReferenceVault = {
    list: () => Promise.resolve([...kept].map(([key, sealed]) => ({ key, sealed }))),
    save: ({ key, sealed }) => Promise.resolve(void kept.set(key, sealed)),
    remove: (key) => Promise.resolve(kept.delete(key)),
    seal: (_key, clear) => turned(clear),
    open: (key, sealed) => (key === 'of a lost key' ? null : turned(sealed)),
  };
  const shown = (key: string) =>
    JSON.parse(Buffer.from(turned(kept.get(key) ?? Uint8Array.of())).toString()) as object;
  return { vault, kept, shown };
}

describe('C43 conversations', () => {
  it('with the person go; the team they installed the bot in stays without them', async () => {
    const { vault, kept, shown } = vaultOf({
      'chat of Erin': reference('erin', 'personal'),
      'team by Erin': reference('erin', 'channel'),
      'chat of Bo': reference('bo', 'personal'),
    });
    expect(await forgetInChat(vault, 'erin')).toBe(2);
    expect([...kept.keys()]).toEqual(['team by Erin', 'chat of Bo', 'of a lost key']);
    expect(JSON.stringify(shown('team by Erin'))).not.toMatch(/erin/i);
    expect(shown('team by Erin')).toMatchObject({
      conversation: { id: 'c' },
      serviceUrl: expect.any(String),
    });
    expect(shown('chat of Bo')).toEqual(reference('bo', 'personal'));
    expect(await forgetInChat(vault, 'erin')).toBe(0);
  });
});
