/**
 * C21, the second line: PostgreSQL itself keeps the tenants apart (row-level security), should a statement ever forget
 * its own `where tenant_id`. See docs/decisions/0005-row-level-security.md.
 */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

/** What statements run as when the login itself is above all policies (PGlite's always is). */
const TENANT_ROLE = 'places_sync_tenant';

/** The one way across tenants: what a start-up resumes, and what waits to be sent. */
export const ACROSS_TENANTS: readonly { readonly table: string; readonly to: 'select' | 'update' }[] = [
  { table: 'runs', to: 'select' },
  { table: 'outbox', to: 'select' },
  { table: 'outbox', to: 'update' },
];

/**
 * Protects every table that has a tenant and is not protected yet, so that no migration can forget to.
 * @returns the role that the stores' statements have to run as
 */
export async function protectRows(login: Kysely<Tables>): Promise<string> {
  const { above, open, granted } = await look(login);
  const role = above ? TENANT_ROLE : 'none';
  if (open.length === 0 && (!above || granted)) return role;
  await login.transaction().execute(async (trx) => {
    // Processes that start together do it one after the other.
    await sql`select pg_advisory_xact_lock(hashtextextended('places-sync protect rows', 0))`.execute(trx);
    for (const table of (await look(trx)).open) await protect(trx, table);
    if (above) await grant(trx);
  });
  return role;
}

interface Look {
  /** Whether the login is bound by no policy. */
  readonly above: boolean;
  /** Tables with a tenant and without protection. */
  readonly open: readonly string[];
  /** Whether the role is there and may use every table with a tenant. */
  readonly granted: boolean;
}

async function look(db: Kysely<Tables>): Promise<Look> {
  const { rows } = await sql<Look>`
    with tables as (
      select c.oid, c.relname, c.relrowsecurity and c.relforcerowsecurity and exists (
        select from pg_policy p where p.polrelid = c.oid and p.polname = 'own_tenant') as protected
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
      where c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
    ), role as (select oid from pg_roles where rolname = ${TENANT_ROLE})
    select (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as above,
      array(select relname::text from tables where not protected order by 1) as open,
      exists (select from role) and not exists (
        select from tables, role where not has_table_privilege(role.oid, tables.oid, 'insert')) as granted
  `.execute(db);
  return rows[0] ?? { above: true, open: [], granted: false };
}

/** FORCE binds the owner of the table too. Without a tenant the comparison is null: no row, and no insert. */
async function protect(trx: Transaction<Tables>, name: string): Promise<void> {
  const table = sql.id(name);
  await sql`alter table ${table} enable row level security, force row level security`.execute(trx);
  await sql`drop policy if exists own_tenant on ${table}`.execute(trx);
  await sql`create policy own_tenant on ${table}
    using (tenant_id = nullif(current_setting('places_sync.tenant', true), ''))`.execute(trx);
  for (const { to } of ACROSS_TENANTS.filter((one) => one.table === name)) {
    const policy = sql.id(`across_tenants_${to}`);
    await sql`drop policy if exists ${policy} on ${table}`.execute(trx);
    await sql`create policy ${policy} on ${table} for ${sql.raw(to)}
      using (current_setting('places_sync.across_tenants', true) = 'on')`.execute(trx);
  }
}

/** Roles belong to the whole server: another database of ours may have made it, even in this moment. */
async function grant(trx: Transaction<Tables>): Promise<void> {
  const role = sql.id(TENANT_ROLE);
  await sql`do $$ begin create role ${role} nologin;
    exception when duplicate_object or unique_violation then null; end $$`.execute(trx);
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(trx);
  const schema = sql.id(rows[0]?.schema ?? 'public');
  await sql`grant usage on schema ${schema} to ${role}`.execute(trx);
  await sql`grant select, insert, update, delete on all tables in schema ${schema} to ${role}`.execute(trx);
  await sql`revoke all on kysely_migration, kysely_migration_lock from ${role}`.execute(trx);
}
