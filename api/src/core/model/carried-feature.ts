/** Longitude and latitude, as in building.ts, which needs this file. */
type Position = readonly [number, number];
type Polygons = readonly (readonly (readonly Position[])[])[];

/** A LABELS object of IMDF: text by language tag. */
export type Label = Readonly<Record<string, string>> | null;

/** What IMDF says about a level, a unit, a fixture or a section, and no other source does. */
export interface ImdfWords {
  /** In all languages; without it the name counts as English. */
  readonly name?: Label;
  readonly altName?: Label;
  readonly restriction?: string;
  readonly accessibility?: readonly string[];
  /** Of a level. */
  readonly shortName?: Label;
  /** Of a level; the other categories decide what a space is. */
  readonly category?: string;
}

interface Common {
  /** Id of the feature in its archive. */
  readonly key: string;
  readonly category: string;
  readonly name: Label;
}

interface Contact {
  readonly hours: string | null;
  readonly phone: string | null;
  readonly website: string | null;
}

/**
 * What an IMDF archive has that is no place and no shape of a floor. It is never synced and never in the Places package;
 * the full archive has it again (imdf.md section 2.4). Degrees, longitude first.
 */
export type CarriedFeature =
  | (Common & {
      readonly type: 'opening';
      readonly floorKey: string;
      readonly line: readonly Position[];
      readonly altName: Label;
      readonly accessibility: readonly string[] | null;
      readonly accessControl: readonly string[] | null;
      readonly door: {
        readonly type: string | null;
        readonly automatic: boolean | null;
        readonly material: string | null;
      } | null;
    })
  | (Common &
      Contact & {
        readonly type: 'amenity';
        readonly at: Position;
        readonly spaceKeys: readonly string[];
        readonly altName: Label;
        readonly accessibility: readonly string[] | null;
      })
  | (Common & { readonly type: 'footprint'; readonly polygons: Polygons })
  | (Common &
      Contact & {
        readonly type: 'venue';
        readonly altName: Label;
        readonly restriction: string | null;
        readonly polygons: Polygons;
      })
  | (Common & {
      readonly type: 'building';
      readonly altName: Label;
      readonly restriction: string | null;
      /** Of the archive, when its manifest tells. */
      readonly language?: string;
    })
  | { readonly type: 'anchor'; readonly key: string; readonly at: Position; readonly spaceKey: string }
  | (Common & Contact & { readonly type: 'occupant'; readonly anchorKey: string })
  | {
      readonly type: 'kiosk';
      readonly key: string;
      readonly floorKey: string;
      readonly name: Label;
      readonly altName: Label;
      readonly anchorKey: string | null;
      readonly polygons: Polygons;
    }
  | {
      readonly type: 'detail';
      readonly key: string;
      readonly floorKey: string;
      readonly lines: readonly (readonly Position[])[];
    }
  | (Common & {
      readonly type: 'geofence';
      readonly altName: Label;
      readonly restriction: string | null;
      readonly accessibility: readonly string[] | null;
      readonly floorKeys: readonly string[];
      readonly polygons: Polygons;
    });
