import { mkdir } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isBusy } from '../folder-lock.ts';
import { createJobQueue } from '../job-queue.ts';
import type { Database } from '../database.ts';
import { openInMemory } from '../open-embedded.ts';
import { keepTemplate, readTemplate, templateFolder } from '../template.ts';

/**
 * An empty, migrated database in memory, in about half a second. Take one per test file and close it at the end.
 * The first call on a machine makes the template, which takes some seconds.
 */
export async function openTestDatabase(): Promise<Database> {
  return openInMemory((await readTemplate()) ?? (await makeTemplate()));
}

/** Test files run in several processes: one makes the template, the others wait for it. */
async function makeTemplate(): Promise<Blob | undefined> {
  await mkdir(templateFolder, { recursive: true });
  const turn = new DatabaseSync(path.join(templateFolder, 'lock'), { timeout: 0 });
  try {
    while (!takesTurn(turn)) await wait(100);
    const made = await readTemplate();
    if (made !== undefined) return made;
    const database = await openInMemory(undefined);
    const jobs = createJobQueue({ database });
    await jobs.start();
    await jobs.stop();
    if (database.engine.kind === 'embedded') {
      const dump = await database.engine.asLogin(async (pglite) => {
        await pglite.exec('checkpoint');
        return pglite.dumpDataDir('none');
      });
      await keepTemplate(dump);
    }
    await database.close();
    return await readTemplate();
  } finally {
    turn.close();
  }
}

function takesTurn(turn: DatabaseSync): boolean {
  try {
    turn.exec('begin exclusive');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}
