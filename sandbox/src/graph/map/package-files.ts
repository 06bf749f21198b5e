/** The outside of a map package: a zip with nothing but the six files (imdf.md section 3.1). */
import { unzipSync } from 'fflate';
import { badRequest } from '../exchange.ts';
import type { FeatureType } from '../stored-map.ts';
import { isRecord } from '../value-checks.ts';

const REQUIRED: readonly FeatureType[] = ['building', 'footprint', 'level', 'unit'];
const OPTIONAL: readonly FeatureType[] = ['section', 'fixture'];
const FEATURE_TYPES: readonly FeatureType[] = [...REQUIRED, ...OPTIONAL];

/** Unpacked size at which the tenant stops reading, in bytes. */
const MAX_UNPACKED = 500 * 1024 * 1024;

/** What the importer really says about a property it does not know, though the JSON is fine (imdf.md section 3.4). */
export const misleadingJson = (file: string) =>
  badRequest(`Invalid JSON format in ${file}. Expected token '}' not found.`);

export const fileOf = (type: FeatureType): string => `${type}.geojson`;

function unpack(base64: string): Map<string, Uint8Array> {
  if (base64.length === 0 || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) {
    throw badRequest("The property 'file' is not base64.");
  }
  const names: string[] = [];
  let size = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(Buffer.from(base64, 'base64'), {
      filter: (entry) => {
        names.push(entry.name);
        size += entry.originalSize;
        return size <= MAX_UNPACKED;
      },
    });
  } catch {
    throw badRequest("The property 'file' is not a zip archive that can be read.");
  }
  if (size > MAX_UNPACKED) throw badRequest('The package is too large when unpacked.');
  for (const name of names) {
    if (!FEATURE_TYPES.some((type) => fileOf(type) === name))
      throw badRequest(`Import not supported for file ${name}`);
  }
  if (new Set(names).size !== names.length) throw badRequest('The package holds a file twice.');
  return new Map(Object.entries(unpacked));
}

function readCollection(file: string, bytes: Uint8Array): readonly unknown[] {
  let collection: unknown;
  try {
    collection = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw badRequest(`Invalid JSON format in ${file}.`);
  }
  if (
    !isRecord(collection) ||
    collection['type'] !== 'FeatureCollection' ||
    !Array.isArray(collection['features'])
  ) {
    throw badRequest(`${file} is not a FeatureCollection.`);
  }
  for (const name of Object.keys(collection)) {
    if (name !== 'type' && name !== 'features') throw misleadingJson(file);
  }
  return collection['features'];
}

/** Features by type, still unchecked. @throws Refusal 400 */
export function readPackage(base64: string): Map<FeatureType, readonly unknown[]> {
  const files = unpack(base64);
  const collections = new Map<FeatureType, readonly unknown[]>();
  for (const type of FEATURE_TYPES) {
    const bytes = files.get(fileOf(type));
    if (bytes !== undefined) collections.set(type, readCollection(fileOf(type), bytes));
    else if (REQUIRED.includes(type)) throw badRequest(`The required file ${fileOf(type)} is missing.`);
  }
  return collections;
}
