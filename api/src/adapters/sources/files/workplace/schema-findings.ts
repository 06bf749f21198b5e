import type { z } from 'zod';
import type { Finding } from '../../../../core/model/finding.ts';
import { pointerPart } from '../json/safe-json.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

/** Every place where a document breaks the schema, in words, with its JSON pointer below `base`. */
export function schemaFindings(error: z.ZodError, document: unknown, base: string): Finding[] {
  const findings = error.issues.slice(0, MOST).map((issue): Finding => {
    const path = `${base}${issue.path.map((part) => `/${pointerPart(String(part))}`).join('')}`;
    return {
      code: 'invalid-value',
      severity: 'error',
      ...spoken({
        message: say`${{ where: whereIs(path) }}: ${{ what: wordsFor(issue, valueAt(document, issue.path)) }}`,
      }),
      path,
    };
  });
  const more = error.issues.length - findings.length;
  if (more > 0) {
    const message = say`${{ where: whereIs(base) }}: ${{ count: more }} more values are wrong`;
    findings.push({ code: 'invalid-value', severity: 'error', ...spoken({ message }), path: base });
  }
  return findings;
}

/** Wrong values of one building that are named one by one. */
const MOST = 900;

const whereIs = (path: string): string | Sentence => path || say`The document`;

function wordsFor(issue: z.core.$ZodIssue, value: unknown): Sentence {
  if (value === undefined) return say`this field is missing`;
  switch (issue.code) {
    case 'invalid_type':
      return say`expected ${{ wanted: issue.expected }}, found ${{ found: kindOf(value) }}`;
    case 'too_big':
      return atMost(issue.origin, String(issue.maximum));
    case 'too_small':
      return atLeast(issue.origin, String(issue.minimum));
    case 'invalid_value':
      return say`expected ${{ wanted: issue.values.map(String) }}`;
    default:
      return { text: issue.message };
  }
}

function atMost(origin: string, most: string): Sentence {
  if (origin === 'string') return say`too long: at most ${{ most }} characters`;
  if (origin === 'array') return say`too long: at most ${{ most }} items`;
  return say`too large: at most ${{ most }}`;
}

function atLeast(origin: string, least: string): Sentence {
  if (origin === 'string') return say`too short: at least ${{ least }} characters`;
  if (origin === 'array') return say`too short: at least ${{ least }} items`;
  return say`too small: at least ${{ least }}`;
}

function kindOf(value: unknown): string | Sentence {
  if (value === null) return 'null';
  if (Array.isArray(value)) return say`a list`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? say`a number` : say`a number too large to hold`;
  return typeof value;
}

const valueAt = (document: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, part) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[part] : undefined,
    document,
  );
