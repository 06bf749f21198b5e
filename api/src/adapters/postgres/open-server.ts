import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { AppError } from '../../core/model/app-error.ts';
import { answering, onlyOnce, type Database, type Log } from './database.ts';
import { migrate } from './migrate.ts';
import { protectRows } from './protect-rows.ts';
import type { Tables } from './schema.ts';
import { inScope } from './server-scope.ts';
import { ofEveryTenant, ofTenant } from './tenant-scope.ts';

const CONNECTIONS = 10;
const CONNECT_TIMEOUT_MS = 10_000;

/** A PostgreSQL server, which any number of processes may share. @throws AppError `transient` `database-unreachable` */
export async function openServer(url: string, log: Log): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'places-sync',
    pipeline: true,
  });
  // A connection that breaks while idle (server restarted) is replaced by the pool; without a listener it ends the process.
  pool.on('error', (error) => log.warn({ err: error }, 'database connection lost'));
  const connect = () => pool.connect().catch(refuse);
  const owner = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: { options: {}, connect, end: () => pool.end() } }),
  });
  const close = onlyOnce(() => owner.destroy());
  try {
    await migrate(owner);
    const role = await protectRows(owner);
    return {
      of: (tenant) => inScope(connect, ofTenant(role, tenant)),
      acrossTenants: inScope(connect, ofEveryTenant(role)),
      owner,
      engine: { kind: 'server', url },
      flush: () => Promise.resolve(),
      answers: answering(owner),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function refuse(cause: unknown): never {
  throw new AppError('transient', 'database-unreachable', 'The database server could not be used.', {
    hint: 'Check DATABASE_URL, and that the server runs and accepts the user.',
    cause,
  });
}
