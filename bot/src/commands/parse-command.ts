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

/** The command and what follows it; null for anything else: free text starts nothing (C16). */
export function parseCommand(text: string): { name: CommandName; words: string } | null {
  const clean = text
    .replace(/<at\b[^>]*>[^<]*<\/at>/giu, ' ')
    .replace(/<[^>]*>/gu, ' ')
    .replace(/&nbsp;|\s/gu, ' ')
    .trim();
  const [, first = '', words = ''] = /^\/?(\p{L}+)[!.]?(?:\s+(.*))?$/u.exec(clean) ?? [];
  const name = TYPED.get(first.toLowerCase());
  return name === undefined ? null : { name, words: words.trim().slice(0, 200) };
}

/** The command behind a button; null for a verb that is none of ours. */
export const verbOf = (verb: unknown): CommandName | null =>
  typeof verb === 'string' && PRESSED.has(verb) ? (verb as CommandName) : null;
