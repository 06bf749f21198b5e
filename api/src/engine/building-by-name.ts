/** Finds the building that a person means in a chat: forgiving about case, accents, order and small slips. */
import type { StoredBuilding } from '../ports/stores.ts';

type Named = Pick<StoredBuilding, 'id' | 'name' | 'sourceKey'>;

/** Most buildings looked at; an organisation with more picks in the tab. */

export const MOST_BUILDINGS = 1000;

/** Letters and digits only, without accents, lower case. */
const simple = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * The buildings that fit best, best first: the same name or key, then names that start with the words, then names that
 * hold all of them, then names whose words are a slip away. Several when it is not clear; all when nothing was said.
 */
export function buildingsByName<B extends Named>(buildings: readonly B[], words: string): B[] {
  const asked = simple(words);
  if (asked === '') return [...buildings];
  const tests: ((name: string, key: string) => boolean)[] = [
    (name, key) => name === asked || key === asked,
    (name) => name.startsWith(asked),
    (name) => asked.split(' ').every((word) => name.split(' ').some((part) => part.startsWith(word))),
    (name) => name.includes(asked),
    (name) => asked.split(' ').every((word) => name.split(' ').some((part) => isNearly(part, word))),
  ];
  for (const fits of tests) {
    const found = buildings.filter((building) => fits(simple(building.name), simple(building.sourceKey)));
    if (found.length > 0) return found;
  }
  return [];
}

/** Whether the words fit only with a slip: good enough to look at the building, not to change it. */
export function isGuess({ name, sourceKey }: Named, words: string): boolean {
  const asked = simple(words);
  if (asked === simple(sourceKey) || simple(name).includes(asked)) return false;
  return !asked.split(' ').every((word) =>
    simple(name)
      .split(' ')
      .some((part) => part.startsWith(word)),
  );
}

const isNearly = (part: string, word: string): boolean => slips(part, word) <= (word.length < 5 ? 1 : 2);

/** Letters added, lost or changed between two texts (Levenshtein). */
function slips(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > 2) return Infinity;
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1)));
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
