import { randomUUID } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { Building, SpaceKind } from '../../core/model/building.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import type {
  BuildingStore,
  LostAddresses,
  NewSnapshot,
  Page,
  PageQuery,
  StoredBuilding,
} from '../../ports/stores.ts';
import { keyOf, rowsToFetch, toPage } from './cursor.ts';
import { toJson, toText } from './json.ts';
import type { TenantRows } from './database.ts';
import type { Tables } from './schema.ts';
import type { SealedFor, SealedJson } from './sealed-json.ts';

interface Saved {
  readonly building: StoredBuilding;
  readonly created: boolean;
}

/** Buildings, and every snapshot that was ever imported of them. */
export class SqlBuildingStore implements BuildingStore {
  readonly #rows: TenantRows;
  readonly #sealed: SealedFor;

  constructor(rows: TenantRows, sealed: SealedFor) {
    this.#rows = rows;
    this.#sealed = sealed;
  }

  async save(
    tenant: TenantId,
    source: string,
    building: Building,
    revision: string,
    findings: readonly Finding[],
    at: Date,
  ): Promise<Saved> {
    const id = randomUUID() as BuildingId;
    const snapshot = { id, building, revision, findings };
    return this.#rows
      .of(tenant)
      .transaction()
      .execute((trx) => put(trx, this.#sealed(tenant), { tenant, source, at }, snapshot));
  }

  async saveAll(
    tenant: TenantId,
    source: string,
    snapshots: readonly NewSnapshot[],
    at: Date,
  ): Promise<Saved[]> {
    const sealed = this.#sealed(tenant);
    return this.#rows
      .of(tenant)
      .transaction()
      .execute(async (trx) => {
        const saved: Saved[] = [];
        for (const snapshot of snapshots)
          saved.push(await put(trx, sealed, { tenant, source, at }, snapshot));
        return saved;
      });
  }

  async idOf(tenant: TenantId, source: string, sourceKey: string): Promise<BuildingId | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('buildings')
      .select('id')
      .where('tenant_id', '=', tenant)
      .where('source', '=', source)
      .where('source_key', '=', sourceKey)
      .executeTakeFirst();
    return row === undefined ? null : (row.id as BuildingId);
  }

  async load(tenant: TenantId, id: BuildingId): Promise<StoredBuilding | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('buildings')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    return row === undefined ? null : toBuilding(row);
  }

  /** In the order of source and source key. */
  async list(tenant: TenantId, query: PageQuery): Promise<Page<StoredBuilding>> {
    const after = keyOf(query, 2);
    const rows = await this.#rows
      .of(tenant)
      .selectFrom('buildings')
      .selectAll()
      .where('tenant_id', '=', tenant)
      .$if(after !== null, (select) =>
        select.where((eb) =>
          eb(eb.refTuple('source', 'source_key'), '>', eb.tuple(after?.[0] ?? '', after?.[1] ?? '')),
        ),
      )
      .orderBy('source')
      .orderBy('source_key')
      .limit(rowsToFetch(query))
      .execute();
    return toPage(rows, query, toBuilding, (row) => [row.source, row.source_key]);
  }

  async snapshot(
    tenant: TenantId,
    id: BuildingId,
    revision?: string,
    lost?: LostAddresses,
  ): Promise<{ model: Building; revision: string; findings: readonly Finding[] } | null> {
    const row = await this.#rows
      .of(tenant)
      .selectFrom('snapshots as s')
      .innerJoin('buildings as b', (join) =>
        join.onRef('b.tenant_id', '=', 's.tenant_id').onRef('b.id', '=', 's.building_id'),
      )
      .select((eb) => [eb.cast<string>('s.model', 'text').as('model'), 's.revision', 's.findings'])
      .where('s.tenant_id', '=', tenant)
      .where('s.building_id', '=', id)
      .where((eb) =>
        revision === undefined
          ? eb('s.revision', '=', eb.ref('b.revision'))
          : eb('s.revision', '=', revision),
      )
      .executeTakeFirst();
    return row === undefined ? null : { ...row, model: this.#sealed(tenant).read(row.model, lost) };
  }
}

async function put(
  trx: Transaction<Tables>,
  sealed: SealedJson,
  { tenant, source, at }: { readonly tenant: TenantId; readonly source: string; readonly at: Date },
  snapshot: NewSnapshot,
): Promise<Saved> {
  const { building: model, revision } = snapshot;
  const facts = {
    name: toText(model.name),
    revision,
    imported_at: at,
    floors: model.floors.length,
    rooms: count(model, 'room'),
    desks: count(model, 'desk'),
  };
  const inserted = await trx
    .insertInto('buildings')
    .values({ tenant_id: tenant, id: snapshot.id, source, source_key: model.key, ...facts })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'source', 'source_key']).doNothing())
    .returningAll()
    .executeTakeFirst();
  const row =
    inserted ??
    (await trx
      .updateTable('buildings')
      .set(facts)
      .where('tenant_id', '=', tenant)
      .where('source', '=', source)
      .where('source_key', '=', model.key)
      .returningAll()
      .executeTakeFirstOrThrow());
  const content = { model: sealed.write(model), findings: toJson(snapshot.findings), imported_at: at };
  await trx
    .insertInto('snapshots')
    .values({ tenant_id: tenant, building_id: row.id, revision, ...content })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'building_id', 'revision']).doUpdateSet(content))
    .execute();
  return { building: toBuilding(row), created: inserted !== undefined };
}

function count(model: Building, kind: SpaceKind): number {
  return model.floors.flatMap((floor) => floor.spaces).filter((space) => space.kind === kind).length;
}

function toBuilding(row: Selectable<Tables['buildings']>): StoredBuilding {
  return {
    id: row.id as BuildingId,
    source: row.source,
    sourceKey: row.source_key,
    name: row.name,
    revision: row.revision,
    importedAt: row.imported_at.toISOString(),
    floors: row.floors,
    rooms: row.rooms,
    desks: row.desks,
  };
}
