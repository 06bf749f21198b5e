import type { Polygon } from '../../../../core/model/building.ts';
import type { DraftFloor, DraftGeometry } from '../../../../core/model/draft.ts';
import { readGeometry } from '../../../../core/model/read-geometry.ts';
import { contains, middleOf } from '../../../../core/model/ring.ts';
import { polygonOf } from '../geojson.ts';
import type { Archive } from './archive.ts';
import type { Feature } from './feature.ts';
import { imdfWordsOf } from './imdf-words.ts';
import { idsOf, labelOf, numberOf, property, textOf } from './properties.ts';
import { many, type Tally } from './tally.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';

/** Longest short name of workplace/1.0. */
const SHORT_NAME = 4;
/** A storey beyond this is a slip. */
const HIGHEST = 1000;

/** Geometry of a feature when it is an area on the earth. */
export function areaOfFeature(feature: Feature): DraftGeometry | undefined {
  const polygon = polygonOf(feature.geometry);
  return polygon && { type: 'geo', polygon };
}

/** A level as a floor. Levels of an IMDF archive count as published. */
export function floorOf(level: Feature, language: string | undefined, tally: Tally): DraftFloor {
  const ordinal = ordinalOf(level, tally);
  const shortName = labelOf(property(level, 'short_name'), language);
  const name = labelOf(property(level, 'name'), language) ?? shortName;
  if (name === undefined) {
    tally.add(
      'imdf-level-unnamed',
      'warning',
      level.path,
      (n) => say`${{ things: many(n, 'level') }} without a name, named by ordinal`,
    );
  }
  if (property(level, 'outdoor') === true) {
    tally.add(
      'imdf-outdoor',
      'info',
      level.path,
      (n) => say`${{ things: many(n, 'outdoorLevel') }} read as floors like the others`,
    );
  }
  return {
    path: level.path,
    id: level.id,
    name: name ?? `Level ${ordinal ?? '?'}`,
    ordinal: ordinal ?? 0,
    shortName: shortName !== undefined && shortName.length <= SHORT_NAME ? shortName : undefined,
    published: true,
    outdoor: property(level, 'outdoor') === true ? true : undefined,
    outline: areaOfFeature(level),
    imdf: imdfWordsOf(level, name, true),
    placeIdHint: textOf(property(level, 'directory_id')),
    problem:
      ordinal === undefined
        ? {
            code: 'imdf-no-ordinal',
            ...spoken({ reason: say`The archive does not say which storey it is (ordinal)` }),
          }
        : undefined,
  };
}

function ordinalOf(level: Feature, tally: Tally): number | undefined {
  const ordinal = numberOf(property(level, 'ordinal'));
  if (ordinal === undefined || Math.abs(ordinal) > HIGHEST) return undefined;
  if (!Number.isInteger(ordinal)) {
    tally.add(
      'imdf-ordinal-between',
      'info',
      level.path,
      (n) => say`${{ things: many(n, 'level') }} between two storeys counted to the lower one`,
    );
  }
  return Math.floor(ordinal);
}

/** Levels by id of the building they belong to; a level that belongs to none is left out with a finding. */
export function levelsByBuilding(
  { features }: Archive,
  buildings: readonly Feature[],
  tally: Tally,
): Map<string, Feature[]> {
  const byBuilding = new Map<string, Feature[]>(buildings.map(({ id }) => [id, []]));
  const [only] = buildings.length === 1 ? buildings : [];
  const grounds = only ? [] : footprints(features.footprint);
  for (const level of features.level) {
    const named = idsOf(property(level, 'building_ids')).filter((id) => byBuilding.has(id));
    if (named.length > 1) {
      tally.add(
        'imdf-shared-level',
        'warning',
        level.path,
        (n) => say`${{ things: many(n, 'level') }} of several buildings given to the first`,
      );
    }
    const home = named[0] ?? only?.id ?? standingOn(level, grounds);
    const levels = home === undefined ? undefined : byBuilding.get(home);
    if (levels) levels.push(level);
    else {
      tally.add(
        'imdf-homeless-level',
        'warning',
        level.path,
        (n) => say`${{ things: many(n, 'level') }} without a building left out`,
      );
    }
  }
  return byBuilding;
}

interface Ground {
  readonly building: string;
  readonly polygons: readonly Polygon[];
}

function footprints(features: readonly Feature[]): Ground[] {
  return features.flatMap((feature) => {
    const [building] = idsOf(property(feature, 'building_ids'));
    const polygons = polygonsOf(feature);
    return building !== undefined && polygons ? [{ building, polygons }] : [];
  });
}

/** The polygons of a feature in the model's form. */
export function polygonsOf(feature: Feature): readonly Polygon[] | undefined {
  const area = areaOfFeature(feature);
  const geometry = area && readGeometry(area).geometry;
  return geometry?.type === 'geo' ? geometry.polygons : undefined;
}

/** The building on whose footprint a level stands. */
function standingOn(level: Feature, grounds: readonly Ground[]): string | undefined {
  const polygons = polygonsOf(level);
  const middle = polygons && middleOf(polygons);
  return middle && grounds.find((ground) => contains(ground.polygons, middle))?.building;
}
