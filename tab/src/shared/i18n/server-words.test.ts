import { describe, expect, it } from 'vitest';
import de from './de.json';
import en from './en.json';
import { findingWords, guardWords } from './server-words.ts';
import { createText } from './text.ts';

const german = createText(de, 'de-CH');
const english = createText(en, 'en-GB');
const guard = {
  code: 'too-many-removals',
  tripped: true,
  count: 1_200,
  limit: 1,
  message: 'M',
  releasable: true,
};
const finding = { code: 'name-too-long', severity: 'error' as const, message: 'M' };

describe('words of the server', () => {
  it('are told in the language of the host', () => {
    expect(guardWords(german, guard)).toMatch(/^1.200 Orte würden entfernt\.$/);
    expect(findingWords(german, finding)).toBe('Der Name ist zu lang.');
  });

  it('stay as they are in English, and for codes that came later', () => {
    expect(guardWords(english, guard)).toBe('M');
    expect(guardWords(german, { ...guard, code: 'new' })).toBe('M');
    expect(findingWords(english, finding)).toBeUndefined();
    expect(findingWords(german, { ...finding, code: 'new' })).toBeUndefined();
  });
});
