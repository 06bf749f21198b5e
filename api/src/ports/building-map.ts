/** The floor map of a building: how it is made, and how it gets into Microsoft Places. */
import type { Building } from '../core/model/building.ts';
import type { MapFeature } from '../core/map/map-feature.ts';
import type { MapInput } from '../core/map/map-shapes.ts';
import type { MapKind, MapMade } from '../core/map/make-map.ts';
import { andThen } from '../core/map/map-words.ts';
import { english, type Sentence } from '../core/model/sentence.ts';
import type { ServiceError } from './place-directory.ts';

/** What was made of a building, packed. Only what was asked for is in it. */
export interface PackedMap extends Omit<MapMade, 'files'> {
  readonly zip?: Uint8Array;
}

/** Makes maps away from the requests that are being answered. */
export interface MapMaker {
  make(input: MapInput, kind: MapKind): Promise<PackedMap>;
  /** A map of this building will be wanted soon: what takes time to get ready gets ready now. */
  expect?(building: Building): void;
  /** Gives up the maps that are being made. */
  close?(): Promise<void>;
  /** Packs features that were read from Microsoft, so that a map can be put back as it was. */
  repack(features: readonly CopiedFeature[]): Uint8Array;
  /** The features of a package that we made or repacked, file by file, in their order. */
  unpack(zip: Uint8Array): MapFeature[];
}

/** A feature as Microsoft shows it. */
export interface LiveFeature {
  readonly id: string;
  readonly placeId: string | null;
}

/** A whole feature as Microsoft keeps it, in the form of the package. */
export interface CopiedFeature {
  readonly feature_type: string;
  readonly [member: string]: unknown;
}

export type FeatureLayer = 'unit' | 'section' | 'fixture';

/**
 * The map of a building in Microsoft Places.
 * Every failure is a {@link MapRefused} with Microsoft's own words, or SignInNeeded.
 */
export interface BuildingMaps {
  /** Uploads a whole map, or only has it checked. @throws MapRefused */
  ingest(buildingId: string, zip: Uint8Array, options: { readonly dryRun: boolean }): Promise<void>;
  /** Deletes the map. @returns false when there was none. @throws MapRefused */
  remove(buildingId: string): Promise<boolean>;
  /** null: no map is shown (yet). @throws MapRefused */
  readLevels(buildingId: string): Promise<LiveFeature[] | null>;
  /** @throws MapRefused */
  readFeatures(buildingId: string, levelId: string, layer: FeatureLayer): Promise<LiveFeature[]>;
  /** Everything of the map, for a map that somebody else uploaded. null: no map is shown. @throws MapRefused */
  copy(buildingId: string): Promise<CopiedFeature[] | null>;
  /** Links one feature with a place. @throws MapRefused */
  link(
    buildingId: string,
    levelId: string,
    layer: FeatureLayer,
    featureId: string,
    placeId: string,
  ): Promise<void>;
  /**
   * Writes one feature, whether it was there or not. `placeId`: what it stands for; null: nothing any more; missing:
   * as it was. @throws MapRefused
   */
  put(
    buildingId: string,
    at: FeatureAddress,
    feature: MapFeature,
    placeId: string | null | undefined,
  ): Promise<void>;
  /** Takes one feature away. Fine when it is not there. @throws MapRefused */
  drop(buildingId: string, at: FeatureAddress): Promise<void>;
}

/** Where a feature is, in the ids of the package. */
export interface FeatureAddress {
  readonly levelId: string;
  readonly layer: FeatureLayer;
  readonly id: string;
}

/** Nothing was changed: Microsoft, or the way to it, asks to wait for longer than a call may. */
export class MapWaits extends Error {
  /** What happened, for a person, with Microsoft's own words in it. */
  readonly said: Sentence;
  readonly error: ServiceError;
  readonly retryAfterMs: number;
  constructor(said: Sentence, error: ServiceError, retryAfterMs: number) {
    super(english(said));
    this.name = 'MapWaits';
    this.said = said;
    this.error = error;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A map call that Microsoft refused or that got no answer. */
export class MapRefused extends Error {
  /** What happened, for a person, with Microsoft's own words in it. */
  readonly said: Sentence;
  readonly error: ServiceError;
  /** false: it may have been carried out all the same. */
  readonly sure: boolean;
  constructor(said: Sentence, error: ServiceError, sure: boolean) {
    super(english(said));
    this.name = 'MapRefused';
    this.said = said;
    this.error = error;
    this.sure = sure;
  }

  /** The same, with a sentence on what was done about it. */
  because(after: Sentence): MapRefused {
    return new MapRefused(andThen(this.said, after), this.error, this.sure);
  }
}
