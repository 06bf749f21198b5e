import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When a paused run goes on without a person; most wait for one and have none. */
export const resumesByItself: Migration = {
  async up(db) {
    await sql`alter table runs add column resumes_at timestamptz`.execute(db);
  },
};
