import { deflateRawSync, crc32 } from 'node:zlib';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../../../../ports/source-reader.ts';

export const REPOSITORY = fileURLToPath(new URL('../../../../../../', import.meta.url));

/** Real archives that are not part of the repository. */
export const SHARED_IMDF = `${REPOSITORY}../shared/samples/imdf`;

export const file = (name: string, content: string | Uint8Array): SourceFile => ({
  name,
  bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
});

export const jsonFile = (name: string, value: unknown): SourceFile => file(name, JSON.stringify(value));

export const folder = (path: string): SourceFile[] =>
  readdirSync(path).map((name) => file(name, readFileSync(`${path}/${name}`)));

/** One entry of a hand-made zip; every lie an archive can tell is a field. */
export interface Entry {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly stored?: boolean;
  readonly flags?: number;
  readonly method?: number;
  readonly claimedSize?: number;
  readonly crc?: number;
  /** Unix mode, for links. */
  readonly mode?: number;
  /** Sizes and offset stand in a zip64 extra field. */
  readonly wide?: boolean;
  /** Checksum and sizes follow the data, as where a zip is written as a stream. */
  readonly descriptor?: boolean;
}

interface End {
  readonly comment?: string;
  /** Number and place of the entries stand in a zip64 record. */
  readonly wide?: boolean;
}

/** A zip written byte by byte, so that tests do not depend on what a library agrees to write. */
export function zipOf(entries: readonly Entry[], end: End = {}): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const raw = Buffer.from(entry.content);
    const packed = entry.stored ? raw : deflateRawSync(raw);
    const name = Buffer.from(entry.name);
    const numbers = {
      crc: entry.crc ?? crc32(raw),
      packed: packed.length,
      size: entry.claimedSize ?? raw.length,
      method: entry.method ?? (entry.stored ? 0 : 8),
      flags: (entry.flags ?? 0x800) | (entry.descriptor ? 8 : 0),
    };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    common(local, 4, entry.descriptor ? { ...numbers, crc: 0, packed: 0, size: 0 } : numbers);
    local.writeUInt16LE(name.length, 26);
    const after = entry.descriptor ? descriptor(numbers) : Buffer.alloc(0);
    parts.push(local, name, packed, after);
    directory.push(central(entry, name, numbers, offset));
    offset += local.length + name.length + packed.length + after.length;
  }
  const list = Buffer.concat(directory);
  return new Uint8Array(Buffer.concat([...parts, list, endOf(entries.length, list.length, offset, end)]));
}

/** What stands behind the list of the entries: where the list is, and the comment. */
function endOf(count: number, size: number, offset: number, { comment = '', wide = false }: End): Buffer {
  const end = Buffer.alloc(22 + Buffer.byteLength(comment));
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  end.writeUInt16LE(Buffer.byteLength(comment), 20);
  end.write(comment, 22);
  if (!wide) return end;
  end.fill(0xff, 8, 20);
  return Buffer.concat([zip64End(count, size, offset), end]);
}

function descriptor({ crc, packed, size }: Numbers): Buffer {
  const record = Buffer.alloc(16);
  [0x08074b50, crc, packed, size].forEach((value, i) => record.writeUInt32LE(value, i * 4));
  return record;
}

/** The zip64 record of the end, and where it is. */
function zip64End(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(76);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  [count, count, size, offset].forEach((value, i) => record.writeBigUInt64LE(BigInt(value), 24 + i * 8));
  record.writeUInt32LE(0x07064b50, 56);
  record.writeBigUInt64LE(BigInt(offset + size), 64);
  record.writeUInt32LE(1, 72);
  return record;
}

interface Numbers {
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly method: number;
  readonly flags: number;
}

function common(header: Buffer, at: number, { crc, packed, size, method, flags }: Numbers): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(flags, at + 2);
  header.writeUInt16LE(method, at + 4);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(packed, at + 14);
  header.writeUInt32LE(size, at + 18);
}

function central(entry: Entry, name: Buffer, numbers: Numbers, offset: number): Buffer {
  const extra = entry.wide ? Buffer.alloc(28) : Buffer.alloc(0);
  const header = Buffer.alloc(46);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt8(entry.mode === undefined ? 0 : 3, 5);
  common(header, 6, numbers);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra.length, 30);
  header.writeUInt32LE((entry.mode ?? 0) * 0x10000, 38);
  header.writeUInt32LE(offset, 42);
  if (entry.wide) {
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    [numbers.size, numbers.packed, offset].forEach((value, i) =>
      extra.writeBigUInt64LE(BigInt(value), 4 + i * 8),
    );
    for (const at of [20, 24, 42]) header.writeUInt32LE(0xffffffff, at);
  }
  return Buffer.concat([header, name, extra]);
}
