import path from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import type { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { AppError } from '../../core/model/app-error.ts';
import { openEmbedded } from './open-embedded.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './schema.ts';

/** The part of the product's logger that storage needs (pino has this shape). */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What runs the SQL: PGlite in this process, or a PostgreSQL server that processes share. */
export type Engine =
  { readonly kind: 'embedded'; readonly pglite: PGlite } | { readonly kind: 'server'; readonly url: string };

/** An open, migrated database. */
export interface Database {
  readonly sql: Kysely<Tables>;
  readonly engine: Engine;
  /**
   * Embedded only: writes everything to the disk itself. PGlite never asks the operating system to, so a commit
   * survives the death of the process at once, but a power cut only from here on
   * (storage-and-performance.md 1.3). Worth calling when a run has ended.
   */
  flush(): Promise<void>;
  /** Flushes, closes, and gives the data folder back. Calling it again does nothing. */
  close(): Promise<void>;
}

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

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;

async function openServer(url: string, log: Log): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'places-sync',
  });
  // A connection that breaks while idle (server restarted) is replaced by the pool; without a listener it ends the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  const sql = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= sql.destroy());
  try {
    await migrate(sql);
  } catch (error) {
    await close();
    if (error instanceof AppError) throw error;
    throw new AppError('transient', 'database-unreachable', 'The database server could not be used.', {
      hint: 'Check DATABASE_URL, and that the server runs and accepts the user.',
      cause: error,
    });
  }
  return { sql, engine: { kind: 'server', url }, flush: () => Promise.resolve(), close };
}
