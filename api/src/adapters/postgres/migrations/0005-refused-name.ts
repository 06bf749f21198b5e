import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The name that Microsoft refused to give a place, so that it is not asked for in every run. */
export const refusedName: Migration = {
  async up(db) {
    await sql`alter table known_places add column refused_name text`.execute(db);
  },
};
