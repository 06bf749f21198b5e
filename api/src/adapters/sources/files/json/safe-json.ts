import type { Finding } from '../../../../core/model/finding.ts';
import type { Limits } from '../limits.ts';
import { jsonFault } from './json-fault.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

/** A value that may be worked on, or the findings that say why there is none. */
export type SafeJson =
  | { readonly value: unknown; readonly findings?: never }
  | { readonly value?: never; readonly findings: readonly Finding[] };

/** Keys that could reach an object's prototype when somebody copies it carelessly. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

type JsonLimits = Pick<Limits, 'depth' | 'nodes' | 'brackets'>;

/**
 * Parses JSON text. Nesting and number of objects and lists are limited before parsing: `JSON.parse` cannot be
 * stopped, and where memory runs out within it, the whole process ends. Forbidden keys are named with their path.
 */
export function parseJson(text: string, name: string, limits: JsonLimits): SafeJson {
  const error = (code: string, what: Sentence): SafeJson => ({
    findings: [
      { code, severity: 'error', ...spoken({ message: say`${{ name }}: ${{ what }}` }), path: name },
    ],
  });
  const { depth, brackets } = measure(text, limits.depth);
  if (depth > limits.depth)
    return error('json-too-deep', say`the document ${{ what: tooDeep(limits.depth) }}`);
  if (brackets > limits.brackets)
    return error('json-too-many', say`the document ${{ what: tooMany(limits.brackets) }}`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const fault = jsonFault(text);
    const where = fault
      ? say`line ${{ line: fault.line }}, column ${{ column: fault.column }}: ${{ fault: fault.message }}`
      : say`it cannot be parsed`;
    return error('json-syntax', say`this is not JSON: ${{ where }}`);
  }
  return checkKeys(value, { ...limits, nodes: Infinity });
}

const tooDeep = (depth: number): Sentence => say`nests deeper than ${{ most: depth }} levels`;
const tooMany = (most: number): Sentence => say`holds more than ${{ most }} objects and lists`;

/** The same checks for a value that somebody else parsed; positions do not count as lists. */
export function checkKeys(
  value: unknown,
  { depth, nodes: mostNodes }: Omit<JsonLimits, 'brackets'>,
): SafeJson {
  const findings: Finding[] = [];
  const trail: string[] = [];
  let nodes = 0;
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
    if (trail.length >= depth || nodes > mostNodes) return false;
    nodes++;
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
    const tooBig = nodes > mostNodes;
    const code = tooBig ? 'json-too-many' : 'json-too-deep';
    const what = tooBig ? tooMany(mostNodes) : tooDeep(depth);
    return {
      findings: [
        { code, severity: 'error', ...spoken({ message: say`The document ${{ what }}` }), path: '' },
      ],
    };
  }
  return findings.length > 0 ? { findings } : { value };
}

/** A key as part of a JSON pointer (RFC 6901). */
export const pointerPart = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

const isNumber = (value: unknown): boolean => typeof value === 'number';

const forbiddenKey = (key: string, path: string): Finding => ({
  code: 'json-forbidden-key',
  severity: 'error',
  ...spoken({ message: say`The field name ${{ key }} is not allowed` }),
  path: `${path}/${key}`,
});

const [QUOTE, BACKSLASH] = [34, 92];
const OPENING = new Set([91, 123]);
const CLOSING = new Set([93, 125]);

/** Counts brackets outside of texts; stops where the nesting is over the limit. */
function measure(text: string, mostDepth: number): { depth: number; brackets: number } {
  let [level, brackets] = [0, 0];
  let inText = false;
  for (let i = 0; i < text.length && level <= mostDepth; i++) {
    const char = text.charCodeAt(i);
    if (inText) {
      if (char === BACKSLASH) i++;
      else if (char === QUOTE) inText = false;
    } else if (char === QUOTE) inText = true;
    else if (OPENING.has(char)) {
      level++;
      brackets++;
    } else if (CLOSING.has(char)) level--;
  }
  return { depth: level, brackets };
}
