import type { CommandName } from './command.ts';

/** What people type. Approving is a button only: a card shows what is approved. */
const TYPED = new Map<string, CommandName>([
  ['sync', 'sync'],
  ['preview', 'preview'],
  ['status', 'status'],
  ['report', 'report'],
  ['retry', 'retry'],
  ['cancel', 'cancel'],
  ['buildings', 'buildings'],
  ['connect', 'connect'],
  ['help', 'help'],
  ['hi', 'help'],
  ['hello', 'help'],
]);
const PRESSED = new Set(['sync', 'preview', 'report', 'retry', 'cancel', 'approve', 'reject']);

/** What people say instead. Only ever offered, never carried out. */
const INSTEAD = new Map<string, string>([
  ['start', 'sync'],
  ['run', 'sync'],
  ['plan', 'preview'],
  ['compare', 'preview'],
  ['stop', 'cancel'],
  ['abort', 'cancel'],
  ['again', 'retry'],
  ['repeat', 'retry'],
  ['list', 'buildings'],
  ['login', 'connect'],
]);

/** The first word, and what follows it. */
function split(text: string): { first: string; words: string } {
  const clean = text
    .replace(/<at\b[^>]*>[^<]*<\/at>/giu, ' ')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/&nbsp;|\s/gu, ' ')
    .trim();
  const [, first = '', words = ''] = /^\/?(\p{L}+)[!.?]?(?:\s+(.*))?$/u.exec(clean) ?? [];
  return { first: first.toLowerCase(), words: words.trim().slice(0, 200) };
}

/** The command and what follows it; null for anything else: free text starts nothing (C16). */
export function parseCommand(text: string): { name: CommandName; words: string } | null {
  const { first, words } = split(text);
  const name = TYPED.get(first);
  return name === undefined ? null : { name, words };
}

const letters = (word: string): string => [...word].sort().join('');

/** What a person may have wanted to type: the same beginning, the same letters, or another word for it. */
export function nearestCommand(text: string): string | null {
  const { first, words } = split(text);
  const known = [...TYPED.keys()].filter((name) => name.length > 2);
  const near =
    INSTEAD.get(first) ??
    known.find((name) => letters(name) === letters(first)) ??
    known.find((name) => first.length > 3 && name.slice(0, 4) === first.slice(0, 4));
  return near === undefined ? null : `${near} ${words}`.trim();
}

/** The command behind a button; null for a verb that is none of ours. */
export const verbOf = (verb: unknown): CommandName | null =>
  typeof verb === 'string' && PRESSED.has(verb) ? (verb as CommandName) : null;
