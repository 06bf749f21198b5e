import type { z } from 'zod';
import type { Finding } from '../../../../core/model/finding.ts';
import { pointerPart } from '../json/safe-json.ts';

/** Every place where a document breaks the schema, in words, with its JSON pointer below `base`. */
export function schemaFindings(error: z.ZodError, document: unknown, base: string): Finding[] {
  const findings = error.issues.slice(0, MOST).map((issue): Finding => {
    const path = `${base}${issue.path.map((part) => `/${pointerPart(String(part))}`).join('')}`;
    return {
      code: 'invalid-value',
      severity: 'error',
      message: `${path || 'The document'}: ${wordsFor(issue, valueAt(document, issue.path))}`,
      path,
    };
  });
  const more = error.issues.length - findings.length;
  if (more > 0) {
    const message = `${base || 'The document'}: ${more} more values are wrong`;
    findings.push({ code: 'invalid-value', severity: 'error', message, path: base });
  }
  return findings;
}

/** Wrong values of one building that are named one by one. */
const MOST = 900;

function wordsFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined) return 'this field is missing';
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}, found ${kindOf(value)}`;
    case 'too_big':
      return `too ${typeof value === 'number' ? 'large' : 'long'}: at most ${String(issue.maximum)}${unitOf(issue.origin)}`;
    case 'too_small':
      return `too ${typeof value === 'number' ? 'small' : 'short'}: at least ${String(issue.minimum)}${unitOf(issue.origin)}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(', ')}`;
    default:
      return issue.message;
  }
}

const UNITS: Readonly<Record<string, string>> = { string: ' characters', array: ' items' };
const unitOf = (origin: string): string => UNITS[origin] ?? '';

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : 'a number too large to hold';
  return typeof value;
}

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined,
    document,
  );
