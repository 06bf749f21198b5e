import type { Results } from '@electric-sql/pglite';
import type { ConstructorOptions, Db } from 'pg-boss';
import type { EmbeddedEngine, Engine } from './database.ts';

/** Connections of the queue's own pool on a server. */
const QUEUE_CONNECTIONS = 4;

/** How pg-boss reaches the database, and how it watches over jobs there. */
export function queueConnection(engine: Engine): ConstructorOptions {
  return engine.kind === 'embedded'
    ? { backend: 'pglite', db: onPglite(engine), monitorVacuum: false, reindex: false }
    : {
        connectionString: engine.url,
        application_name: 'places-sync-jobs',
        max: QUEUE_CONNECTIONS,
        // A dead worker is noticed within its heartbeat plus this; the defaults (60 s) are far too slow.
        superviseIntervalSeconds: 3,
        monitorIntervalSeconds: 3,
      };
}

/** pg-boss wraps what must happen together like this, in one text. */
const TRANSACTION = /^\s*BEGIN;([\s\S]*)COMMIT;\s*$/;

/**
 * The same as pg-boss's own adapter but for one point: there, a transaction that fails stays open for a moment on
 * PGlite's only connection, and a store's statement that slips in is refused. PGlite's own `transaction` cleans up
 * before it lets anybody else in.
 */
function onPglite({ asLogin }: EmbeddedEngine): Db {
  return {
    executeSql: (text, values) =>
      asLogin(async (pglite) => {
        if (values !== undefined && values.length > 0) return pglite.query<unknown>(text, values);
        const body = TRANSACTION.exec(text)?.[1];
        const results = await (body === undefined
          ? pglite.exec(text)
          : pglite.transaction((transaction) => transaction.exec(body)));
        return { rows: results.flatMap((result: Results) => result.rows) };
      }),
  };
}
