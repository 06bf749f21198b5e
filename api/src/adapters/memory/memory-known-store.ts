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

  /** What a settlement does to the ledger; called by the run store inside its transaction. */
  change(tenant: TenantId, building: BuildingId, ledger: NonNullable<Settlement['ledger']>): void {
    const ref = refText(ledger.place);
    const others = this.#rows.filter(
      (row) => row.tenant !== tenant || row.building !== building || refText(row.place) !== ref,
    );
    if (ledger.kind === 'record') {
      const { place } = ledger;
      const taken = others.some((row) => row.tenant === tenant && row.place.placeId === place.placeId);
      if (taken) {
        throw new AppError(
          'conflict',
          'place-taken',
          `Place ${place.placeId} belongs to another source item.`,
        );
      }
      others.push({ tenant, building, place });
    }
    this.#rows = others;
  }

  #of(tenant: TenantId, building: BuildingId): Row[] {
    return this.#rows.filter((row) => row.tenant === tenant && row.building === building);
  }
}
