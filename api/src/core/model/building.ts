/**
 * A building as any source describes it, after validation: what a frozen snapshot stores and what
 * `core/desired` and `core/map` work on. Undefined always means "the source does not say": not managed.
 */
import type { CarriedFeature, ImdfWords } from './carried-feature.ts';
import type { Address } from './place.ts';
import type { Words } from './sentence.ts';

/** [x, y] in metres, or [longitude, latitude] in degrees. */
export type Position = readonly [number, number];
/** Rings: the first is the outline, the others are holes. */
export type Polygon = readonly (readonly Position[])[];

export type Geometry =
  /** WGS84. One entry per polygon of a MultiPolygon. */
  | { readonly type: 'geo'; readonly polygons: readonly Polygon[] }
  /** Building frame: metres, x right, y up. */
  | { readonly type: 'local'; readonly polygons: readonly Polygon[] }
  /** An element of the floor's drawing. */
  | { readonly type: 'svg'; readonly ref: string };

/** Where local metres lie on the earth: `rotation` is degrees clockwise from true north to local +y. */
export interface Frame {
  readonly anchor: { readonly latitude: number; readonly longitude: number };
  readonly rotation: number;
  readonly scale: number;
}

/** A point of a drawing and where it is, in local metres or in degrees. */
export type ControlPoint =
  | { readonly px: number; readonly py: number; readonly x: number; readonly y: number }
  | { readonly px: number; readonly py: number; readonly latitude: number; readonly longitude: number };

/** A floor drawing that came with the source. `content` is the sanitised text when it was in the package. */
export interface FloorPlan {
  readonly kind: 'svg' | 'dxf' | 'image';
  readonly href: string;
  readonly content?: string;
  readonly viewBox?: readonly [number, number, number, number];
  readonly controlPoints: readonly ControlPoint[];
}

export type SpaceKind =
  'room' | 'desk' | 'workspace' | 'section' | 'amenity' | 'structure' | 'circulation' | 'other';

/** Who a desk belongs to, and when. Dates are calendar days in the building's time zone, inclusive. */
export interface Allocation {
  readonly email: string;
  readonly from?: string;
  readonly to?: string;
  readonly days?: readonly ('mo' | 'tu' | 'we' | 'th' | 'fr' | 'sa' | 'su')[];
  readonly order?: number;
}

export interface Space {
  readonly key: string;
  readonly kind: SpaceKind;
  readonly name: string;
  /** A section of the same floor; undefined = the floor itself. */
  readonly parentKey?: string;
  readonly geometry?: Geometry;
  /** Id of its element in the floor's drawing. */
  readonly mapRef?: string;
  /** IMDF category when the source is an IMDF archive or says so. */
  readonly category?: string;
  /** The IMDF file it came from, where kind and category do not tell: a unit may have any word for a category. */
  readonly layer?: 'unit' | 'section' | 'fixture';
  /** Kept for the full IMDF archive. */
  readonly imdf?: ImdfWords;
  readonly features: readonly string[];
  /** null on these three: the source says that there is none, so it is cleared. */
  readonly accessible?: boolean | null;
  readonly capacity?: number | null;
  readonly bookable?: boolean;
  readonly mailbox?: string;
  readonly phone?: string | null;
  readonly roomType?: string;
  readonly allocations: readonly Allocation[];
  readonly placeIdHint?: string;
  /** Set by the reader when this one cannot be synced: it is listed with the reason and left alone. */
  readonly problem?: { readonly code: string; readonly reason: string; readonly words?: Words | undefined };
}

export interface Floor {
  readonly key: string;
  readonly name: string;
  /** 0 = ground. */
  readonly ordinal: number;
  readonly shortName?: string;
  readonly published: boolean;
  /** Under the sky, as IMDF has it. Microsoft Places knows only floors inside. */
  readonly outdoor?: boolean;
  /** Kept for the full IMDF archive. */
  readonly imdf?: ImdfWords;
  readonly outline?: Geometry;
  readonly plan?: FloorPlan;
  readonly placeIdHint?: string;
  /** As on {@link Space}; everything on the floor is left alone too. */
  readonly problem?: { readonly code: string; readonly reason: string; readonly words?: Words | undefined };
  /** In source order. */
  readonly spaces: readonly Space[];
}

export interface Building {
  readonly key: string;
  readonly name: string;
  readonly address?: Address;
  /** IANA. */
  readonly timeZone?: string;
  readonly position?: { readonly latitude: number; readonly longitude: number };
  readonly status: 'active' | 'draft' | 'closed';
  readonly frame?: Frame;
  readonly placeIdHint?: string;
  /** false forbids "missing at source" conclusions. */
  readonly complete: boolean;
  /** true: the source never has floor plans (CSV), so a floor without one is synced, just not drawn. */
  readonly withoutGeometry?: boolean;
  readonly source: {
    readonly system: string;
    readonly instance: string;
    readonly exportedAt?: string;
    readonly revision?: string;
  };
  readonly floors: readonly Floor[];
  /** Kept for the full IMDF archive. */
  readonly carried?: readonly CarriedFeature[];
}
