import { strToU8, zipSync } from 'fflate';

/** A zip of texts by file name. */
export const zipOf = (files: ReadonlyMap<string, string>): Uint8Array =>
  zipSync(Object.fromEntries([...files].map(([name, text]) => [name, strToU8(text)])));
