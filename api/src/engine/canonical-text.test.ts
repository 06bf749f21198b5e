import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical-text.ts';

describe('canonicalText', () => {
  it('is the same for equal values in any order, and not for others', () => {
    const one = canonicalText({ a: 1, b: { c: [1, 2], d: undefined }, e: null });
    expect(canonicalText({ e: null, b: { c: [1, 2] }, a: 1 })).toBe(one);
    expect(canonicalText({ e: null, b: { c: [2, 1] }, a: 1 })).not.toBe(one);
    expect(canonicalText({ b: { c: [1, 2] }, a: 1 })).not.toBe(one);
  });

  it('keeps a key like any other that means something to the language', () => {
    const hostile: unknown = JSON.parse('{"__proto__": {"a": 1}}');
    expect(canonicalText(hostile)).toBe('{"__proto__":{"a":1}}');
  });

  it('has a text for nothing', () => {
    expect(canonicalText(undefined)).toBe('null');
  });
});
