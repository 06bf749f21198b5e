import type { Finding } from '../../../../core/model/finding.ts';
import { pointerPart } from '../json/safe-json.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';

/**
 * Fields that the schema does not know: what was sent but is missing after parsing. They are ignored, so that
 * a newer minor version can be read, and named once per kind of place, so that a slip of the pen is seen.
 */
export function unknownFields(sent: unknown, parsed: unknown, path: string): Finding[] {
  const found = new Map<string, { path: string; field: string; count: number }>();
  compare(sent, parsed, path, found);
  return [...found.values()].map(({ path: at, field, count }) => ({
    code: 'unknown-field',
    severity: 'warning',
    ...spoken({
      message:
        count > 1
          ? say`The field ${{ name: field }} is not part of workplace/1.0 and was ignored (${{ count }} times)`
          : say`The field ${{ name: field }} is not part of workplace/1.0 and was ignored`,
    }),
    path: at,
  }));
}

type Found = Map<string, { path: string; field: string; count: number }>;

function compare(sent: unknown, parsed: unknown, path: string, found: Found): void {
  if (typeof sent !== 'object' || sent === null || typeof parsed !== 'object' || parsed === null) return;
  if (Array.isArray(sent)) {
    // Lists of lists and of numbers are coordinates: they have no fields.
    if (typeof sent[0] !== 'object' || Array.isArray(sent[0])) return;
    sent.forEach((item, i) => compare(item, (parsed as unknown[])[i], `${path}/${i}`, found));
    return;
  }
  for (const [field, value] of Object.entries(sent)) {
    const at = `${path}/${pointerPart(field)}`;
    if (Object.hasOwn(parsed, field)) {
      compare(value, (parsed as Record<string, unknown>)[field], at, found);
      continue;
    }
    const kind = at.replace(/\/\d+(?=\/)/g, '/*');
    const before = found.get(kind);
    if (before) before.count++;
    else found.set(kind, { path: at, field: field.slice(0, 60), count: 1 });
  }
}
