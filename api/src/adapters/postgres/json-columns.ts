import { sql, type Kysely } from 'kysely';
import type { Tables } from './schema.ts';

/** The log itself never names anybody; its names are another port's (AuditPeople). */
const NOT_SEARCHED = ['audit_entries', 'audit_people'];

/** A column of a table of tenants that holds JSON, in the tables that may name people. */
export interface JsonColumn {
  readonly table: string;
  readonly column: string;
  readonly type: 'json' | 'jsonb';
  /** Columns of the primary key but for the tenant. */
  readonly key: readonly string[];
}

/** From the catalog, so that a table that is added later is searched too. */
export async function jsonColumns(db: Kysely<Tables>): Promise<JsonColumn[]> {
  const { rows } = await sql<JsonColumn>`
    select c.table_name as table, c.column_name as column, c.data_type as type, array(
      select k.column_name::text from information_schema.key_column_usage k
        join information_schema.table_constraints t using (constraint_schema, constraint_name, table_name)
        where t.constraint_type = 'PRIMARY KEY' and k.table_schema = c.table_schema and k.table_name = c.table_name
          and k.column_name <> 'tenant_id' order by k.ordinal_position) as key
    from information_schema.columns c
    where c.table_schema = current_schema() and c.data_type in ('json', 'jsonb')
      and c.table_name not in (${sql.join(NOT_SEARCHED)}) and exists (
        select from information_schema.columns o where o.table_schema = c.table_schema
          and o.table_name = c.table_name and o.column_name = 'tenant_id')
    order by 1, 2`.execute(db);
  return rows.map((row) => ({ ...row, key: row.key.length > 0 ? row.key : ['tenant_id'] }));
}
