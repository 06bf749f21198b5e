/** Features of an archive that are no space, one by one; undefined when one is too broken to be written again. */
import type { Position } from '../../../../core/model/building.ts';
import type { CarriedFeature } from '../../../../core/model/carried-feature.ts';
import { fieldOf } from '../geojson.ts';
import type { Feature } from './feature.ts';
import { accessibilityOf, labelsOf, oneOf, restrictionOf, someOf, wordOf } from './imdf-words.ts';
import { polygonsOf } from './levels.ts';
import { idsOf, property, textOf } from './properties.ts';

type Carried<T extends CarriedFeature['type']> = Extract<CarriedFeature, { type: T }> | undefined;

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Closed lists of IMDF 1.0.0 (imdf.md section 2.6). */
const FOOTPRINTS = words('aerial ground subterranean');
const OPENINGS = words(
  'automobile bicycle emergencyexit pedestrian pedestrian.principal pedestrian.transit service',
);
const ACCESS = words(
  'badgereader fingerprintreader guard keyaccess outofservice passwordaccess retinascanner voicerecognition',
);
const DOORS = words(
  'movablepartition open revolving shutter sliding swinging turnstile turnstile.fullheight turnstile.waistheight',
);
const MATERIALS = words('wood glass metal gate');
const BUILDINGS = words('parking transit transit.bus transit.train');
const VENUES = words(
  `airport airport.intl aquarium businesscampus casino communitycenter conventioncenter governmentfacility
  healthcarefacility hotel museum parkingfacility resort retailstore shoppingcenter stadium stripmall theater themepark
  trainstation transitstation university`,
);
const GEOFENCES = words(
  'concourse geofence paidarea platform postsecurity presecurity terminal underconstruction',
);

/** A language tag (RFC 5646). */
const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

export function footprintOf(feature: Feature): Carried<'footprint'> {
  const polygons = polygonsOf(feature);
  const category = oneOf(feature, 'category', FOOTPRINTS);
  if (!polygons || category === undefined) return undefined;
  return { type: 'footprint', key: feature.id, category, name: labelsOf(feature, 'name'), polygons };
}

export function openingOf(feature: Feature): Carried<'opening'> {
  const [line] = linesOf(feature, 'LineString') ?? [];
  const category = oneOf(feature, 'category', OPENINGS);
  if (!line || category === undefined) return undefined;
  return {
    type: 'opening',
    key: feature.id,
    floorKey: levelOf(feature),
    category,
    ...namesOf(feature),
    line,
    accessibility: accessibilityOf(feature),
    accessControl: someOf(feature, 'access_control', ACCESS),
    door: doorOf(property(feature, 'door')),
  };
}

export function amenityOf(feature: Feature, spaces: ReadonlySet<string>): Carried<'amenity'> {
  const at = pointOf(feature);
  const category = wordOf(feature);
  if (!at || category === undefined) return undefined;
  return {
    type: 'amenity',
    key: feature.id,
    at,
    spaceKeys: idsOf(property(feature, 'unit_ids')).filter((id) => spaces.has(id)),
    category,
    ...namesOf(feature),
    accessibility: accessibilityOf(feature),
    ...contactOf(feature),
  };
}

export function anchorOf(feature: Feature): Carried<'anchor'> {
  const at = pointOf(feature);
  const [spaceKey] = idsOf(property(feature, 'unit_id'));
  return at && spaceKey !== undefined ? { type: 'anchor', key: feature.id, at, spaceKey } : undefined;
}

export function occupantOf(feature: Feature): Carried<'occupant'> {
  const [anchorKey] = idsOf(property(feature, 'anchor_id'));
  const name = labelsOf(feature, 'name');
  if (anchorKey === undefined || name === null) return undefined;
  const category = wordOf(feature) ?? 'unspecified';
  return { type: 'occupant', key: feature.id, category, name, anchorKey, ...contactOf(feature) };
}

export function kioskOf(feature: Feature): Carried<'kiosk'> {
  const polygons = polygonsOf(feature);
  const [anchorKey = null] = idsOf(property(feature, 'anchor_id'));
  if (!polygons) return undefined;
  return {
    type: 'kiosk',
    key: feature.id,
    floorKey: levelOf(feature),
    anchorKey,
    ...namesOf(feature),
    polygons,
  };
}

