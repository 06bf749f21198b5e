import path from 'node:path';
import { silent, type Database, type Log } from './database.ts';
import { openEmbedded } from './open-embedded.ts';
import { openServer } from './open-server.ts';

export type { Database } from './database.ts';

export interface DatabaseOptions {
  /** Folder for PGlite (`pg` inside it), taken exclusively. Not touched when there is a server. */
  readonly dataDir: string;
  /** `postgres://…`: use this server. */
  readonly databaseUrl?: string | undefined;
  readonly log?: Log | undefined;
}

/**
 * Opens our own database and brings its tables up to date.
 * @throws AppError `conflict` `data-dir-in-use` when another process has the folder; `transient`
 *   `database-unreachable` when the server does not answer; `bug` `migration-failed`
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { dataDir, databaseUrl, log = silent } = options;
  return databaseUrl === undefined ? openEmbedded(path.resolve(dataDir), log) : openServer(databaseUrl, log);
}
