/**
 * A value as text for a json column. PostgreSQL cannot store U+0000 or half a surrogate pair in jsonb, and both
 * occur in dirty source files: they become U+FFFD. The common case, a clean value, costs one search of the text.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return MAYBE_UNSTORABLE.test(text) ? JSON.stringify(value, (_key, part: unknown) => storable(part)) : text;
}

/** A text column has the same two limits. */
export function toText(text: string): string {
  return text.replaceAll('\u0000', '\uFFFD').toWellFormed();
}

/** JSON.stringify escapes exactly these two; an escaped backslash before them only costs the slow way. */
const MAYBE_UNSTORABLE = /\\u0000|\\ud[89a-f]/;

function storable(part: unknown): unknown {
  if (typeof part === 'string') return toText(part);
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]: [string, unknown]) => [toText(key), value]),
  );
}
