/** Counts in words and as numbers: what is zero is not said. */
import type { Tile } from './card.ts';

/** What became of the places of a run. */
export interface Counts {
  readonly created: number;
  readonly updated: number;
  readonly adopted: number;
  readonly moved: number;
  readonly removed: number;
  readonly skipped: number;
  readonly failed: number;
  readonly unknown: number;
}

const WORDS: readonly (readonly [keyof Counts, string])[] = [
  ['created', 'created'],
  ['updated', 'updated'],
  ['adopted', 'taken over'],
  ['moved', 'moved'],
  ['removed', 'removed'],
  ['failed', 'failed'],
  ['unknown', 'unclear'],
  ['skipped', 'unchanged or skipped'],
];

/** `10,000`. */
export const grouped = (count: number): string => count.toLocaleString('en-US');

/** `12 created, 3 updated`; `nothing to do` when all are zero. */
export function countsInWords(counts: Counts): string {
  const parts = WORDS.filter(([name]) => counts[name] > 0).map(
    ([name, word]) => `${grouped(counts[name])} ${word}`,
  );
  return parts.length === 0 ? 'nothing to do' : parts.join(', ');
}

/** The same as numbers to look at; the one that most want to be zero stands out. */
export const countTiles = (counts: Counts): Tile[] =>
  WORDS.filter(([name]) => counts[name] > 0).map(([name, word]) => ({
    value: grouped(counts[name]),
    label: name === 'skipped' ? 'skipped' : word,
    ...(name === 'failed' ? { color: 'attention' } : name === 'unknown' ? { color: 'warning' } : {}),
  }));

/** `2 commands, in the full report`. */
export const handoversInWords = (count: number): string =>
  `${count === 1 ? '1 command' : `${grouped(count)} commands`}, in the full report`;

/** `4 min 10 s`, from two RFC 3339 times; empty when one is missing. */
export function durationInWords(from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return '';
  const seconds = Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2030-01-05 09:00 UTC`: a card cannot know the reader's time zone outside Markdown. */
export const timeInWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
