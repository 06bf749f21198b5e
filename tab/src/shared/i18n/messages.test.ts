import { describe, expect, it } from 'vitest';
import de from './de.json';
import en from './en.json';
import fr from './fr.json';
import { languageOf, loadMessages } from './messages.ts';
import { createText } from './text.ts';

const placeholders = (text: string) => [...(text.match(/\{\w+\}/g) ?? [])].sort();

describe.each([
  ['de', de],
  ['fr', fr],
] as const)('texts in %s', (_language, messages) => {
  it('have exactly the keys of English', () => {
    expect(Object.keys(messages).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(Object.keys(en) as (keyof typeof en)[])('%s: says something with the same placeholders', (key) => {
    expect(messages[key].trim()).not.toBe('');
    expect(placeholders(messages[key])).toEqual(placeholders(en[key]));
  });
});

it('every plural has both forms', () => {
  const keys = new Set(Object.keys(en));
  for (const key of keys) {
    if (key.endsWith('.one')) expect(keys).toContain(key.replace(/\.one$/, '.other'));
  }
});

describe('a locale of the host', () => {
  it.each([
    ['de-AT', 'de'],
    ['fr-CA', 'fr'],
    ['en-GB', 'en'],
    ['ja-JP', 'en'],
    ['qps-ploc', 'qps-ploc'],
  ])('%s is shown in %s', (locale, language) => expect(languageOf(locale)).toBe(language));

  it('pseudo texts are at least 40 % longer and keep placeholders', async () => {
    const pseudo = await loadMessages('qps-ploc');
    for (const key of Object.keys(en) as (keyof typeof en)[]) {
      expect(pseudo[key].length).toBeGreaterThanOrEqual(en[key].length * 1.4);
      expect(placeholders(pseudo[key])).toEqual(placeholders(en[key]));
    }
  });
});

describe('numbers and times', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const text = createText(en, 'en-US');

  it('follow the locale, also one that Intl does not know', () => {
    expect(createText(de, 'de-DE').number(12345)).toBe('12.345');
    expect(createText(en, 'no such locale!').number(12345)).toBe('12,345');
  });

  it.each([
    ['2026-03-01T11:58:00Z', '2 minutes ago'],
    ['2026-03-03T12:00:00Z', 'in 2 days'],
    ['2026-03-01T12:00:00Z', 'now'],
  ])('%s is "%s"', (at, words) => expect(text.relative(at, now)).toBe(words));

  it.each([
    [40_000, '40 sec'],
    [61_000, '1 min'],
    [3_900_000, '1 hr 5 min'],
    [-5, '< 1 sec'],
  ])('%i ms is "%s"', (ms, words) => expect(text.span(ms)).toBe(words));
});
