import { strFromU8, unzipSync, zipSync } from 'fflate';
import type { MapFeature, MapFiles } from '../../core/map/map-feature.ts';

/** The oldest time a zip can hold: bytes must not depend on when they were made. */
const NO_TIME = new Date(1980, 0, 1);

/** A zip of these files, flat, sorted by name; the same files give the same bytes. */
export function pack(files: MapFiles): Uint8Array {
  const encoder = new TextEncoder();
  const names = [...files.keys()].sort();
  const entries = names.map((name) => [name, encoder.encode(files.get(name) ?? '')] as const);
  return zipSync(Object.fromEntries(entries), { mtime: NO_TIME, level: 4, os: 3 });
}

/** The features of a zip that {@link pack} made: trusted, because nobody else could have written it. */
export function unpack(zip: Uint8Array): MapFeature[] {
  return Object.values(unzipSync(zip)).flatMap(
    (bytes) => (JSON.parse(strFromU8(bytes)) as { features: MapFeature[] }).features,
  );
}
