import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Job } from 'pg-boss';
import type { Database } from './database.ts';

const ASK_AGAIN_MS = 250;

/** Another worker has taken a job of the same run in the same moment; ours comes again. */
export class NotAlone extends Error {
  constructor() {
    super('Another job of the same run is at work.');
    this.name = 'NotAlone';
  }
}

/**
 * Resolves when no other job of the same group is at work. pg-boss keeps a group to one job itself, but two workers on
 * a server that ask in the same moment both get one (measured: in half of the trials). Whoever begins has seen no
 * other job at work; of two that see each other, one goes back to the queue and one waits for that.
 * @throws NotAlone
 */
export async function waitUntilAlone(
  database: Database,
  job: Job<unknown>,
  signal: AbortSignal,
): Promise<void> {
  const { name, groupId = null, id } = job;
  for (;;) {
    const { rows } = await sql<{ id: string }>`
      select id::text as id from pgboss.job
      where name = ${name} and group_id = ${groupId} and state = 'active' and id <> ${id}::uuid
    `.execute(database.owner);
    if (rows.length === 0) return;
    if (rows.some((other) => other.id < id)) throw new NotAlone();
    await wait(ASK_AGAIN_MS, undefined, { signal });
  }
}
