/**
 * What a reader hands over before anything is judged: the values as the source has them, each with the place
 * in the source it came from. {@link toBuildings} turns drafts into {@link Building}s. `null` and undefined
 * both mean "not said", except where {@link Space} keeps `null` apart.
 */
import type { CarriedFeature, ImdfWords } from './carried-feature.ts';
import type { Allocation, ControlPoint, SpaceKind } from './building.ts';
import type { Words } from './sentence.ts';

type Maybe<T> = T | null | undefined;

/** GeoJSON coordinates: rings of [longitude, latitude]; further numbers of a position are ignored. */
export type DraftPolygon =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
  | {
      readonly type: 'MultiPolygon';
      readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[];
    };

export type DraftGeometry =
  | { readonly type: 'geo'; readonly polygon: DraftPolygon }
  | { readonly type: 'local'; readonly polygon: readonly (readonly (readonly number[])[])[] }
  | { readonly type: 'svg'; readonly ref: string };

export interface DraftAllocation {
  readonly email: string;
  readonly from?: Maybe<string>;
  readonly to?: Maybe<string>;
  readonly days?: Maybe<NonNullable<Allocation['days']>>;
  readonly order?: Maybe<number>;
}

export interface DraftSpace {
  /** Where it stands: a JSON pointer, `rooms.csv:12`, `unit.geojson#<id>`. */
  readonly path: string;
  readonly id: string;
  readonly kind: SpaceKind;
  readonly floorId: string;
  /** Empty only for what is drawn and never synced. */
  readonly name: string;
  readonly parentId?: Maybe<string>;
  readonly geometry?: Maybe<DraftGeometry>;
  readonly mapRef?: Maybe<string>;
  /** IMDF category. */
  readonly category?: Maybe<string>;
  readonly layer?: Maybe<'unit' | 'section' | 'fixture'>;
  /** Taken over as it is. */
  readonly imdf?: Maybe<ImdfWords>;
  readonly features?: Maybe<readonly string[]>;
  readonly accessible?: Maybe<boolean>;
  readonly capacity?: Maybe<number>;
  readonly bookable?: Maybe<boolean>;
  readonly mailbox?: Maybe<string>;
  readonly phone?: Maybe<string>;
  readonly type?: Maybe<string>;
  readonly allocations?: Maybe<readonly DraftAllocation[]>;
  readonly placeIdHint?: Maybe<string>;
}

export interface DraftPlan {
  readonly kind: 'svg' | 'dxf' | 'image';
  readonly href: string;
  /** The text of the drawing, when it came along. */
  readonly content?: Maybe<string>;
  readonly viewBox?: Maybe<readonly [number, number, number, number]>;
  readonly controlPoints?: Maybe<readonly ControlPoint[]>;
}

export interface DraftFloor {
  readonly path: string;
  readonly id: string;
  readonly name: string;
  readonly ordinal: number;
  readonly shortName?: Maybe<string>;
  readonly published: boolean;
  readonly outdoor?: Maybe<boolean>;
  /** Taken over as it is. */
  readonly imdf?: Maybe<ImdfWords>;
  readonly outline?: Maybe<DraftGeometry>;
  readonly plan?: Maybe<DraftPlan>;
  readonly placeIdHint?: Maybe<string>;
  /** The source says too little about it to sync it. */
  readonly problem?: Maybe<{
    readonly code: string;
    readonly reason: string;
    readonly words?: Words | undefined;
  }>;
}

interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

export interface DraftAddress {
  readonly street?: Maybe<string>;
  readonly city?: Maybe<string>;
  readonly state?: Maybe<string>;
  readonly postalCode?: Maybe<string>;
  /** Upper case, two letters. */
  readonly countryOrRegion?: Maybe<string>;
}

export interface DraftBuilding {
  /** Something in it could not be read and was replaced: only its further errors are of interest. */
  readonly invalid?: boolean;
  readonly path: string;
  readonly id: string;
  readonly name: string;
  readonly address?: Maybe<DraftAddress>;
  readonly timeZone?: Maybe<string>;
  readonly position?: Maybe<Coordinates>;
  readonly status?: Maybe<'active' | 'draft' | 'closed'>;
  readonly frame?: Maybe<{
    readonly anchor: Coordinates;
    readonly rotation?: Maybe<number>;
    readonly scale?: Maybe<number>;
  }>;
  readonly placeIdHint?: Maybe<string>;
  readonly complete: boolean;
  /** The source never has floor plans. */
  readonly withoutGeometry?: boolean;
  readonly source: {
    readonly system: string;
    readonly instance: string;
    readonly exportedAt?: Maybe<string>;
    readonly revision?: Maybe<string>;
  };
  readonly floors: readonly DraftFloor[];
  readonly spaces: readonly DraftSpace[];
  /** Taken over as it is. */
  readonly carried?: readonly CarriedFeature[];
}

/** The place of one field: JSON pointers go one deeper, a line of a table stays the line. */
export const fieldPath = (path: string, field: string): string =>
  path.startsWith('/') ? `${path}/${field}` : path;
