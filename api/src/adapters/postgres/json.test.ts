import { expect, it } from 'vitest';
import { toJson, toText } from './json.ts';

it('leaves clean values as JSON.stringify writes them', () => {
  const value = { b: [1, null, 'ü 会议室 😀'], a: { 'back\\slash u0000': '\\u0000 as text, \\ud800 too' } };

  expect(toJson(value)).toBe(JSON.stringify(value));
  expect(toJson(undefined)).toBe('null');
});

it('replaces what PostgreSQL cannot store, in values and names, and nothing else', () => {
  const dirty = {
    'k\u0000': ['a\u0000b', { deep: '\ud800!' }],
    ok: '\\u0000',
    at: new Date(0),
    none: undefined,
  };

  expect(JSON.parse(toJson(dirty))).toEqual({
    'k\uFFFD': ['a\uFFFDb', { deep: '\uFFFD!' }],
    ok: '\\u0000',
    at: '1970-01-01T00:00:00.000Z',
  });
  expect(toText('a\u0000\udfff😀')).toBe('a\uFFFD\uFFFD😀');
});
