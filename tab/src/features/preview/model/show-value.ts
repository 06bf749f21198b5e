/** A field's value as one line of text; modes and addresses as people say them. */
export function showValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(showValue).join(', ');
  if (typeof value === 'object') return showRecord(value as Record<string, unknown>);
  return '–';
}

function showRecord(record: Record<string, unknown>): string {
  const { kind, odataType, ...rest } = record;
  const head = typeof kind === 'string' ? [kind === 'other' ? showValue(odataType) : kind] : [];
  const parts = Object.values(rest)
    .filter((part) => part !== null && part !== undefined && part !== '')
    .map(showValue);
  return [...head, ...parts].join(', ') || '–';
}
