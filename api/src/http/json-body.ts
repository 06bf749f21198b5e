/** JSON bodies read safely: own position of a syntax error, no keys that reach a prototype, a bounded depth. */
import { AppError } from '../core/model/app-error.ts';
import { say } from '../core/model/sentence.ts';

const MAX_DEPTH = 32;
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

/** Parses a body. @throws AppError `malformed-json` (400) or `forbidden-key`, `too-deep` (422) with the path. */
export function parseJsonBody(bytes: Uint8Array): unknown {
  const text = new TextDecoder('utf-8', { fatal: false }).decode(bytes);
  if (text.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const detail = cause instanceof SyntaxError ? cause.message.slice(0, 200) : 'not JSON';
    throw new AppError('input', 'malformed-json', say`The body is not valid JSON: ${{ detail }}`, { cause });
  }
  refuseUnsafe(value, '', 0);
  return value;
}

function refuseUnsafe(value: unknown, path: string, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > MAX_DEPTH) {
    throw new AppError(
      'input',
      'too-deep',
      say`The body is nested deeper than ${{ most: MAX_DEPTH }} levels.`,
      {
        errors: [{ path: path.slice(0, 200), message: 'nested too deep' }],
      },
    );
  }
  for (const [key, child] of Object.entries(value)) {
    if (FORBIDDEN.has(key)) {
      throw new AppError('input', 'forbidden-key', say`The key "${{ key }}" is not allowed.`, {
        errors: [{ path: `${path}/${key}`.slice(0, 200), message: 'this key is not allowed' }],
      });
    }
    refuseUnsafe(child, `${path}/${key}`, depth + 1);
  }
}