export function detailOf(feature: Feature): Carried<'detail'> {
  const lines = linesOf(feature, 'LineString') ?? linesOf(feature, 'MultiLineString');
  return lines && { type: 'detail', key: feature.id, floorKey: levelOf(feature), lines };
}

export function geofenceOf(feature: Feature, levels: ReadonlySet<string>): Carried<'geofence'> {
  const polygons = polygonsOf(feature);
  if (!polygons) return undefined;
  return {
    type: 'geofence',
    key: feature.id,
    category: oneOf(feature, 'category', GEOFENCES) ?? 'geofence',
    ...namesOf(feature),
    restriction: restrictionOf(feature),
    accessibility: accessibilityOf(feature),
    floorKeys: idsOf(property(feature, 'level_ids')).filter((id) => levels.has(id)),
    polygons,
  };
}

export function venueOf(feature: Feature): Carried<'venue'> {
  const name = labelsOf(feature, 'name');
  if (name === null) return undefined;
  return {
    type: 'venue',
    key: feature.id,
    category: oneOf(feature, 'category', VENUES) ?? 'businesscampus',
    name,
    altName: labelsOf(feature, 'alt_name'),
    restriction: restrictionOf(feature),
    ...contactOf(feature),
    polygons: polygonsOf(feature) ?? [],
  };
}

export const buildingOf = (feature: Feature, language: string | undefined): Carried<'building'> => ({
  type: 'building',
  key: feature.id,
  category: oneOf(feature, 'category', BUILDINGS) ?? 'unspecified',
  ...namesOf(feature),
  restriction: restrictionOf(feature),
  ...(language !== undefined && LANGUAGE.test(language) && { language }),
});

const levelOf = (feature: Feature): string => idsOf(property(feature, 'level_id'))[0] ?? '';

const namesOf = (feature: Feature) => ({
  name: labelsOf(feature, 'name'),
  altName: labelsOf(feature, 'alt_name'),
});

const contactOf = (feature: Feature) => ({
  hours: textOf(property(feature, 'hours')) ?? null,
  phone: textOf(property(feature, 'phone')) ?? null,
  website: textOf(property(feature, 'website')) ?? null,
});

function pointOf({ geometry }: Feature): Position | undefined {
  return fieldOf(geometry, 'type') === 'Point' ? positionOf(fieldOf(geometry, 'coordinates')) : undefined;
}

/** Lines of two positions or more that are all on the earth. */
function linesOf({ geometry }: Feature, type: 'LineString' | 'MultiLineString'): Position[][] | undefined {
  const coordinates = fieldOf(geometry, 'coordinates');
  if (fieldOf(geometry, 'type') !== type || !Array.isArray(coordinates)) return undefined;
  const lines: unknown[] = type === 'LineString' ? [coordinates] : coordinates;
  const read = lines.map((line) => (Array.isArray(line) ? line.map(positionOf) : []));
  const isWhole = (line: readonly (Position | undefined)[]): line is Position[] =>
    line.length >= 2 && line.every((one) => one !== undefined);
  return read.length > 0 && read.every(isWhole) ? read : undefined;
}

const isDegrees = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most;

function positionOf(value: unknown): Position | undefined {
  const [longitude, latitude] = Array.isArray(value) ? (value as unknown[]) : [];
  return isDegrees(longitude, 180) && isDegrees(latitude, 90) ? [longitude, latitude] : undefined;
}

function doorOf(value: unknown): Extract<CarriedFeature, { type: 'opening' }>['door'] {
  if (typeof value !== 'object' || value === null) return null;
  const automatic = fieldOf(value, 'automatic');
  const word = (name: string, known: ReadonlySet<string>): string | null => {
    const said = textOf(fieldOf(value, name))?.toLowerCase();
    return said !== undefined && known.has(said) ? said : null;
  };
  return {
    type: word('type', DOORS),
    automatic: typeof automatic === 'boolean' ? automatic : null,
    material: word('material', MATERIALS),
  };
}
