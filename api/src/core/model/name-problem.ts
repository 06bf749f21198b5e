import { say, spoken } from './sentence.ts';
import type { Words } from './sentence.ts';
/** Control characters and line separators: never part of a name. */
const CONTROL = /[\p{Cc}\u2028\u2029]/u;
/** Marks that turn the reading direction around and can make one name look like another. */
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/u;

const UNSAFE = new RegExp(`${CONTROL.source}|${DIRECTION.source}`, 'gu');

export const hasControlCharacters = (text: string): boolean => CONTROL.test(text);

/** Longest name of workplace/1.0; Microsoft documents no limit of its own. */
const LONGEST_NAME = 100;

/** Why a name cannot be written to Microsoft Places, or undefined when it can. */
export function nameProblem(
  name: string,
): { code: string; reason: string; words?: Words | undefined } | undefined {
  const length = [...name].length;
  if (length > LONGEST_NAME) {
    return {
      code: 'name-too-long',
      ...spoken({
        reason: say`The name has ${{ count: length }} characters; at most ${{ most: LONGEST_NAME }} fit`,
      }),
    };
  }
  if (hasControlCharacters(name)) {
    return {
      code: 'name-control-characters',
      ...spoken({ reason: say`The name contains control characters or line breaks` }),
    };
  }
  if (DIRECTION.test(name)) {
    return {
      code: 'name-direction-marks',
      ...spoken({ reason: say`The name contains marks that change the reading direction` }),
    };
  }
  return undefined;
}

/** A name for a message: short, and without what could break the line it is printed in. */
export function shown(name: string): string {
  const safe = name.slice(0, 100).replace(UNSAFE, '\u{fffd}');
  return safe.length > 60 ? `“${safe.slice(0, 57)}…”` : `“${safe}”`;
}
