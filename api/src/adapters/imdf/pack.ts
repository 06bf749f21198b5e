import { zipSync } from 'fflate';
import type { MapFiles } from '../../core/map/map-feature.ts';

/** The oldest time a zip can hold: bytes must not depend on when they were made. */
const NO_TIME = new Date(1980, 0, 1);

/** A zip of these files, flat, sorted by name; the same files give the same bytes. */
export function pack(files: MapFiles): Uint8Array {
  const encoder = new TextEncoder();
  const names = [...files.keys()].sort();
  const entries = names.map((name) => [name, encoder.encode(files.get(name) ?? '')] as const);
  return zipSync(Object.fromEntries(entries), { mtime: NO_TIME, level: 4, os: 3 });
}
