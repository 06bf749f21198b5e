import {
  Kysely,
  PostgresDialect,
  type PostgresCursor,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import type pg from 'pg';
import type { Tables } from './schema.ts';
import { putOn, type Scope } from './tenant-scope.ts';

/**
 * Typed statements on a server in a scope. It is put on for each transaction, never for the session: a pooler may give
 * the connection to somebody else after it.
 */
export function inScope(connect: () => Promise<pg.PoolClient>, scope: Scope): Kysely<Tables> {
  const begin = `begin; ${putOn(scope, 'transaction')}`;
  const pool = {
    options: {},
    connect: async () => new ScopedClient(await connect(), begin),
    end: () => Promise.resolve(),
  };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

/** A connection on which every transaction begins with the scope. */
class ScopedClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  readonly #begin: string;
  #inTransaction = false;
  #unusable = false;

  constructor(client: pg.PoolClient, begin: string) {
    this.#client = client;
    this.#begin = begin;
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query(text: unknown, values: readonly unknown[] = []): unknown {
    if (typeof text !== 'string') throw new TypeError('Cursors are not used here.');
    return this.#answer(text, values);
  }

  release(destroy = false): void {
    this.#client.release(destroy || this.#unusable);
  }

  #answer(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    if (this.#inTransaction) {
      this.#inTransaction = text !== 'commit' && text !== 'rollback';
      return this.#client.query(text, [...values]);
    }
    return text === 'begin' ? this.#open() : this.#alone(text, values);
  }

  async #open(): Promise<pg.QueryResult> {
    this.#inTransaction = true;
    // When it fails half-way the transaction is open and nobody will end it.
    this.#unusable = true;
    const opened = await this.#client.query(this.#begin);
    this.#unusable = false;
    return opened;
  }

  /** A statement of its own. The texts go out together, so that it is still one trip (`pipeline` of pg). */
  async #alone(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    const sent = [
      this.#client.query(this.#begin),
      this.#client.query(text, [...values]),
      this.#client.query('commit'),
    ] as const;
    await Promise.allSettled(sent);
    const [, answer] = await Promise.all(sent);
    return answer;
  }
}
