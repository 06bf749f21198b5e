/** Two tenants in every table there is, and stores that have forgotten their own `where`. */
import {
  OperationNodeTransformer,
  sql,
  type DeleteQueryNode,
  type Kysely,
  type KyselyPlugin,
  type SelectQueryNode,
  type UpdateQueryNode,
} from 'kysely';
import type { TenantId } from '../../../core/model/place.ts';
import type { TenantRows } from '../database.ts';
import type { Tables } from '../schema.ts';

export interface Table {
  readonly schema: string;
  readonly name: string;
  readonly hasTenant: boolean;
  readonly enabled: boolean;
  readonly forced: boolean;
  /** `name command using`, sorted. */
  readonly policies: readonly string[];
}

/** Every table, as the database itself describes it. */
export async function tablesOf(owner: Kysely<Tables>): Promise<readonly Table[]> {
  const { rows } = await sql<Table>`
    select n.nspname as schema, c.relname as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced,
      exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id') as "hasTenant",
      array(select concat_ws(' ', polname, polcmd, pg_get_expr(polqual, polrelid)) from pg_policy
        where polrelid = c.oid order by 1) as policies
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
    order by 1, 2`.execute(owner);
  return rows;
}

/** What only rows of this tenant contain. */
export const canaryOf = (tenant: TenantId): string => `canary of ${tenant}`;

/** One row of the tenant in each of the tables, with its canary in every text and every document. */
export async function fill(rows: TenantRows, tenant: TenantId, tables: readonly string[]): Promise<void> {
  let left = [...tables];
  // A row that points to another one goes in after it.
  for (let round = 0; left.length > 0; round += 1) {
    const refused: string[] = [];
    for (const table of left) {
      const insert = insertInto(rows.of(tenant), tenant, table);
      await (round < tables.length - 1 ? insert.catch(() => void refused.push(table)) : insert);
    }
    left = refused;
  }
}

async function insertInto(db: Kysely<Tables>, tenant: TenantId, table: string): Promise<void> {
  const { rows: columns } = await sql<{ name: string; type: string }>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and is_identity = 'NO'`.execute(db);
  const values = Object.fromEntries(columns.map(({ name, type }) => [name, sample(type, tenant)]));
  // An anchor of the audit log wants an entry that is old.
  const old = table === 'audit_entries' ? { at: '2020-01-01T08:00:00.000Z' } : {};
  const row = JSON.stringify({ ...values, ...old, tenant_id: tenant });
  const names = sql.join(columns.map(({ name }) => sql.id(name)));
  await sql`insert into ${sql.id(table)} (${names})
    select ${names} from json_populate_record(null::${sql.id(table)}, ${row}::json)`.execute(db);
}

function sample(type: string, tenant: TenantId): unknown {
  if (type === 'text') return canaryOf(tenant);
  if (type.startsWith('json')) return { canary: canaryOf(tenant) };
  if (type === 'bytea') return `\\x${Buffer.from(canaryOf(tenant)).toString('hex')}`;
  if (type === 'boolean') return true;
  return type.startsWith('timestamp') || type === 'date' ? '2030-01-01T08:00:00Z' : 1;
}

/** The same rows for stores whose every `where` was forgotten: the bug that the second line is there for. */
export function withoutWhere(rows: TenantRows): TenantRows {
  return {
    of: (tenant) => rows.of(tenant).withPlugin(forgetWhere),
    acrossTenants: rows.acrossTenants.withPlugin(forgetWhere),
  };
}

class ForgetWhere extends OperationNodeTransformer {
  protected override transformSelectQuery(node: SelectQueryNode): SelectQueryNode {
    const { where: _forgotten, ...rest } = super.transformSelectQuery(node);
    return rest;
  }
  protected override transformUpdateQuery(node: UpdateQueryNode): UpdateQueryNode {
    const { where: _forgotten, ...rest } = super.transformUpdateQuery(node);
    return rest;
  }
  protected override transformDeleteQuery(node: DeleteQueryNode): DeleteQueryNode {
    const { where: _forgotten, ...rest } = super.transformDeleteQuery(node);
    return rest;
  }
}

const transformer = new ForgetWhere();
const forgetWhere: KyselyPlugin = {
  transformQuery: ({ node }) => transformer.transformNode(node),
  transformResult: ({ result }) => Promise.resolve(result),
};
