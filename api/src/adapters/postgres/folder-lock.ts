import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../../core/model/app-error.ts';

/** Who holds a folder; written for the message of the one that is refused, never used to decide. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  readonly since: string;
}

export interface FolderLock {
  release(): void;
}

/**
 * Takes a data folder for this process alone, because two PGlite processes on one folder lose rows silently.
 *
 * The lock is one the operating system keeps (SQLite's exclusive file lock on `lock`), not a file with a pid or a
 * time in it: it is gone the moment its process dies, also by kill -9, and it stays while the process is only
 * frozen or busy. Nothing has to be guessed from pids, which are reused, and which mean nothing when the other
 * process lives in another container on the same volume.
 * @throws AppError `conflict` `data-dir-in-use`, naming the process that holds it
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(path.join(folder, 'lock'), { timeout: 0 });
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
  } catch (error) {
    lock.close();
    throw isBusy(error) ? await inUse(folder, error) : error;
  }
  const holder: Holder = { pid: process.pid, host: hostname(), since: new Date().toISOString() };
  await writeFile(holderFile(folder), JSON.stringify(holder));
  return { release: () => lock.close() };
}

const SQLITE_BUSY = 5;
/** Someone else has the lock. */
export const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;

const holderFile = (folder: string) => path.join(folder, 'lock.json');

async function inUse(folder: string, cause: unknown): Promise<AppError> {
  const holder = await readHolder(folder);
  const who =
    holder === null ? 'another process' : `process ${holder.pid} on ${holder.host} (since ${holder.since})`;
  return new AppError('conflict', 'data-dir-in-use', `The data folder ${folder} is in use by ${who}.`, {
    hint: 'Stop that process, set another DATA_DIR, or set DATABASE_URL: on a PostgreSQL server processes can share.',
    cause,
  });
}

/** The holder writes its name just after it got the lock: a missing or half-written one is read again. */
async function readHolder(folder: string): Promise<Holder | null> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    const text = await readFile(holderFile(folder), 'utf8').catch(() => '');
    const pid = /"pid":(\d+),"host":"([^"]*)","since":"([^"]*)"\}$/.exec(text);
    if (pid !== null) return { pid: Number(pid[1]), host: pid[2] ?? '', since: pid[3] ?? '' };
    await wait(10);
  }
  return null;
}
