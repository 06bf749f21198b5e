import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { AppError } from '../../core/model/app-error.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate } from './migrate.ts';
import { answering, onlyOnce, type Database, type EmbeddedEngine, type Log } from './database.ts';
import { EmbeddedSession } from './embedded-session.ts';
import { protectRows } from './protect-rows.ts';
import { syncOf } from './sync-files.ts';
import { readTemplate } from './template.ts';
import { LOGIN, ofEveryTenant, ofTenant } from './tenant-scope.ts';

/** PGlite in `<dataDir>/pg`, with the whole of `dataDir` locked for this process. */
export async function openEmbedded(dataDir: string, log: Log): Promise<Database> {
  const lock = await lockFolder(dataDir);
  try {
    const folder = path.join(dataDir, 'pg');
    const marker = path.join(dataDir, 'pg.unfinished');
    const database = await prepared(await openFolder(folder, marker, log));
    await rm(marker, { force: true });
    const sync = syncOf(folder);
    const flush = async () => {
      await database.engine.asLogin((pglite) => pglite.exec('checkpoint'));
      await sync();
    };
    const close = onlyOnce(async () => {
      await database.engine.asLogin((pglite) => pglite.exec('checkpoint')).finally(() => database.close());
      await sync();
      lock.release();
    });
    return { ...database, flush, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** PGlite that is gone when it is closed; for tests. */
export async function openInMemory(template: Blob | undefined): Promise<Database> {
  return prepared(await PGlite.create(template === undefined ? {} : { loadDataDir: template }));
}

/** Up to date, and with its tenants kept apart. */
async function prepared(pglite: PGlite): Promise<Database & { readonly engine: EmbeddedEngine }> {
  const session = new EmbeddedSession(pglite);
  const owner = session.kysely(LOGIN);
  await migrate(owner);
  const role = await protectRows(owner);
  return {
    of: (tenant) => session.kysely(ofTenant(role, tenant)),
    acrossTenants: session.kysely(ofEveryTenant(role)),
    owner,
    engine: { kind: 'embedded', pglite, asLogin: (work) => session.in(LOGIN, work) },
    flush: () => Promise.resolve(),
    answers: answering(owner),
    close: onlyOnce(() => owner.destroy()),
  };
}

/**
 * Opens the folder, or makes it. A death in the middle of making it leaves a folder that can never be opened; the
 * marker beside it says so until the first migration is through, and since nothing was ever stored in it the next
 * start throws it away.
 */
async function openFolder(folder: string, marker: string, log: Log): Promise<PGlite> {
  if (existsSync(marker)) await rm(folder, { recursive: true, force: true });
  if (existsSync(folder)) return openExisting(folder);
  const template = await readTemplate();
  log.info({ folder, fromTemplate: template !== undefined }, 'creating the database');
  await writeFile(marker, '');
  if (template !== undefined) return PGlite.create(folder, { loadDataDir: template });
  const maker = new Worker(new URL('./create-folder.ts', import.meta.url), { workerData: folder });
  await once(maker, 'exit');
  return PGlite.create(folder);
}

async function openExisting(folder: string): Promise<PGlite> {
  try {
    return await PGlite.create(folder);
  } catch (cause) {
    throw new AppError('bug', 'database-unreadable', `The database in ${folder} cannot be opened.`, {
      hint: 'Put a backup in its place, or move the folder away to begin anew: places that exist are found again.',
      cause,
    });
  }
}
