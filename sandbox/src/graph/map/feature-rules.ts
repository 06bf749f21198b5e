/** Which properties a feature may carry and what they must look like (imdf.md sections 2.4, 2.6, 3.3 and 3.4). */
import { badRequest } from '../exchange.ts';
import type { FeatureType } from '../stored-map.ts';
import { isRecord } from '../value-checks.ts';
import { checkPoint, checkShape } from './geometry.ts';
import { fileOf, misleadingJson } from './package-files.ts';

type Rule = (value: unknown, at: string) => void;

/** A feature that kept all rules that concern it alone. */
export interface Feature {
  readonly id: string;
  readonly type: FeatureType;
  readonly geometry: unknown;
  readonly properties: Readonly<Record<string, unknown>>;
}

const orNull =
  (rule: Rule): Rule =>
  (value, at) => {
    if (value !== null) rule(value, at);
  };

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/;

/** Labels are language maps, never plain text. */
const labels: Rule = (value, at) => {
  const entries = isRecord(value) ? Object.entries(value) : [];
  if (
    entries.length === 0 ||
    entries.some(([key, word]) => !LANGUAGE.test(key) || typeof word !== 'string')
  ) {
    throw badRequest(`${at}: a label must be an object from language tags to text.`);
  }
};

/** A word of IMDF's form. No report says that the importer refuses words it does not know, so it draws those plainly. */
const category: Rule = (value, at) => {
  if (typeof value !== 'string' || !/^[a-z0-9]+(\.[a-z0-9]+)*$/.test(value))
    throw badRequest(`${at}: not a category.`);
};
const among =
  (...words: string[]): Rule =>
  (value, at) => {
    if (typeof value !== 'string' || !words.includes(value))
      throw badRequest(`${at}: must be one of ${words.join(', ')}.`);
  };
const id: Rule = (value, at) => {
  if (typeof value !== 'string' || value === '') throw badRequest(`${at}: must be an id.`);
};
const ids: Rule = (value, at) => {
  if (!Array.isArray(value) || value.length === 0)
    throw badRequest(`${at}: must be a list with at least one id.`);
  for (const item of value) id(item, at);
};
const integer: Rule = (value, at) => {
  if (!Number.isInteger(value)) throw badRequest(`${at}: must be an integer.`);
};
const degrees: Rule = (value, at) => {
  if (typeof value !== 'number') throw badRequest(`${at}: must be a number of degrees.`);
};
const notOutdoor: Rule = (value, at) => {
  if (value !== false) throw badRequest(`${at}: must be false.`);
};

interface Rules {
  /** Never missing, never null. */
  readonly required: Readonly<Record<string, Rule>>;
  /** May be missing or null. */
  readonly optional: Readonly<Record<string, Rule>>;
}

const restriction = among('employeesonly', 'restricted');
const named = { name: labels, alt_name: labels };
const area = { ...named, restriction, display_point: checkPoint, directory_id: id };

const RULES: Readonly<Record<FeatureType, Rules>> = {
  building: { required: { category }, optional: area },
  footprint: {
    required: { category: among('aerial', 'ground', 'subterranean'), building_ids: ids },
    optional: { name: labels },
  },
  level: {
    required: {
      category,
      ordinal: integer,
      outdoor: notOutdoor,
      building_ids: ids,
      name: labels,
      short_name: labels,
    },
    optional: { restriction, directory_id: id, bearing: degrees },
  },
  unit: { required: { category, level_id: id }, optional: area },
  section: { required: { category, level_id: id }, optional: area },
  fixture: {
    required: { category, level_id: id },
    optional: { name: labels, rotation: degrees, directory_id: id },
  },
};

/** What only the samples of a single-feature PATCH show, and only there (imdf.md section 3.3). */
const PATCH_ONLY: Readonly<Partial<Record<FeatureType, Readonly<Record<string, Rule>>>>> = {
  section: { address_id: id, accessibility: () => undefined },
  fixture: { display_point: checkPoint },
};

const MEMBERS = new Set(['type', 'id', 'feature_type', 'geometry', 'properties']);
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Checks one feature by itself. @throws Refusal 400 with the importer's own, sometimes misleading, words */
export function readFeature(value: unknown, type: FeatureType, way: 'import' | 'patch' = 'import'): Feature {
  const file = fileOf(type);
  if (!isRecord(value) || value['type'] !== 'Feature')
    throw badRequest(`${file}: every item must be a Feature.`);
  for (const name of Object.keys(value)) if (!MEMBERS.has(name)) throw misleadingJson(file);
  const featureId = value['id'];
  if (typeof featureId !== 'string' || (way === 'import' && !UUID_V4.test(featureId))) {
    throw badRequest(`${file}: a feature's id must be a UUID of version 4.`);
  }
  if (value['feature_type'] !== type)
    throw badRequest(`${file}: feature_type of ${featureId} must be '${type}'.`);
  const at = `${file} ${featureId}`;
  if (type === 'building') {
    if (value['geometry'] !== null) throw badRequest(`${at}: the geometry of a building must be null.`);
  } else checkShape(value['geometry'], at);
  const properties = value['properties'];
  if (!isRecord(properties)) throw badRequest(`${at}: properties must be an object.`);
  checkProperties(properties, type, at, way);
  return { id: featureId.toLowerCase(), type, geometry: value['geometry'], properties };
}

function checkProperties(
  properties: Record<string, unknown>,
  type: FeatureType,
  at: string,
  way: 'import' | 'patch',
): void {
  const { required, optional } = RULES[type];
  const rules: Record<string, Rule> = {
    ...required,
    ...optional,
    ...(way === 'patch' ? PATCH_ONLY[type] : {}),
  };
  for (const [name, value] of Object.entries(properties)) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) throw misleadingJson(fileOf(type));
    (name in required ? rule : orNull(rule))(value, `${at} ${name}`);
  }
  if (way === 'patch') return;
  for (const name of Object.keys(required)) {
    if (!Object.hasOwn(properties, name)) throw badRequest(`${at}: the property '${name}' is required.`);
  }
}
