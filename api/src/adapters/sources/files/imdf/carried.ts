import type { Position } from '../../../../core/model/building.ts';
import type { CarriedFeature } from '../../../../core/model/carried-feature.ts';
import { say } from '../../../../core/model/sentence.ts';
import { fieldOf } from '../geojson.ts';
import type { Archive, Feature } from './archive.ts';
import { polygonsOf } from './levels.ts';
import { idsOf, property, textOf } from './properties.ts';
import type { Tally } from './tally.ts';

const WORD = /^[a-z0-9]+(\.[a-z0-9]+)*$/;
const FOOTPRINTS: ReadonlySet<string> = new Set(['aerial', 'ground', 'subterranean']);
const OPENINGS: ReadonlySet<string> = new Set([
  'automobile',
  'bicycle',
  'emergencyexit',
  'pedestrian',
  'pedestrian.principal',
  'pedestrian.transit',
  'service',
]);

/** Openings, amenities and footprints of one building; what is too broken to be written again is left out and counted. */
export function carriedOf(
  { features }: Archive,
  building: Feature,
  alone: boolean,
  levels: ReadonlySet<string>,
  spaces: ReadonlySet<string>,
  tally: Tally,
): CarriedFeature[] {
  const read = (
    type: 'opening' | 'amenity' | 'footprint',
    ofBuilding: (feature: Feature) => boolean,
    to: (feature: Feature) => CarriedFeature | undefined,
  ): CarriedFeature[] =>
    features[type].filter(ofBuilding).flatMap((feature) => {
      const carried = to(feature);
      if (!carried)
        tally.add(
          'imdf-not-carried',
          'info',
          feature.path,
          (count) => say`${{ count }} of the type ${{ what: type }} too broken to be carried over`,
        );
      return carried ? [carried] : [];
    });
  return [
    ...read(
      'footprint',
      (one) => (alone ? true : idsOf(property(one, 'building_ids')).includes(building.id)),
      footprintOf,
    ),
    ...read('opening', (one) => levels.has(textOf(property(one, 'level_id')) ?? ''), openingOf),
    ...read(
      'amenity',
      (one) => idsOf(property(one, 'unit_ids')).some((id) => spaces.has(id)),
      (one) => amenityOf(one, spaces),
    ),
  ];
}

function footprintOf(feature: Feature): CarriedFeature | undefined {
  const polygons = polygonsOf(feature);
  const category = categoryOf(feature);
  if (!polygons || category === undefined || !FOOTPRINTS.has(category)) return undefined;
  return { type: 'footprint', key: feature.id, category, name: labelOf(feature, 'name'), polygons };
}

function openingOf(feature: Feature): CarriedFeature | undefined {
  const coordinates = fieldOf(feature.geometry, 'coordinates');
  const isLine = fieldOf(feature.geometry, 'type') === 'LineString' && Array.isArray(coordinates);
  const line = isLine ? coordinates.map(positionOf) : [];
  const category = categoryOf(feature);
  if (line.length < 2 || !line.every((one) => one !== undefined)) return undefined;
  if (category === undefined || !OPENINGS.has(category)) return undefined;
  return {
    type: 'opening',
    key: feature.id,
    floorKey: textOf(property(feature, 'level_id')) ?? '',
    category,
    name: labelOf(feature, 'name'),
    altName: labelOf(feature, 'alt_name'),
    line,
    accessibility: wordsOf(feature, 'accessibility'),
    accessControl: wordsOf(feature, 'access_control'),
    door: doorOf(property(feature, 'door')),
  };
}

function amenityOf(feature: Feature, spaces: ReadonlySet<string>): CarriedFeature | undefined {
  const isPoint = fieldOf(feature.geometry, 'type') === 'Point';
  const at = isPoint ? positionOf(fieldOf(feature.geometry, 'coordinates')) : undefined;
  const category = categoryOf(feature);
  if (!at || category === undefined) return undefined;
  return {
    type: 'amenity',
    key: feature.id,
    at,
    spaceKeys: idsOf(property(feature, 'unit_ids')).filter((id) => spaces.has(id)),
    category,
    name: labelOf(feature, 'name'),
    altName: labelOf(feature, 'alt_name'),
    accessibility: wordsOf(feature, 'accessibility'),
    hours: textOf(property(feature, 'hours')) ?? null,
    phone: textOf(property(feature, 'phone')) ?? null,
    website: textOf(property(feature, 'website')) ?? null,
  };
}

const isDegrees = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most;

function positionOf(value: unknown): Position | undefined {
  const [longitude, latitude] = Array.isArray(value) ? (value as unknown[]) : [];
  return isDegrees(longitude, 180) && isDegrees(latitude, 90) ? [longitude, latitude] : undefined;
}

function categoryOf(feature: Feature): string | undefined {
  const category = textOf(property(feature, 'category'))?.toLowerCase();
  return category !== undefined && WORD.test(category) ? category : undefined;
}

/** All languages of a label; plain text counts as English. */
function labelOf(feature: Feature, name: string): Readonly<Record<string, string>> | null {
  const value = property(feature, name);
  const plain = textOf(value);
  if (plain !== undefined) return { en: plain };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const texts = Object.entries(value).flatMap(([tag, text]) => {
    const said = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/.test(tag) ? textOf(text) : undefined;
    return said === undefined ? [] : [[tag, said] as const];
  });
  return texts.length === 0 ? null : Object.fromEntries(texts);
}

function wordsOf(feature: Feature, name: string): readonly string[] | null {
  const words = idsOf(property(feature, name)).filter((word) => WORD.test(word));
  return words.length === 0 ? null : words;
}

function doorOf(value: unknown): Extract<CarriedFeature, { type: 'opening' }>['door'] {
  if (typeof value !== 'object' || value === null) return null;
  const automatic = fieldOf(value, 'automatic');
  return {
    type: textOf(fieldOf(value, 'type')) ?? null,
    automatic: typeof automatic === 'boolean' ? automatic : null,
    material: textOf(fieldOf(value, 'material')) ?? null,
  };
}
