/** Reads the rules of `POST /_sandbox/faults`, so that a misspelt fault fails a test instead of never happening. */
import { REGEX, type FaultEffect, type FaultMatch, type FaultRule } from './faults.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isText = (value: unknown) => typeof value === 'string';
const isFlag = (value: unknown) => typeof value === 'boolean';
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const isHeaders = (value: unknown) => isRecord(value) && Object.values(value).every(isText);

const MATCH: Readonly<Record<keyof FaultMatch, (value: unknown) => boolean>> = {
  method: isText,
  path: isPath,
  nth: (value) => isCount(value) && value !== 0,
  times: isCount,
};
const EFFECT: Readonly<Record<keyof FaultEffect, (value: unknown) => boolean>> = {
  status: (value) => isCount(value) && (value as number) >= 200 && (value as number) <= 599,
  applied: isFlag,
  headers: isHeaders,
  body: () => true,
  merge: isRecord,
  delayMs: isCount,
  holdMs: isCount,
  reset: (value) => value === 'before' || value === 'after',
  truncate: isFlag,
  empty: isFlag,
  lagMs: isCount,
};

/** Text between slashes must be a regular expression. */
function isPath(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const inside = REGEX.exec(value);
  if (inside === null) return true;
  try {
    return new RegExp(inside[1] ?? '', inside[2]) instanceof RegExp;
  } catch {
    return false;
  }
}

function problemsOf(
  value: unknown,
  at: string,
  checks: Readonly<Record<string, (value: unknown) => boolean>>,
): string[] {
  if (!isRecord(value)) return [`${at}: must be an object`];
  return Object.entries(value).flatMap(([name, inner]) => {
    if (!Object.hasOwn(checks, name)) return [`${at}.${name}: there is no such member`];
    return checks[name]?.(inner) === true ? [] : [`${at}.${name}: ${JSON.stringify(inner)} is not allowed`];
  });
}

/** The contract's own words for some effects (contract.md section 5). */
const OTHER_WORDS: Readonly<Record<string, keyof FaultEffect>> = {
  delay: 'delayMs',
  lag: 'lagMs',
  truncated: 'truncate',
};

function inOurWords(rule: unknown): unknown {
  if (!isRecord(rule) || !isRecord(rule['effect'])) return rule;
  const effect = Object.entries(rule['effect']).map(
    ([name, value]) => [OTHER_WORDS[name] ?? name, value] as const,
  );
  return { ...rule, effect: Object.fromEntries(effect) };
}

/** @param body a list of rules, or `{rules: [...]}` */
export function readFaultRules(body: unknown): { rules: readonly FaultRule[] } | { problems: string[] } {
  const sent = isRecord(body) ? body['rules'] : body;
  if (!Array.isArray(sent)) return { problems: ['the body must be a list of rules'] };
  const list = sent.map(inOurWords);
  const problems = list.flatMap((rule, index) => {
    const at = `[${index}]`;
    if (!isRecord(rule)) return [`${at}: must be an object`];
    const extra = Object.keys(rule).filter((name) => !['name', 'match', 'effect'].includes(name));
    return [
      ...extra.map((name) => `${at}.${name}: there is no such member`),
      ...problemsOf(rule['match'] ?? {}, `${at}.match`, MATCH),
      ...problemsOf(rule['effect'], `${at}.effect`, EFFECT),
    ];
  });
  if (problems.length > 0) return { problems };
  return { rules: (list as Partial<FaultRule>[]).map((rule) => ({ match: {}, effect: {}, ...rule })) };
}
