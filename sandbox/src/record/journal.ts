/** What the tenant promised to remember, one JSON line per change, on disk before the answer leaves. */
import {
  appendFileSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

/** An append-only list of changes that survives `kill -9`. */
export interface Journal<Entry> {
  /** What an earlier process left behind, in order. */
  readonly earlier: readonly Entry[];
  /** Returns when the line is with the operating system, so that a killed process loses nothing acknowledged. */
  append(entry: Entry): void;
  /** Replaces everything by these entries, in one step that is either whole or not there. */
  compact(entries: readonly Entry[]): void;
  close(): void;
}

/** A journal that forgets with the process: for a tenant without a state folder. */
const forgetful = <Entry>(): Journal<Entry> => ({
  earlier: [],
  append: () => undefined,
  compact: () => undefined,
  close: () => undefined,
});

/** The last line is torn when a process died while writing it; it was never acknowledged, so it is dropped. */
function readLines<Entry>(file: string): Entry[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (cause) {
      throw new Error(`${file} line ${index + 1} is not JSON; move the file away to start afresh`, { cause });
    }
  });
}

/** Opens the journal called `name` in a folder; without a folder it lives in memory only. */
export function openJournal<Entry>(dir: string | null, name: string): Journal<Entry> {
  if (dir === null) return forgetful();
  mkdirSync(dir, { recursive: true });
  const file = join(dir, `${name}.ndjson`);
  const earlier = readLines<Entry>(file);
  let descriptor: number | null = null;
  const compact = (entries: readonly Entry[]): void => {
    const fresh = `${file}.new`;
    const handle = openSync(fresh, 'w', 0o600);
    writeFileSync(handle, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    fsyncSync(handle);
    closeSync(handle);
    if (descriptor !== null) closeSync(descriptor);
    renameSync(fresh, file);
    descriptor = openSync(file, 'a', 0o600);
  };
  compact(earlier);
  return {
    earlier,
    append: (entry) => {
      if (descriptor === null) throw new Error(`${file} is closed`);
      appendFileSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    compact,
    close: () => {
      if (descriptor !== null) closeSync(descriptor);
      descriptor = null;
    },
  };
}
