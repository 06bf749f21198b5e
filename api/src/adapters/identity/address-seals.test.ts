import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TenantId } from '../../core/model/place.ts';
import { createAddressSeals } from './address-seals.ts';

const [first, second] = [randomBytes(32), randomBytes(32)];
const [here, there] = ['tenant-a' as TenantId, 'tenant-b' as TenantId];
const seal = createAddressSeals([first]).of(here);
const address = 'Zoë.Example@contoso.example';

describe('C43 a sealed address', () => {
  it('opens as it was, and shows nothing of it', () => {
    for (const text of [address, '', ' ', '"\\', 'x'.repeat(5000), seal.seal(address)]) {
      expect(seal.isSealed(seal.seal(text))).toBe(true);
      expect(seal.open(seal.seal(text))).toBe(text);
    }
    expect(seal.seal(address)).toMatch(/^sealed:1\.[\w.-]+$/);
    expect(Buffer.from(seal.seal(address), 'base64url').toString('latin1')).not.toContain('contoso');
    expect(seal.isSealed(address)).toBe(false);
  });

  it('is the same at every write, and another for each other address, tenant and key', () => {
    const texts = [
      seal.seal(address),
      seal.seal(address.toLowerCase()),
      createAddressSeals([first]).of(there).seal(address),
      createAddressSeals([second]).of(here).seal(address),
    ];
    expect(createAddressSeals([first]).of(here).seal(address)).toBe(texts[0]);
    const parts = texts.map((text) => text.split('.').at(-1)?.slice(0, 16));
    expect(new Set(parts).size).toBe(texts.length);
  });

  it('does not open for another tenant, with another key, or with one changed letter', () => {
    const sealed = seal.seal(address);
    expect(createAddressSeals([first]).of(there).open(sealed)).toBeNull();
    expect(createAddressSeals([second]).of(here).open(sealed)).toBeNull();
    // The last letter has bits that mean nothing; every letter before it counts.
    for (let at = 0; at < sealed.length - 1; at += 1) {
      const other = sealed[at] === 'A' ? 'B' : 'A';
      expect(seal.open(sealed.slice(0, at) + other + sealed.slice(at + 1)), `${at}`).toBeNull();
      expect(seal.open(sealed.slice(0, at)), `${at}`).toBeNull();
    }
  });

  it('is found by its mark, however it is spelled, and by nobody without the key', () => {
    const rotated = createAddressSeals([second, first]).of(here);
    const [newer = '', older = ''] = rotated.marksOf(` ${address.toUpperCase()}`);
    expect(seal.seal(address)).toContain(`.${older}.`);
    expect(seal.seal(address.toLowerCase())).toContain(`.${older}.`);
    expect(rotated.seal(address)).toContain(`.${newer}.`);
    expect(createAddressSeals([first]).of(there).marksOf(address)).not.toEqual([older]);
  });

  it('C23 the first key seals, all open', () => {
    const rotated = createAddressSeals([second, first]).of(here);
    expect(rotated.open(seal.seal(address))).toBe(address);
    expect(seal.open(rotated.seal(address))).toBeNull();
    expect(rotated.seal(address).startsWith(rotated.current)).toBe(true);
    expect(seal.seal(address).startsWith(rotated.current)).toBe(false);
  });

  it('C24 refuses to seal without a key of 32 bytes', () => {
    expect(() => createAddressSeals([]).of(here)).toThrow(TypeError);
    expect(() => createAddressSeals([randomBytes(16)]).of(here)).toThrow(TypeError);
  });
});
