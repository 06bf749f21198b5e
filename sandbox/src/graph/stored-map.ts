/** A building's map as the tenant keeps it. */

export type FeatureType = 'building' | 'footprint' | 'level' | 'unit' | 'section' | 'fixture';

/** One feature after import: `category` is called `places_category` and nulls are gone (imdf.md section 3.2). */
export interface StoredFeature {
  readonly id: string;
  readonly featureType: FeatureType;
  /** The level it lies on; null for building, footprint and level. */
  readonly levelId: string | null;
  readonly placeId: string | null;
  readonly geometry: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface StoredMap {
  readonly buildingId: string;
  /** Milliseconds since 1970 from which reads show it. */
  readonly visibleFrom: number;
  readonly features: readonly StoredFeature[];
}
