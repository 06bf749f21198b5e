import type { PGlite } from '@electric-sql/pglite';
import { sql, type Kysely } from 'kysely';
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
  /** Whether it answers right now. Never throws. */
  answers(): Promise<boolean>;
  /** Flushes, closes, and gives the data folder back. Calling it again does nothing. */
  close(): Promise<void>;
}

/** {@link Database.answers} of an open connection. */
export function answering(db: Kysely<Tables>): () => Promise<boolean> {
  return () =>
    sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
}

/** {@link Database.close}: the work is done once, every caller waits for it. */
export function onlyOnce(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
