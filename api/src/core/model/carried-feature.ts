/** Longitude and latitude, as in building.ts, which needs this file. */
type Position = readonly [number, number];

/** A LABELS object of IMDF: text by language tag. */
type Label = Readonly<Record<string, string>> | null;

interface Common {
  /** Id of the feature in its archive. */
  readonly key: string;
  readonly category: string;
  readonly name: Label;
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
  | (Common & {
      readonly type: 'amenity';
      readonly at: Position;
      readonly spaceKeys: readonly string[];
      readonly altName: Label;
      readonly accessibility: readonly string[] | null;
      readonly hours: string | null;
      readonly phone: string | null;
      readonly website: string | null;
    })
  | (Common & {
      readonly type: 'footprint';
      readonly polygons: readonly (readonly (readonly Position[])[])[];
    });
