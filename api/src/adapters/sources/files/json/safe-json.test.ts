import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../limits.ts';
import { jsonFault } from './json-fault.ts';
import { checkKeys, parseJson } from './safe-json.ts';

const codes = (text: string) =>
  (parseJson(text, 'a.json', LIMITS).findings ?? []).map(({ code, path }) => `${code} ${path}`);

describe('hostile JSON', () => {
  it('names every forbidden key with its path, and nothing is polluted', () => {
    const text =
      '{"a":[{"__proto__":{"polluted":1}}],"b":{"constructor":{"prototype":{}}},"c/d":{"prototype":1}}';
    expect(codes(text)).toEqual([
      'json-forbidden-key /a/0/__proto__',
      'json-forbidden-key /b/constructor',
      'json-forbidden-key /c~1d/prototype',
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('allows forbidden words as values', () => {
    expect(parseJson('{"id":"__proto__"}', 'a.json', LIMITS)).toEqual({ value: { id: '__proto__' } });
  });

  it('refuses deep nesting before it is parsed, but not brackets in texts', () => {
    expect(codes(`${'['.repeat(33)}${']'.repeat(33)}`)).toEqual(['json-too-deep a.json']);
    expect(codes('['.repeat(3_000_000))).toEqual(['json-too-deep a.json']);
    expect(codes(`${'['.repeat(32)}${']'.repeat(32)}`)).toEqual([]);
    expect(codes(JSON.stringify(`${'['.repeat(99)}"\\`))).toEqual([]);
  });

  it('refuses more objects and lists than fit into memory, before it is parsed', () => {
    const few = { ...LIMITS, brackets: 3 };
    expect(parseJson('[[],{}]', 'a.json', few)).toEqual({ value: [[], {}] });
    expect(parseJson('[[],{},[', 'a.json', few).findings?.map(({ code }) => code)).toEqual(['json-too-many']);
  });

  it('checks values that are parsed already in the same way', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 40; i++) deep = { deep };
    expect(checkKeys(deep, LIMITS).findings?.map(({ code }) => code)).toEqual(['json-too-deep']);
    expect(checkKeys(JSON.parse('{"x":{"__proto__":1}}'), LIMITS).findings?.map(({ path }) => path)).toEqual([
      '/x/__proto__',
    ]);
    expect(checkKeys('text', LIMITS)).toEqual({ value: 'text' });
  });
});

describe('where JSON breaks', () => {
  it.each([
    ['{"a": abc}', 1, 7],
    ['{\n  "a": 1,\n  "b" 2\n}', 3, 7],
    ['[1,2', 1, 5],
    ['[1,]', 1, 4],
    ['{"a":1,}', 1, 8],
    ['{a:1}', 1, 2],
    ['{"a":1}}', 1, 8],
    ['["a\nb"]', 1, 2],
    ['["\\x"]', 1, 2],
    ['[01]', 1, 3],
    ['[1}', 1, 3],
    ['', 1, 1],
    ['NaN', 1, 1],
  ])('%j', (text, line, column) => {
    expect(jsonFault(text)).toMatchObject({ line, column });
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const mutated = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '{', '"', ',', ']', '1', '\\', 'e'))
      .map(([json, at, char]) => {
        const position = at % (json.length + 1);
        return `${json.slice(0, position)}${char}${json.slice(position + 1)}`;
      });
    fc.assert(
      fc.property(mutated, (text) => {
        let valid = true;
        try {
          JSON.parse(text);
        } catch {
          valid = false;
        }
        expect(jsonFault(text) === undefined, text).toBe(valid);
      }),
      { numRuns: 1000 },
    );
  });
});
