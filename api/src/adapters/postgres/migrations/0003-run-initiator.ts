import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Who asked for a run, as the audit log knows them; runs from before have none. */
export const runInitiator: Migration = {
  async up(db) {
    await sql`alter table runs add column initiator text`.execute(db);
  },
};
