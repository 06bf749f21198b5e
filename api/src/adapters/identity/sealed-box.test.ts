import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { keyIdOf, open, reseal, seal } from './sealed-box.ts';

const [first, second, third] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const here = { tenantId: 'tenant-a', accountId: 'account-1' };
const clear = Buffer.from('{"RefreshToken":{"x":{"secret":"canary-refresh-token"}}}');
const text = (opened: Uint8Array | null) => (opened === null ? null : Buffer.from(opened).toString());

describe('C22 a sealed box', () => {
  it('opens where it belongs and shows nothing of its content', () => {
    const box = seal([first], here, clear);
    expect(text(open([first], here, box))).toBe(clear.toString());
    expect(Buffer.from(box).toString('latin1')).not.toContain('canary');
  });

  it('is different at every write', () => {
    expect(Buffer.from(seal([first], here, clear))).not.toEqual(Buffer.from(seal([first], here, clear)));
  });

  it.each([
    ['another tenant', { ...here, tenantId: 'tenant-b' }],
    ['another account', { ...here, accountId: 'account-2' }],
    ['letters moved from one to the other', { tenantId: 'tenant-aaccount', accountId: '-1' }],
  ])('does not open for %s', (_name, there) => {
    expect(open([first], there, seal([first], here, clear))).toBeNull();
  });

  it('opens for none of its changed bits', () => {
    const box = seal([first], here, clear);
    for (let bit = 0; bit < box.length * 8; bit++) {
      const changed = Uint8Array.from(box);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(open([first], here, changed), `bit ${bit}`).toBeNull();
    }
  });

  it('opens at none of its shorter lengths', () => {
    const box = seal([first], here, clear);
    for (let length = 0; length < box.length; length++) {
      expect(open([first], here, box.subarray(0, length))).toBeNull();
    }
  });

  it('cannot be put together from two boxes of the same account', () => {
    const [one, two] = [seal([first], here, clear), seal([first], here, clear)];
    // From the end of the first nonce to where the last tag is all but complete.
    for (let cut = 21; cut < one.length - 8; cut++) {
      expect(
        open([first], here, Buffer.concat([one.subarray(0, cut), two.subarray(cut)])),
        `${cut}`,
      ).toBeNull();
    }
  });

  it('C24 refuses to seal without a key of 32 bytes', () => {
    expect(() => seal([], here, clear)).toThrow(TypeError);
    expect(() => seal([randomBytes(16)], here, clear)).toThrow(TypeError);
  });
});

describe('C23 a list of keys', () => {
  it('the first seals, all open, an unknown key is not opened', () => {
    const old = seal([first], here, clear);
    expect(text(open([second, first], here, old))).toBe(clear.toString());
    expect(open([second, third], here, old)).toBeNull();
    expect(Buffer.from(seal([second, first], here, clear).subarray(1, 9))).toEqual(keyIdOf(second));
  });

  it('resealing brings a box under the first key, once, and leaves the content alone', () => {
    const old = seal([first], here, clear);
    const fresh = reseal([second, first], here, old);
    expect(text(open([second], here, fresh ?? new Uint8Array()))).toBe(clear.toString());
    expect(open([first], here, fresh ?? new Uint8Array())).toBeNull();
    expect(reseal([second, first], here, fresh ?? new Uint8Array())).toBe(fresh);
    expect(reseal([third], here, old)).toBeNull();
  });
});
