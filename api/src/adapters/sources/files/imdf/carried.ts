import type { CarriedFeature } from '../../../../core/model/carried-feature.ts';
import { say } from '../../../../core/model/sentence.ts';
import type { Archive } from './archive.ts';
import type { Feature } from './feature.ts';
import * as content from './carried-content.ts';
import { idsOf, property } from './properties.ts';
import type { Tally } from './tally.ts';

/** One building of an archive, and what of the archive is its. */
export interface Home {
  readonly building: Feature;
  /** There is no other building. */
  readonly alone: boolean;
  readonly levels: ReadonlySet<string>;
  readonly spaces: ReadonlySet<string>;
}

type CarriedType = Exclude<CarriedFeature['type'], 'venue' | 'building'>;
const TYPES: readonly CarriedType[] = [
  'footprint',
  'opening',
  'amenity',
  'anchor',
  'occupant',
  'kiosk',
  'detail',
  'geofence',
];

/**
 * What of the archive has to be in the full archive of this building again. What is too broken for that is left out and
 * counted. Every feature that belongs to the building is added to `claimed`.
 */
export function carriedOf(
  { features, language }: Archive,
  home: Home,
  claimed: Set<string>,
  tally: Tally,
): CarriedFeature[] {
  const anchors = new Map(features.anchor.map((anchor) => [anchor.id, anchor]));
  const carried: CarriedFeature[] = [];
  const [venue] = features.venue;
  const whole = [venue && content.venueOf(venue), content.buildingOf(home.building, language)];
  for (const one of whole) if (one) carried.push(one);
  for (const type of TYPES) {
    for (const feature of features[type]) {
      if (!belongs(feature, type, home, anchors)) continue;
      claimed.add(feature.id);
      const read = contentOf(feature, type, home);
      if (read) carried.push(read);
      else tooBroken(feature, type, tally);
    }
  }
  return carried;
}

/** Features that refer to no building, level or space that was read. */
export function aboutUnclaimed({ features }: Archive, claimed: ReadonlySet<string>, tally: Tally): void {
  for (const type of TYPES)
    for (const feature of features[type])
      if (!claimed.has(feature.id))
        tally.add(
          'imdf-not-carried',
          'info',
          feature.path,
          (count) =>
            say`${{ count }} of the type ${{ what: type }} that refer to nothing that was read, left out`,
        );
}

const tooBroken = (feature: Feature, type: CarriedType, tally: Tally): void =>
  tally.add(
    'imdf-not-carried',
    'info',
    feature.path,
    (count) => say`${{ count }} of the type ${{ what: type }} too broken to be carried over`,
  );

function belongs(
  feature: Feature,
  type: CarriedType,
  { building, alone, levels, spaces }: Home,
  anchors: ReadonlyMap<string, Feature>,
): boolean {
  const refersTo = (name: string, known: ReadonlySet<string>, from = feature): boolean =>
    idsOf(property(from, name)).some((id) => known.has(id));
  switch (type) {
    case 'footprint':
      return alone || idsOf(property(feature, 'building_ids')).includes(building.id);
    case 'geofence':
      return alone || refersTo('level_ids', levels) || refersTo('building_ids', new Set([building.id]));
    case 'amenity':
      return refersTo('unit_ids', spaces);
    case 'anchor':
      return refersTo('unit_id', spaces);
    case 'occupant': {
      const anchor = idsOf(property(feature, 'anchor_id')).map((id) => anchors.get(id))[0];
      return anchor !== undefined && refersTo('unit_id', spaces, anchor);
    }
    default:
      return refersTo('level_id', levels);
  }
}

function contentOf(feature: Feature, type: CarriedType, home: Home): CarriedFeature | undefined {
  switch (type) {
    case 'footprint':
      return content.footprintOf(feature);
    case 'opening':
      return content.openingOf(feature);
    case 'amenity':
      return content.amenityOf(feature, home.spaces);
    case 'anchor':
      return content.anchorOf(feature);
    case 'occupant':
      return content.occupantOf(feature);
    case 'kiosk':
      return content.kioskOf(feature);
    case 'detail':
      return content.detailOf(feature);
    case 'geofence':
      return content.geofenceOf(feature, home.levels);
  }
}
