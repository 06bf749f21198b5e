import type { Text } from './i18n/text.ts';

/** A source as a person says it: what was uploaded has words of its own, a platform has the name it was given. */
export function sourceName({ t, word }: Pick<Text, 't' | 'word'>, source: string): string {
  const known = word('source', source);
  return known === source ? t('buildings.source', { source }) : known;
}
