import { sql, type Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { AppError } from '../../core/model/app-error.ts';
import { firstTables } from './migrations/0001-first-tables.ts';
import { audit } from './migrations/0002-audit.ts';
import { runInitiator } from './migrations/0003-run-initiator.ts';
import { chat } from './migrations/0004-chat.ts';
import { refusedName } from './migrations/0005-refused-name.ts';
import { chatRightsAndTeams } from './migrations/0006-chat-rights-and-teams.ts';
import { retention } from './migrations/0007-retention.ts';
import { resumesByItself } from './migrations/0008-resumes-by-itself.ts';
import type { Tables } from './schema.ts';

/** Every change of the tables, oldest first. Names sort; a released one is never edited. */
const migrations: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-audit': audit,
  '0003-run-initiator': runInitiator,
  '0004-chat': chat,
  '0005-refused-name': refusedName,
  '0006-chat-rights-and-teams': chatRightsAndTeams,
  '0007-retention': retention,
  '0008-resumes-by-itself': resumesByItself,
};

/**
 * Brings the tables up to date. Safe when several processes start at once: on a server one migrates and the
 * others wait. A database that a newer version has migrated already is left as it is, so that the old version
 * can run beside the new one during a deployment (migrations only ever add).
 * @throws AppError `bug` `migration-failed`
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const applied = await appliedNames(db);
  if (Object.keys(migrations).every((name) => applied.has(name))) return;
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed =
    results?.find((result) => result.status === 'Error')?.migrationName ?? 'before the first one';
  throw new AppError('bug', 'migration-failed', `The database could not be brought up to date (${failed}).`, {
    cause: error,
  });
}

async function appliedNames(db: Kysely<Tables>): Promise<Set<string>> {
  const { rows: found } = await sql<{
    there: boolean;
  }>`select to_regclass('kysely_migration') is not null as there`.execute(db);
  if (found[0]?.there !== true) return new Set();
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  return new Set(rows.map((row) => row.name));
}
