import { crc32, inflateRawSync } from 'node:zlib';
import { AppError } from '../../../../core/model/app-error.ts';
import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import type { Limits } from '../limits.ts';
import { packedBytes, zipDirectory, ZipDamaged, type ZipEntry } from './zip-directory.ts';
import { english, say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

/** What was in an archive, with what had to be said about it. An error finding means: nothing was unpacked. */
export interface Unpacked {
  readonly files: readonly SourceFile[];
  readonly findings: readonly Finding[];
}

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 &&
  bytes[1] === 0x4b &&
  ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

/**
 * Unpacks a zip in memory. Sizes are what really comes out of it, never what it claims; nothing is written
 * anywhere under the name of an entry.
 * @throws AppError `tooLarge` over the limits for entries and unpacked bytes
 */
export function unpack(archive: SourceFile, limits: Limits): Unpacked {
  const refuse = (code: string, what: Sentence): Unpacked => {
    const message = say`${{ name: archive.name }}: ${{ what }}`;
    return { files: [], findings: [{ code, severity: 'error', ...spoken({ message }), path: archive.name }] };
  };
  try {
    const entries = zipDirectory(archive.bytes, limits.entries, (count) => {
      throw tooLarge(
        'zip-entries',
        say`${{ name: archive.name }} holds ${{ count }} files; at most ${{ most: limits.entries }} can be read`,
      );
    });
    const wrong = entries.map((entry) => problemOf(entry)).find((problem) => problem !== undefined);
    if (wrong) return refuse(...wrong);
    const twice = duplicateName(entries);
    if (twice !== undefined)
      return refuse('zip-duplicate-entry', say`${{ name: twice }} is in the zip twice`);
    return unpackEntries(archive, entries, limits);
  } catch (error) {
    if (error instanceof ZipDamaged) return refuse('zip-damaged', error.says);
    if (error instanceof ZipBomb) return refuse('zip-ratio', error.says);
    throw error;
  }
}

class ZipBomb extends Error {
  readonly says: Sentence;
  constructor(says: Sentence) {
    super(english(says));
    this.says = says;
  }
}

const tooLarge = (code: string, message: Sentence): AppError => new AppError('tooLarge', code, message);

function problemOf(entry: ZipEntry): [code: string, message: Sentence] | undefined {
  const { name, method } = entry;
  if (name === '' || name.includes('\0') || /^(\/|[a-z]:)/i.test(name) || name.split('/').includes('..')) {
    return ['zip-unsafe-name', say`the entry ${{ name: JSON.stringify(name) }} points outside the archive`];
  }
  if (entry.isEncrypted)
    return ['zip-encrypted', say`${{ name }} is encrypted; upload the archive without a password`];
  if (method !== 0 && method !== 8) {
    return [
      'zip-method',
      say`${{ name }} is packed with method ${{ method }}; only stored and deflated entries can be read`,
    ];
  }
  return undefined;
}

function duplicateName(entries: readonly ZipEntry[]): string | undefined {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) return name;
    seen.add(name);
  }
  return undefined;
}

function unpackEntries(archive: SourceFile, entries: readonly ZipEntry[], limits: Limits): Unpacked {
  const files: SourceFile[] = [];
  const findings: Finding[] = [];
  let left = limits.unpacked;
  for (const entry of entries) {
    if (entry.isLink) {
      const message = say`${{ name: archive.name }}: ${{ entry: entry.name }} is a link and was not followed`;
      findings.push({ code: 'zip-link', severity: 'warning', ...spoken({ message }), path: entry.name });
    } else if (!entry.isFolder) {
      const bytes = inflate(archive, entry, left, limits);
      left -= bytes.length;
      files.push({ name: entry.name, bytes });
    }
  }
  return { files, findings };
}

/** @throws AppError `tooLarge` · ZipBomb · ZipDamaged */
function inflate(archive: SourceFile, entry: ZipEntry, left: number, limits: Limits): Uint8Array {
  const packed = packedBytes(archive.bytes, entry);
  const byRatio = Math.max(limits.ratioFrom, packed.length * limits.ratio);
  const bytes = entry.method === 0 ? packed : inflateUpTo(packed, Math.min(left, byRatio), entry.name);
  if (bytes === 'over' && byRatio < left) {
    throw new ZipBomb(
      say`${{ name: entry.name }} unpacks to more than ${{ times: limits.ratio }} times its packed size`,
    );
  }
  if (bytes === 'over' || bytes.length > left) {
    const megabytes = Math.floor(limits.unpacked / 1024 / 1024);
    throw tooLarge(
      'zip-unpacked',
      say`${{ name: archive.name }} unpacks to more than ${{ most: megabytes }} MB`,
    );
  }
  if (bytes.length !== entry.claimedSize || crc32(bytes) !== entry.crc) {
    throw new ZipDamaged(say`${{ name: entry.name }} does not match its checksum: the zip is damaged`);
  }
  return bytes;
}

function inflateUpTo(packed: Uint8Array, most: number, name: string): Uint8Array | 'over' {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE')
      return 'over';
    throw new ZipDamaged(say`${{ name }} cannot be unpacked: the zip is damaged`);
  }
}
