import { sql, type Selectable, type Transaction } from 'kysely';
import { AppError } from '../../core/model/app-error.ts';
import {
  refText,
  type BuildingId,
  type KnownPlace,
  type PlaceId,
  type PlaceRef,
  type PlaceType,
  type TenantId,
} from '../../core/model/place.ts';
import type { KnownStore, Page, PageQuery, Run, Settlement } from '../../ports/stores.ts';
import { keyOf, rowsToFetch, toPage } from './cursor.ts';
import { toJson } from './json.ts';
import type { TenantRows } from './database.ts';
import type { Tables } from './schema.ts';
import type { SealedFor, SealedJson } from './sealed-json.ts';
import { isUniqueViolation } from './unique-violation.ts';

/** Rows read at once; more would hold up everything else in the process (storage-and-performance.md 6). */
const READ_AT_ONCE = 5000;

/** The ledger. It is only ever written together with the journal: see {@link writeLedger}. */
export class SqlKnownStore implements KnownStore {
  readonly #rows: TenantRows;
  readonly #sealed: SealedFor;

  constructor(rows: TenantRows, sealed: SealedFor) {
    this.#rows = rows;
    this.#sealed = sealed;
  }

  async load(tenant: TenantId, building: BuildingId): Promise<KnownPlace[]> {
    const places: KnownPlace[] = [];
    const toPlace = this.#toPlace(tenant);
    let last: Row | undefined;
    do {
      const rows = await this.#read(tenant, building, last && [last.type, last.key], READ_AT_ONCE);
      places.push(...rows.map(toPlace));
      last = rows.length === READ_AT_ONCE ? rows.at(-1) : undefined;
    } while (last !== undefined);
    return places;
  }

  /** In the order of type and key. */
  async page(tenant: TenantId, building: BuildingId, query: PageQuery): Promise<Page<KnownPlace>> {
    const after = keyOf(query, 2) ?? undefined;
    const rows = await this.#read(tenant, building, after, rowsToFetch(query));
    return toPage(rows, query, this.#toPlace(tenant), (row) => [row.type, row.key]);
  }

  async ofOthers(tenant: TenantId, building: BuildingId, placeIds: readonly PlaceId[]): Promise<PlaceId[]> {
    if (placeIds.length === 0) return [];
    const { rows } = await sql<{ placeId: PlaceId }>`
      select k.place_id as "placeId" from known_places k
      join jsonb_array_elements_text(${toJson(placeIds)}::jsonb) as asked(id) on asked.id = k.place_id
      where k.tenant_id = ${tenant} and k.building_id <> ${building}
    `.execute(this.#rows.of(tenant));
    return rows.map((row) => row.placeId);
  }

  #read(tenant: TenantId, building: BuildingId, after: string[] | undefined, limit: number): Promise<Row[]> {
    const [type = '', key = ''] = after ?? [];
    return this.#rows
      .of(tenant)
      .selectFrom('known_places')
      .select(COLUMNS)
      .select((eb) => eb.cast<string>('fields', 'text').as('fields'))
      .where('tenant_id', '=', tenant)
      .where('building_id', '=', building)
      .$if(after !== undefined, (select) =>
        select.where((eb) => eb(eb.refTuple('type', 'key'), '>', eb.tuple(type as PlaceType, key))),
      )
      .orderBy('type')
      .orderBy('key')
      .limit(limit)
      .execute();
  }

  #toPlace(tenant: TenantId): (row: Row) => KnownPlace {
    const sealed = this.#sealed(tenant);
    return (row) => toPlace(row, sealed);
  }
}

/**
 * Carries ledger changes out inside the transaction that settles their steps. When one place occurs twice the later
 * change counts.
 * @throws AppError `conflict` `place-taken` when a place belongs to another source item of the tenant already (I1)
 */
export async function writeLedger(
  trx: Transaction<Tables>,
  sealed: SealedJson,
  { tenantId: tenant, buildingId: building }: Pick<Run, 'tenantId' | 'buildingId'>,
  changes: readonly NonNullable<Settlement['ledger']>[],
): Promise<void> {
  const last = [...new Map(changes.map((change) => [refText(change.place), change])).values()];
  const forgotten = last.flatMap((change) => (change.kind === 'forget' ? [change.place] : []));
  const recorded = last.flatMap((change) => (change.kind === 'record' ? [change.place] : []));
  if (forgotten.length > 0) await forget(trx, tenant, building, forgotten);
  if (recorded.length > 0) await record(trx, sealed, tenant, building, recorded);
}

async function forget(trx: Transaction<Tables>, tenant: TenantId, building: BuildingId, places: PlaceRef[]) {
  await sql`
    delete from known_places k using jsonb_to_recordset(${toJson(places)}::jsonb) as gone(type text, key text)
    where k.tenant_id = ${tenant} and k.building_id = ${building} and k.type = gone.type and k.key = gone.key
  `.execute(trx);
}

async function record(
  trx: Transaction<Tables>,
  sealed: SealedJson,
  tenant: TenantId,
  building: BuildingId,
  places: KnownPlace[],
) {
  const rows = places.map(({ parent, ...place }) => ({
    ...place,
    parentType: parent?.type ?? null,
    parentKey: parent?.key ?? null,
  }));
  const upsert = sql`
    insert into known_places (tenant_id, building_id, type, key, name, place_id, parent_type, parent_key, mailbox,
      fields, origin, refused_name, written_at)
    select ${tenant}::text, ${building}::text, type, key, name, "placeId", "parentType", "parentKey", mailbox,
      fields, origin, "refusedName", "writtenAt"
    from jsonb_to_recordset(${sealed.write(rows)}::jsonb) as place(type text, key text, name text, "placeId" text,
      "parentType" text, "parentKey" text, mailbox text, fields jsonb, origin text, "refusedName" text, "writtenAt" timestamptz)
    on conflict (tenant_id, building_id, type, key) do update set
      name = excluded.name, place_id = excluded.place_id, parent_type = excluded.parent_type,
      parent_key = excluded.parent_key, mailbox = excluded.mailbox, fields = excluded.fields,
      origin = excluded.origin, refused_name = excluded.refused_name, written_at = excluded.written_at
  `;
  try {
    await upsert.execute(trx);
  } catch (error) {
    if (!isUniqueViolation(error, 'one_source_item_per_place')) throw error;
    const message = 'A place in Microsoft Places belongs to another source item already.';
    throw new AppError('conflict', 'place-taken', message, { cause: error });
  }
}

const COLUMNS = [
  'type',
  'key',
  'name',
  'place_id',
  'parent_type',
  'parent_key',
  'mailbox',
  'origin',
  'refused_name',
  'written_at',
] as const;
type Row = Pick<Selectable<Tables['known_places']>, (typeof COLUMNS)[number]> & { readonly fields: string };

function toPlace(row: Row, sealed: SealedJson): KnownPlace {
  const { parent_type: parentType, parent_key: parentKey, mailbox } = row;
  return {
    type: row.type,
    key: row.key,
    name: row.name,
    placeId: row.place_id as PlaceId,
    parent: parentType === null || parentKey === null ? null : { type: parentType, key: parentKey },
    ...(mailbox === null ? {} : { mailbox }),
    // Without the address that was last written, what Microsoft shows decides; then it is written again.
    fields: sealed.read(row.fields, 'empty'),
    origin: row.origin,
    ...(row.refused_name === null ? {} : { refusedName: row.refused_name }),
    writtenAt: row.written_at.toISOString(),
  };
}
