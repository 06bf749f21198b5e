import { AppError } from '../../core/model/app-error.ts';
import {
  refText,
  type BuildingId,
  type KnownPlace,
  type PlaceId,
  type TenantId,
} from '../../core/model/place.ts';
import type { KnownStore, Page, PageQuery, Settlement } from '../../ports/stores.ts';
import { pageOf } from './page-of.ts';

interface Row {
  readonly tenant: TenantId;
  readonly building: BuildingId;
  readonly place: KnownPlace;
}

type Change = NonNullable<Settlement['ledger']>;

/** The ledger in memory, with its two unique rules: one place per source item, one source item per place. */
export class MemoryKnownStore implements KnownStore {
  #rows: Row[] = [];

  load(tenant: TenantId, building: BuildingId): Promise<KnownPlace[]> {
    return Promise.resolve(this.#of(tenant, building).map((row) => row.place));
  }

  page(tenant: TenantId, building: BuildingId, query: PageQuery): Promise<Page<KnownPlace>> {
    const places = this.#of(tenant, building).map((row) => row.place);
    return Promise.resolve(pageOf(places, query));
  }

  ofOthers(tenant: TenantId, building: BuildingId, placeIds: readonly PlaceId[]): Promise<PlaceId[]> {
    const wanted = new Set(placeIds);
    const others = this.#rows.filter((row) => row.tenant === tenant && row.building !== building);
    return Promise.resolve(others.map((row) => row.place.placeId).filter((id) => wanted.has(id)));
  }

  /**
   * What settlements do to the ledger; called by the run store inside its transaction. When a place occurs twice the
   * later change counts. Changes all or nothing.
   */
  change(tenant: TenantId, building: BuildingId, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const last = new Map(changes.map((change) => [refText(change.place), change]));
    const rows = this.#rows.filter(
      (row) => row.tenant !== tenant || row.building !== building || !last.has(refText(row.place)),
    );
    const taken = new Set(rows.filter((row) => row.tenant === tenant).map((row) => row.place.placeId));
    for (const change of last.values()) {
      if (change.kind === 'forget') continue;
      const { place } = change;
      if (taken.has(place.placeId)) {
        const message = `Place ${place.placeId} belongs to another source item already.`;
        throw new AppError('conflict', 'place-taken', message);
      }
      taken.add(place.placeId);
      rows.push({ tenant, building, place });
    }
    this.#rows = rows;
  }

  #of(tenant: TenantId, building: BuildingId): Row[] {
    return this.#rows.filter((row) => row.tenant === tenant && row.building === building);
  }
}
