/** A word of the tab for a word of the API; the same word where it has none. */
type Word = (prefix: string, value: string) => string;
const AS_IT_IS: Word = (_prefix, value) => value;

/** A field's value as one line of text; modes and addresses as people say them. */
export function showValue(value: unknown, word: Word = AS_IT_IS): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return word === AS_IT_IS ? String(value) : word('value', String(value));
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((part) => showValue(part, word)).join(', ');
  if (typeof value === 'object') return showRecord(value as Record<string, unknown>, word);
  return '–';
}

function showRecord(record: Record<string, unknown>, word: Word): string {
  const { kind, odataType, ...rest } = record;
  const head = typeof kind === 'string' ? [kind === 'other' ? showValue(odataType) : word('mode', kind)] : [];
  const parts = Object.values(rest)
    .filter((part) => part !== null && part !== undefined && part !== '')
    .map((part) => showValue(part, word));
  return [...head, ...parts].join(', ') || '–';
}
