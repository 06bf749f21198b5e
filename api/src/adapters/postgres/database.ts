import type { PGlite } from '@electric-sql/pglite';
import { sql, type Kysely } from 'kysely';
import type { TenantId } from '../../core/model/place.ts';
import type { Tables } from './schema.ts';

/** The part of the product's logger that storage needs (pino has this shape). */
export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
export const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** What runs the SQL: PGlite in this process, or a PostgreSQL server that processes share. */
export type Engine = EmbeddedEngine | { readonly kind: 'server'; readonly url: string };

export interface EmbeddedEngine {
  readonly kind: 'embedded';
  readonly pglite: PGlite;
  /** Work on PGlite's one session as the login, with no store's statement in between. */
  readonly asLogin: <T>(work: (pglite: PGlite) => Promise<T>) => Promise<T>;
}

/** What a store gets: the database itself hides the rows that are not its own (C21). */
export interface TenantRows {
  /** For the statements of one tenant: rows of another are not there, whatever the statement says. */
  of(tenant: TenantId): Kysely<Tables>;
  /** Sees the unfinished runs and the outbox of every tenant, and nothing else (protect-rows.ts). */
  readonly acrossTenants: Kysely<Tables>;
}

/** An open, migrated database. */
export interface Database extends TenantRows {
  /** The login itself, which may be above the policies: for migrations, never for a store. */
  readonly owner: Kysely<Tables>;
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
