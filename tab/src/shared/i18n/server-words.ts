import type { Finding, Guard } from '#contract';
import type { Text } from './text.ts';

const isEnglish = (text: Text) => text.locale.toLowerCase().startsWith('en');

/**
 * A guard in the language of the host. The server's own English says more (totals, names), so English keeps it, and
 * so does a code that we have no text for.
 */
export function guardWords(text: Text, guard: Guard): string {
  const known = text.word('guardText', guard.code);
  if (isEnglish(text) || known === guard.code) return guard.message;
  return known.replace('{count}', text.number(guard.count));
}

/** A finding in the language of the host, or undefined when the server's own words are all we have. */
export function findingWords(text: Text, finding: Finding): string | undefined {
  const known = text.word('finding', finding.code);
  return isEnglish(text) || known === finding.code ? undefined : known;
}
