/** A building as it is drawn: what every export, picture and check starts from. */
import type { SpaceKind, Building } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import type { PlaceRef } from '../model/place.ts';
import type { Layer } from './categories.ts';
import type { Drawing } from './drawing.ts';
import type { Area } from './grid.ts';
import type { TangentPlane } from './tangent-plane.ts';

/** Everything a map is made of. Plain values: it crosses to a worker. */
export interface MapInput {
  readonly building: Building;
  /** Ids of Microsoft Places by `type:key`. */
  readonly placeIds: Readonly<Record<string, string>>;
  /** `type:key` of the places that are not synced; floors among them are not drawn. */
  readonly leftAlone: readonly string[];
  /** Sections that the sync makes for desks whose source has none. */
  readonly impliedSections: readonly ImpliedSection[];
}

export interface ImpliedSection {
  readonly key: string;
  readonly floorKey: string;
  readonly name: string;
  /** Keys of the desks and workspaces in it. */
  readonly members: readonly string[];
}

/** The drawings of the floors that have one, by floor key. */
export type Drawings = ReadonlyMap<string, Drawing>;

export interface MapShape {
  readonly key: string;
  readonly kind: SpaceKind;
  readonly layer: Layer;
  readonly category: string;
  readonly name?: string;
  /** Largest first. */
  readonly areas: readonly Area[];
  /** What it stands for in Microsoft Places. */
  readonly place?: PlaceRef;
}

export interface MapFloor {
  readonly key: string;
  readonly name: string;
  readonly shortName?: string;
  readonly ordinal: number;
  readonly outdoor?: boolean;
  readonly outline: readonly Area[];
  readonly shapes: readonly MapShape[];
}

/** All areas are on the grid of the building's plane. */
export interface MapShapes {
  readonly plane: TangentPlane;
  /** Degrees clockwise from north to the plan's own up. */
  readonly bearing: number;
  readonly floors: readonly MapFloor[];
  readonly footprint: readonly Area[];
  readonly findings: readonly Finding[];
}
