/** How many streams a person may hold open: each asks the database for news four times a second. */
import { AppError } from '../core/model/app-error.ts';
import type { Caller } from './bind-routes.ts';
import { say } from '../core/model/sentence.ts';

const MOST = 30;
const TRY_AGAIN_MS = 10_000;

/** Counted per process, like the other limits (rate-limits.ts). */
export class OpenStreams {
  readonly #open = new Map<string, number>();

  /** @returns what to call when the stream has ended; @throws AppError `too-many-requests` */
  enter({ tenantId, userId }: Caller): () => void {
    const person = `${tenantId}/${userId}`;
    const before = this.#open.get(person) ?? 0;
    if (before >= MOST) {
      const message = say`At most ${{ most: MOST }} runs can be followed at once.`;
      throw new AppError('transient', 'too-many-requests', message, { retryAfterMs: TRY_AGAIN_MS });
    }
    this.#open.set(person, before + 1);
    return () => {
      const left = (this.#open.get(person) ?? 1) - 1;
      if (left > 0) this.#open.set(person, left);
      else this.#open.delete(person);
    };
  }
}
