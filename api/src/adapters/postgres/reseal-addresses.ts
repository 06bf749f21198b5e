/** Brings stored addresses under the first key: those in clear from an older version, and those of an older key. */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { TenantId } from '../../core/model/place.ts';
import type { AddressSeal, AddressSeals } from '../../ports/address-seals.ts';
import type { TenantRows } from './database.ts';
import { jsonColumns, type JsonColumn } from './json-columns.ts';
import type { Tables } from './schema.ts';
import { SealedJson } from './sealed-json.ts';

/** Rows at once, by what the stores seal: a plan or a model can be many megabytes, a row of the ledger is small. */
const AT_ONCE: Readonly<Record<string, number>> = {
  'answers.body': 10,
  'known_places.fields': 1000,
  'plans.steps': 1,
  'plans.tree': 1,
  'snapshots.model': 1,
};
const ANY_ADDRESS = '"email": ?"[^"]';

/** Rows sealed anew, sealed with the first key already, and with an address that none of the keys opens. */
export interface Resealed {
  resealed: number;
  current: number;
  unreadable: number;
}

/** Safe to repeat and beside a running server: each row is locked while it is changed. */
export async function resealAddresses(
  rows: TenantRows,
  seals: AddressSeals,
  tenant: TenantId,
): Promise<Readonly<Resealed>> {
  const db = rows.of(tenant);
  const counts: Resealed = { resealed: 0, current: 0, unreadable: 0 };
  for (const column of await jsonColumns(db)) {
    const limit = AT_ONCE[`${column.table}.${column.column}`];
    if (limit !== undefined) await resealColumn(db, seals.of(tenant), { ...column, tenant, limit }, counts);
  }
  return counts;
}

interface Column extends JsonColumn {
  readonly tenant: TenantId;
  readonly limit: number;
}

/** One row: its key in the order of {@link JsonColumn.key}, and its text. */
interface Row {
  readonly key: string[];
  readonly json: string;
}

async function resealColumn(
  db: Kysely<Tables>,
  seal: AddressSeal,
  column: Column,
  counts: Resealed,
): Promise<void> {
  const before = counts.resealed + counts.unreadable;
  for (let after: readonly string[] | undefined; ;) {
    const batch = await db.transaction().execute(async (trx) => {
      const stale = await staleRows(trx, seal, column, after);
      const sealed = new SealedJson(seal);
      const renewed = stale.map(({ key, json }) => ({ key, was: json, ...sealed.renew(json) }));
      const changed = renewed.filter(({ json, was }) => json !== was);
      if (changed.length > 0) await write(trx, column, changed);
      return renewed;
    });
    const unreadable = batch.filter((row) => row.unreadable).length;
    counts.unreadable += unreadable;
    counts.resealed += batch.length - unreadable;
    after = batch.at(-1)?.key;
    if (batch.length < column.limit) break;
  }
  counts.current += (await countRows(db, column)) - (counts.resealed + counts.unreadable - before);
}

const keyOf = ({ key }: Column) => sql.join(key.map((part) => sql.ref(part)));

/** With an address that the first key has not sealed. */
async function staleRows(
  trx: Transaction<Tables>,
  { current }: AddressSeal,
  column: Column,
  after: readonly string[] | undefined,
): Promise<Row[]> {
  const stale = `"email": ?"(?!"|${current.replaceAll('.', String.raw`\.`)})`;
  const text = sql`${sql.ref(column.column)}::text`;
  const next = after === undefined ? sql`` : sql`and (${keyOf(column)}) > (${sql.join(after)})`;
  const { rows } = await sql<Row>`
    select array[${keyOf(column)}]::text[] as key, ${text} as json from ${sql.table(column.table)}
    where tenant_id = ${column.tenant} ${next} and ${text} ~ ${stale}
    order by ${keyOf(column)} limit ${column.limit} for update`.execute(trx);
  return rows;
}

async function write(trx: Transaction<Tables>, column: Column, rows: readonly Row[]): Promise<void> {
  const names = column.key.map((_part, index) => sql.ref(`k${index}`));
  const values = rows.map(
    ({ key, json }) => sql`(${sql.join([...key, json].map((one) => sql`${one}::text`))})`,
  );
  const same = column.key.map((part, index) => sql`t.${sql.ref(part)} = v.${names[index] ?? sql``}`);
  await sql`
    update ${sql.table(column.table)} t set ${sql.ref(column.column)} = v.json::${sql.raw(column.type)}
    from (values ${sql.join(values)}) as v(${sql.join(names)}, json)
    where t.tenant_id = ${column.tenant} and ${sql.join(same, sql` and `)}`.execute(trx);
}

async function countRows(db: Kysely<Tables>, { table, column, tenant }: Column): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)}
    where tenant_id = ${tenant} and ${sql.ref(column)}::text ~ ${ANY_ADDRESS}`.execute(db);
  return rows[0]?.count ?? 0;
}
