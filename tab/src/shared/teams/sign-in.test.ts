import { describe, expect, it } from 'vitest';
import { createSignIn, type SignInWays } from './sign-in.ts';

function signInOf(given: Partial<SignInWays>) {
  const asked: unknown[] = [];
  const changes: unknown[] = [];
  let time = 0;
  const signIn = createSignIn({
    silently: () => Promise.reject(new Error('resourceRequiresConsent')),
    asking: (claims) => {
      asked.push(claims);
      return Promise.resolve({ token: 'own', expiresAt: time + 3_600_000 });
    },
    now: () => time,
    ...given,
  });
  signIn.subscribe(() => changes.push(signIn.need()));
  return { signIn, asked, changes, wait: (ms: number) => (time += ms) };
}

describe('signing in', () => {
  it('asks for nothing as long as the host gives tokens', async () => {
    const { signIn, changes } = signInOf({ silently: () => Promise.resolve('host') });
    expect(await signIn.getToken()).toBe('host');
    expect(changes).toEqual([]);
  });

  it('opens no window by itself; after the click the person’s own token is used until it ends', async () => {
    const { signIn, asked, wait } = signInOf({});
    await expect(signIn.getToken()).rejects.toThrow('resourceRequiresConsent');
    expect([asked, signIn.need()]).toEqual([[], { claims: undefined }]);
    await signIn.start();
    expect([asked, signIn.need()]).toEqual([[undefined], undefined]);
    expect(await signIn.getToken()).toBe('own');
    wait(3_600_000);
    await expect(signIn.getToken()).rejects.toThrow();
    expect(signIn.need()).toBeDefined();
  });

  it('forgets the person’s token when the API refused it', async () => {
    let host = false;
    const { signIn } = signInOf({
      silently: () => (host ? Promise.resolve('host') : Promise.reject(new Error('UserConsentRequired'))),
    });
    await signIn.start();
    host = true;
    expect(await signIn.getToken({ fresh: true })).toBe('host');
    expect(await signIn.getToken()).toBe('host');
  });

  it('keeps a challenge until the person has met it, whatever the host says meanwhile', async () => {
    const { signIn, asked } = signInOf({ silently: () => Promise.resolve('host') });
    signIn.require('abc');
    expect(await signIn.getToken()).toBe('host');
    expect(signIn.need()).toEqual({ claims: 'abc' });
    await signIn.start();
    expect([asked, signIn.need()]).toEqual([['abc'], undefined]);
    expect(await signIn.getToken()).toBe('own');
  });

  it('stays needed when the window was closed', async () => {
    const { signIn } = signInOf({ asking: () => Promise.reject(new Error('CancelledByUser')) });
    await expect(signIn.getToken()).rejects.toThrow();
    await expect(signIn.start()).rejects.toThrow('CancelledByUser');
    expect(signIn.need()).toBeDefined();
  });

  it.each(['TypeError: Failed to fetch', 'Network error', 'The request timed out', 'NO_NETWORK'])(
    'does not ask the person when %s',
    async (reason) => {
      const { signIn } = signInOf({ silently: () => Promise.reject(new Error(reason)) });
      await expect(signIn.getToken()).rejects.toThrow();
      expect(signIn.need()).toBeUndefined();
    },
  );
});
