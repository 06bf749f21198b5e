import type { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import pLimit from 'p-limit';
import type { Tables } from './schema.ts';
import { putOn, type Scope } from './tenant-scope.ts';

/**
 * PGlite has one session, and everybody's statements go through it one after the other. So the scope can stay on
 * between them: it is put on anew only when the next statement needs another one, which in practice costs nothing.
 */
export class EmbeddedSession {
  readonly #pglite: PGlite;
  readonly #inTurn = pLimit(1);
  /** undefined: not known, because putting one on has failed. */
  #on: string | undefined;

  constructor(pglite: PGlite) {
    this.#pglite = pglite;
  }

  /** Does `work` in a scope, when nobody else is at work. Never to be called from within another one. */
  in<T>(scope: Scope, work: (pglite: PGlite) => Promise<T>): Promise<T> {
    const wanted = putOn(scope, 'session');
    return this.#inTurn(async () => {
      if (this.#on !== wanted) {
        this.#on = undefined;
        await this.#pglite.query(wanted);
        this.#on = wanted;
      }
      return work(this.#pglite);
    });
  }

  /** Typed statements in a scope. Destroying it closes PGlite. */
  kysely(scope: Scope): Kysely<Tables> {
    const pglite = this.#pglite;
    const session: ConstructorParameters<typeof PGliteDialect>[0]['pglite'] = {
      get closed() {
        return pglite.closed;
      },
      ready: pglite.ready,
      waitReady: pglite.waitReady,
      query: (text, values, options) => this.in(scope, () => pglite.query(text, values, options)),
      transaction: (work) => this.in(scope, () => pglite.transaction(work)),
      close: () => pglite.close(),
    };
    return new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: session }) });
  }
}
