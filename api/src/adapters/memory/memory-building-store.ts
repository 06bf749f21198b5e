import type { Building, SpaceKind } from '../../core/model/building.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import type { BuildingStore, NewSnapshot, Page, PageQuery, StoredBuilding } from '../../ports/stores.ts';
import { pageOf } from './page-of.ts';

interface Snapshot {
  readonly model: Building;
  readonly revision: string;
  readonly findings: readonly Finding[];
}
interface Row {
  readonly tenant: TenantId;
  readonly building: StoredBuilding;
  /** Newest last. */
  readonly snapshots: readonly Snapshot[];
}

/** Buildings and their frozen snapshots in memory. */
export class MemoryBuildingStore implements BuildingStore {
  #rows: Row[] = [];
  #nextId = 1;

  save(
    tenant: TenantId,
    source: string,
    building: Building,
    revision: string,
    findings: readonly Finding[],
    at: Date,
  ): Promise<{ building: StoredBuilding; created: boolean }> {
    const id = `building-${this.#nextId}` as BuildingId;
    this.#nextId += 1;
    return Promise.resolve(this.#put(tenant, source, { id, building, revision, findings }, at));
  }

  saveAll(
    tenant: TenantId,
    source: string,
    snapshots: readonly NewSnapshot[],
    at: Date,
  ): Promise<{ building: StoredBuilding; created: boolean }[]> {
    return Promise.resolve(snapshots.map((snapshot) => this.#put(tenant, source, snapshot, at)));
  }

  idOf(tenant: TenantId, source: string, sourceKey: string): Promise<BuildingId | null> {
    return Promise.resolve(this.#bySourceKey(tenant, source, sourceKey)?.building.id ?? null);
  }

  load(tenant: TenantId, id: BuildingId): Promise<StoredBuilding | null> {
    return Promise.resolve(this.#byId(tenant, id)?.building ?? null);
  }

  list(tenant: TenantId, query: PageQuery): Promise<Page<StoredBuilding>> {
    const all = this.#rows.filter((row) => row.tenant === tenant).map((row) => row.building);
    return Promise.resolve(pageOf(all, query));
  }

  snapshot(tenant: TenantId, id: BuildingId, revision?: string): Promise<Snapshot | null> {
    const snapshots = this.#byId(tenant, id)?.snapshots ?? [];
    const wanted =
      revision === undefined ? snapshots.at(-1) : snapshots.findLast((one) => one.revision === revision);
    return Promise.resolve(wanted ?? null);
  }

  #put(tenant: TenantId, source: string, snapshot: NewSnapshot, at: Date) {
    const { building: model, revision, findings } = snapshot;
    const before = this.#bySourceKey(tenant, source, model.key);
    const building: StoredBuilding = {
      id: before?.building.id ?? snapshot.id,
      source,
      sourceKey: model.key,
      name: model.name,
      revision,
      importedAt: at.toISOString(),
      floors: model.floors.length,
      rooms: countOf(model, 'room'),
      desks: countOf(model, 'desk'),
    };
    const snapshots = [...(before?.snapshots ?? []), { model, revision, findings }];
    this.#rows = this.#rows.filter((row) => row !== before);
    this.#rows.push({ tenant, building, snapshots });
    return { building, created: before === undefined };
  }

  #byId(tenant: TenantId, id: BuildingId): Row | undefined {
    return this.#rows.find((row) => row.tenant === tenant && row.building.id === id);
  }

  #bySourceKey(tenant: TenantId, source: string, sourceKey: string): Row | undefined {
    return this.#rows.find(
      ({ tenant: owner, building }) =>
        owner === tenant && building.source === source && building.sourceKey === sourceKey,
    );
  }
}

function countOf(building: Building, kind: SpaceKind): number {
  return building.floors.flatMap((floor) => floor.spaces).filter((space) => space.kind === kind).length;
}
