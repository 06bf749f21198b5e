import type { Finding } from '../../../../core/model/finding.ts';
import { jsonFault } from './json-fault.ts';

/** A value that may be worked on, or the findings that say why there is none. */
export type SafeJson =
  | { readonly value: unknown; readonly findings?: never }
  | { readonly value?: never; readonly findings: readonly Finding[] };

/** Keys that could reach an object's prototype when somebody copies it carelessly. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses JSON text: nesting is limited before parsing, forbidden keys are named with their path. */
export function parseJson(text: string, name: string, depth: number): SafeJson {
  const error = (code: string, message: string): SafeJson => ({
    findings: [{ code, severity: 'error', message: `${name}: ${message}`, path: name }],
  });
  if (nestsDeeper(text, depth))
    return error('json-too-deep', `the document nests deeper than ${depth} levels`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const fault = jsonFault(text);
    const where = fault
      ? `line ${fault.line}, column ${fault.column}: ${fault.message}`
      : 'it cannot be parsed';
    return error('json-syntax', `this is not JSON: ${where}`);
  }
  return checkKeys(value, depth);
}

/** The same checks for a value that somebody else parsed. */
export function checkKeys(value: unknown, depth: number): SafeJson {
  const findings: Finding[] = [];
  const trail: string[] = [];
  const here = (): string => trail.map((key) => `/${pointerPart(key)}`).join('');
  const below = (key: string, value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return true;
    trail.push(key);
    const isFine = walk(value);
    trail.pop();
    return isFine;
  };
  /** Recursion is safe: it never goes deeper than `depth`. */
  const walk = (at: object): boolean => {
    if (trail.length >= depth) return false;
    // Most lists are positions: no names to look at, and nothing below.
    if (Array.isArray(at)) return typeof at[0] === 'number' ? at.every(isNumber) || each(at) : each(at);
    for (const key of Object.keys(at)) {
      if (FORBIDDEN.has(key)) findings.push(forbiddenKey(key, here()));
      else if (!below(key, (at as Record<string, unknown>)[key])) return false;
    }
    return true;
  };
  const each = (list: readonly unknown[]): boolean => list.every((item, i) => below(String(i), item));
  if (typeof value === 'object' && value !== null && !walk(value)) {
    const message = `The document nests deeper than ${depth} levels`;
    return { findings: [{ code: 'json-too-deep', severity: 'error', message, path: '' }] };
  }
  return findings.length > 0 ? { findings } : { value };
}

/** A key as part of a JSON pointer (RFC 6901). */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const isNumber = (value: unknown): boolean => typeof value === 'number';

const forbiddenKey = (key: string, path: string): Finding => ({
  code: 'json-forbidden-key',
  severity: 'error',
  message: `The field name ${key} is not allowed`,
  path: `${path}/${key}`,
});

const [QUOTE, BACKSLASH] = [34, 92];
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/** Counts brackets outside of texts, so that a hostile document is refused before it costs memory. */
function nestsDeeper(text: string, depth: number): boolean {
  let level = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inText) {
      if (char === BACKSLASH) i++;
      else if (char === QUOTE) inText = false;
    } else if (char === QUOTE) inText = true;
    else if (OPENING.has(char)) {
      if (++level > depth) return true;
    } else if (CLOSING.has(char)) level--;
  }
  return false;
}
