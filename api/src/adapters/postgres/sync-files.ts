import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';

/** What is older than this the operating system has written to the disk by itself. */
const LONG_AGO_MS = 5 * 60 * 1000;
/** File systems round times. */
const TIME_SLACK_MS = 2000;
const AT_ONCE = 16;

/**
 * Makes a function that brings every file below a folder to the disk, because PGlite never does it
 * (storage-and-performance.md 1.3). Files that have not changed since the last call are left out.
 */
export function syncOf(folder: string): () => Promise<void> {
  let syncedAt = Date.now() - LONG_AGO_MS;
  return async () => {
    const began = Date.now();
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    await pLimit(AT_ONCE).map(files, (file) =>
      syncFile(path.join(file.parentPath, file.name), syncedAt - TIME_SLACK_MS),
    );
    syncedAt = began;
  };
}

async function syncFile(name: string, changedSince: number): Promise<void> {
  const file = await open(name, 'r').catch(ignoreRemoved);
  if (file === null) return;
  try {
    const { mtimeMs } = await file.stat();
    if (mtimeMs >= changedSince) await file.sync();
  } finally {
    await file.close();
  }
}

/** A temporary file may go between the listing and the sync. */
function ignoreRemoved(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
