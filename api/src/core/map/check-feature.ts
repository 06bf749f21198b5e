/** The rules that concern one feature alone. */
import type { Position } from '../model/building.ts';
import type { Finding } from '../model/finding.ts';
import { FIXTURE_CATEGORIES, SECTION_CATEGORIES, UNIT_CATEGORIES, WORKSPACE } from './categories.ts';
import { checkedShape } from './check-shape.ts';
import { broken, type RuleId } from './package-rules.ts';

export type PackageLayer = 'building' | 'footprint' | 'level' | 'unit' | 'section' | 'fixture';

/** What the rules about the whole package need of a feature. */
export interface CheckedFeature {
  readonly layer: PackageLayer;
  readonly id: string;
  /** For a person. */
  readonly what: string;
  readonly path: string;
  readonly name: string | undefined;
  readonly placeId: string | null;
  readonly refs: readonly { readonly layer: 'building' | 'level'; readonly id: string }[];
  readonly levelId: string | undefined;
  /** Outlines, closed, as they stand in the file; empty when there is a fault in them. */
  readonly outlines: readonly (readonly Position[])[];
  readonly displayPoint: Position | undefined;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const MEMBERS = ['type', 'id', 'feature_type', 'geometry', 'properties'];

type Kind =
  'label' | 'category' | 'restriction' | 'point' | 'place' | 'ids' | 'id' | 'integer' | 'no' | 'number';
interface Fields {
  readonly must: Readonly<Record<string, Kind>>;
  readonly may: Readonly<Record<string, Kind>>;
}

const area: Readonly<Record<string, Kind>> = {
  name: 'label',
  alt_name: 'label',
  restriction: 'restriction',
  display_point: 'point',
  directory_id: 'place',
};

/** Accepted properties (imdf.md section 3.3). */
const FIELDS: Readonly<Record<PackageLayer, Fields>> = {
  building: { must: { category: 'category' }, may: area },
  footprint: { must: { category: 'category', building_ids: 'ids' }, may: { name: 'label' } },
  level: {
    must: {
      category: 'category',
      ordinal: 'integer',
      outdoor: 'no',
      building_ids: 'ids',
      name: 'label',
      short_name: 'label',
    },
    may: { restriction: 'restriction', directory_id: 'place', bearing: 'number' },
  },
  unit: { must: { category: 'category', level_id: 'id' }, may: area },
  section: { must: { category: 'category', level_id: 'id' }, may: area },
  fixture: {
    must: { category: 'category', level_id: 'id' },
    may: { name: 'label', rotation: 'number', directory_id: 'place' },
  },
};

const KNOWN: Readonly<Partial<Record<PackageLayer, ReadonlySet<string>>>> = {
  unit: new Set([...UNIT_CATEGORIES, WORKSPACE]),
  section: SECTION_CATEGORIES,
  fixture: FIXTURE_CATEGORIES,
};
const FOOTPRINTS = new Set(['aerial', 'ground', 'subterranean']);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @returns nothing when it is no feature at all */
export function checkFeature(
  value: unknown,
  layer: PackageLayer,
  path: string,
  findings: Finding[],
): CheckedFeature | undefined {
  const record = isRecord(value) ? value : {};
  const properties = isRecord(record['properties']) ? record['properties'] : {};
  const id = (textOf(record['id']) ?? '').toLowerCase();
  const name = firstText(properties['name']);
  const what = `${capital(layer)} ${name === undefined ? id || path : `"${name}"`}`;
  const say = (rule: RuleId, detail?: string): void => {
    findings.push(broken(rule, what, { path, ...(detail !== undefined && { detail }) }));
  };
  const isFeature = record['type'] === 'Feature' && isRecord(record['properties']);
  const strange = Object.keys(record).filter((member) => !MEMBERS.includes(member));
  if (!isFeature || strange.length > 0) say('feature-broken', strange.join(', ') || undefined);
  if (!isFeature) return undefined;
  if (!UUID_V4.test(id)) say('feature-id', id.slice(0, 50));
  if (record['feature_type'] !== layer) say('feature-type');
  checkProperties(properties, layer, say);
  return { layer, id, what, path, name, ...linksOf(properties), ...shapeOf(record, layer, say) };
}

function linksOf(properties: Record<string, unknown>): Pick<CheckedFeature, 'placeId' | 'levelId' | 'refs'> {
  const levelId = textOf(properties['level_id'])?.toLowerCase();
  return {
    levelId,
    placeId: textOf(properties['directory_id'])?.toLowerCase() ?? null,
    refs: [
      ...(levelId === undefined ? [] : [{ layer: 'level' as const, id: levelId }]),
      ...textsOf(properties['building_ids']).map((id) => ({ layer: 'building' as const, id })),
    ],
  };
}

function shapeOf(
  { geometry, properties }: Record<string, unknown>,
  layer: PackageLayer,
  say: Say,
): Pick<CheckedFeature, 'outlines' | 'displayPoint'> {
  if (layer === 'building') {
    if (geometry !== null) say('building-geometry');
    return { outlines: [], displayPoint: undefined };
  }
  const point = isRecord(properties) ? properties['display_point'] : undefined;
  const at = isRecord(point) ? point['coordinates'] : undefined;
  return { outlines: checkedShape(geometry, say), displayPoint: isPosition(at) ? at : undefined };
}

type Say = (rule: RuleId, detail?: string) => void;

function checkProperties(properties: Record<string, unknown>, layer: PackageLayer, say: Say): void {
  const { must, may } = FIELDS[layer];
  for (const [name, value] of Object.entries(properties)) {
    const kind = own(must, name) ?? own(may, name);
    if (kind === undefined) say('property-unknown', name);
    else if (value === null && own(may, name) !== undefined) continue;
    else checkValue(kind, name, value, layer, say);
  }
  for (const name of Object.keys(must)) {
    if (!Object.hasOwn(properties, name)) say('property-missing', name);
  }
}

const own = (fields: Readonly<Record<string, Kind>>, name: string): Kind | undefined =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

function checkValue(kind: Kind, name: string, value: unknown, layer: PackageLayer, say: Say): void {
  if (kind === 'label') {
    if (!isLabel(value)) say('label-plain', name);
  } else if (kind === 'category') {
    checkCategory(value, layer, say);
  } else if (kind === 'no') {
    if (value !== false) say('level-outdoor');
  } else if (kind === 'place') {
    if (typeof value !== 'string' || !UUID.test(value)) say('place-id', String(value).slice(0, 50));
  } else if (!PLAIN[kind](value)) say('property-wrong', name);
}

const PLAIN: Readonly<
  Record<Exclude<Kind, 'label' | 'category' | 'no' | 'place'>, (value: unknown) => boolean>
> = {
  restriction: (value) => value === 'employeesonly' || value === 'restricted',
  point: (value) => isRecord(value) && value['type'] === 'Point' && isPosition(value['coordinates']),
  ids: (value) => Array.isArray(value) && value.length > 0 && textsOf(value).length === value.length,
  id: (value) => typeof value === 'string' && value !== '',
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === 'number' && Number.isFinite(value),
};

function checkCategory(value: unknown, layer: PackageLayer, say: Say): void {
  const fits = typeof value === 'string' && /^[a-z0-9]+(\.[a-z0-9]+)*$/.test(value);
  if (!fits || (layer === 'footprint' && !FOOTPRINTS.has(value))) say('property-wrong', 'category');
  else if (KNOWN[layer]?.has(value) === false) say('category-unknown', value);
}

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

const isLabel = (value: unknown): boolean =>
  isRecord(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(([language, text]) => LANGUAGE.test(language) && typeof text === 'string');

const isPosition = (value: unknown): value is Position =>
  Array.isArray(value) &&
  value.length === 2 &&
  typeof value[0] === 'number' &&
  typeof value[1] === 'number' &&
  Math.abs(value[0]) <= 180 &&
  Math.abs(value[1]) <= 90;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((one) => typeof one === 'string' && one !== '').map((one: string) => one.toLowerCase())
    : [];
const firstText = (value: unknown): string | undefined =>
  isRecord(value) ? Object.values(value).find((text) => typeof text === 'string') : textOf(value);
const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
