import { strFromU8, unzipSync } from 'fflate';
import type { MapFeature, MapFiles } from '../../core/map/map-feature.ts';
import { writeZip } from './write-zip.ts';

/** A zip of these files, flat, sorted by name; the same files give the same bytes. */
export function pack(files: MapFiles): Uint8Array {
  const encoder = new TextEncoder();
  const names = [...files.keys()].sort();
  return writeZip(names.map((name) => [name, encoder.encode(files.get(name) ?? '')] as const));
}

/** The features of a zip that {@link pack} made: trusted, because nobody else could have written it. */
export function unpack(zip: Uint8Array): MapFeature[] {
  return Object.values(unzipSync(zip)).flatMap(
    (bytes) => (JSON.parse(strFromU8(bytes)) as { features: MapFeature[] }).features,
  );
}
