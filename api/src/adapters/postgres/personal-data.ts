/**
 * Finds and removes a person in every table of a tenant. The columns come from the catalog, so that a table that is
 * added later is searched too. Fields are taken by their name: a room called like a person keeps its name.
 */
import { sql, type Kysely, type Transaction } from 'kysely';
import type { TenantId } from '../../core/model/place.ts';
import type { AddressSeals } from '../../ports/address-seals.ts';
import type { PersonalData, PersonalRow, PersonWanted } from '../../ports/personal-data.ts';
import type { TenantRows } from './database.ts';
import { ERASED } from './erased.ts';
import { jsonColumns, type JsonColumn } from './json-columns.ts';
import { personPatterns, type PersonPatterns, type PersonSought } from './person-patterns.ts';
import type { Tables } from './schema.ts';

export class SqlPersonalData implements PersonalData {
  readonly #rows: TenantRows;
  readonly #seals: AddressSeals;

  constructor(rows: TenantRows, seals: AddressSeals) {
    this.#rows = rows;
    this.#seals = seals;
  }

  async find(tenant: TenantId, person: PersonWanted): Promise<readonly PersonalRow[]> {
    const db = this.#rows.of(tenant);
    const patterns = await patternsOf(db, tenant, this.#wanted(tenant, person));
    const found: PersonalRow[] = [];
    for (const { table, column, key } of await jsonColumns(db)) {
      const { rows } = await sql<{ id: string; as: string[] }>`
        select concat_ws('/', ${sql.join(key.map((part) => sql.ref(part)))}) as id, array(
          select distinct found[1] from regexp_matches(${sql.ref(column)}::text, ${patterns.find}, 'gi') as found) as as
        from ${sql.table(table)}
        where tenant_id = ${tenant} and ${sql.ref(column)}::text ~* ${patterns.find}`.execute(db);
      found.push(...rows.map(({ id, as }) => ({ where: table, id, as })));
    }
    return [...found, ...(await namedRuns(db, tenant, patterns)), ...(await keptAnswers(db, tenant, person))];
  }

  async erase(tenant: TenantId, person: PersonWanted): Promise<number> {
    return this.#rows
      .of(tenant)
      .transaction()
      .execute(async (trx) => {
        const patterns = await patternsOf(trx, tenant, this.#wanted(tenant, person));
        // An answer kept for its key is of this person alone.
        const answers = await trx
          .deleteFrom('answers')
          .where('tenant_id', '=', tenant)
          .where('user_id', '=', person.userId)
          .executeTakeFirst();
        let rows = Number(answers.numDeletedRows) + (await eraseInRuns(trx, tenant, patterns.names));
        for (const column of await jsonColumns(trx)) rows += await eraseIn(trx, tenant, column, patterns);
        return rows;
      });
  }

  #wanted(tenant: TenantId, person: PersonWanted): PersonSought {
    const { email } = person;
    return { ...person, marks: email === undefined ? [] : this.#seals.of(tenant).marksOf(email) };
  }
}

/** Names the person has had here: the one beside the audit log, and those of their runs. */
async function patternsOf(
  db: Kysely<Tables>,
  tenant: TenantId,
  person: PersonSought,
): Promise<PersonPatterns> {
  const { rows } = await sql<{ name: string }>`
    with person as (select ref, name from audit_people where tenant_id = ${tenant} and user_id = ${person.userId})
    select name from person
    union select requested_by from runs join person on runs.initiator = person.ref where tenant_id = ${tenant}`.execute(
    db,
  );
  return personPatterns(
    person,
    rows.map(({ name }) => name).filter((name) => name !== '' && name !== ERASED),
  );
}

async function eraseIn(
  trx: Transaction<Tables>,
  tenant: TenantId,
  { table, column, type }: JsonColumn,
  { find, replacements }: PersonPatterns,
): Promise<number> {
  let text = sql<string>`${sql.ref(column)}::text`;
  for (const { pattern, by } of replacements)
    text = sql<string>`regexp_replace(${text}, ${pattern}, ${by}, 'gi')`;
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = (${text})::${sql.raw(type)}
    where tenant_id = ${tenant} and ${sql.ref(column)}::text ~* ${find}`.execute(trx);
  return Number(numAffectedRows);
}

async function eraseInRuns(
  trx: Transaction<Tables>,
  tenant: TenantId,
  names: readonly string[],
): Promise<number> {
  if (names.length === 0) return 0;
  const { numAffectedRows = 0n } = await sql`
    update runs set requested_by = case when requested_by in (${sql.join(names)}) then ${ERASED} else requested_by end,
      acting_as = case when acting_as in (${sql.join(names)}) then ${ERASED} else acting_as end
    where tenant_id = ${tenant} and (requested_by in (${sql.join(names)}) or acting_as in (${sql.join(names)}))`.execute(
    trx,
  );
  return Number(numAffectedRows);
}

async function namedRuns(
  db: Kysely<Tables>,
  tenant: TenantId,
  { names }: PersonPatterns,
): Promise<PersonalRow[]> {
  if (names.length === 0) return [];
  const rows = await db
    .selectFrom('runs')
    .select(['id', 'requested_by', 'acting_as'])
    .where('tenant_id', '=', tenant)
    .where((eb) => eb.or([eb('requested_by', 'in', names), eb('acting_as', 'in', names)]))
    .execute();
  return rows.map(({ id, requested_by, acting_as }) => ({
    where: 'runs',
    id,
    as: [
      ...(names.includes(requested_by) ? ['requestedBy'] : []),
      ...(names.includes(acting_as) ? ['actingAs'] : []),
    ],
  }));
}

async function keptAnswers(
  db: Kysely<Tables>,
  tenant: TenantId,
  { userId }: PersonWanted,
): Promise<PersonalRow[]> {
  const rows = await db
    .selectFrom('answers')
    .select('key')
    .where('tenant_id', '=', tenant)
    .where('user_id', '=', userId)
    .execute();
  return rows.map(({ key }) => ({ where: 'answers', id: key, as: ['userId'] }));
}
