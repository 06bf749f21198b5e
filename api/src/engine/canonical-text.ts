/**
 * One text for one value: object keys sorted, undefined left out, so that equal values have equal fingerprints
 * whatever order they were built in.
 */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null';
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  // Object.fromEntries defines, so a key like __proto__ stays a key.
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
