import type { SourceFile, SourceReader } from '../../../ports/source-reader.ts';
import { checkKeys } from './json/safe-json.ts';
import { LIMITS, type Limits } from './limits.ts';
import { judged, readUploads } from './read-uploads.ts';
import { readBeside } from './worker/read-beside.ts';
import { readWorkplace } from './workplace/read-workplace.ts';
import { isZip } from './zip/unpack.ts';

/** Uploads larger than this, unpacked, are read beside the server, so that it keeps answering; bytes. */
const LARGE = 512 * 1024;

/** Reads buildings from uploaded files: workplace documents and packages, CSV tables, IMDF archives. */
export function createFileSource(limits: Limits = LIMITS): SourceReader {
  const mayBecome = ({ bytes }: SourceFile): number => bytes.length * (isZip(bytes) ? limits.ratio : 1);
  return {
    readFiles: async (files) => {
      const size = files.reduce((sum, file) => sum + mayBecome(file), 0);
      return size > LARGE ? readBeside(files, limits) : readUploads(files, limits);
    },
    readDocument: (document) => {
      const { findings, value } = checkKeys(document, limits);
      return judged([findings ? { drafts: [], findings } : readWorkplace(value, new Map())]);
    },
  };
}
