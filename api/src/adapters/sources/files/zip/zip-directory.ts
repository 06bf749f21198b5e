/**
 * The central directory of a zip, read byte by byte: the only list of what an archive really holds, with the
 * flags that unpacking libraries hide (encryption, links). Format: PKWARE APPNOTE 6.3, sections 4.3 and 4.4.
 */
import { english, say } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

export interface ZipEntry {
  readonly name: string;
  readonly isFolder: boolean;
  readonly isLink: boolean;
  readonly isEncrypted: boolean;
  /** 0 = stored, 8 = deflated. */
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  /** As the archive claims; never to be trusted. */
  readonly claimedSize: number;
  /** Of the local header. */
  readonly offset: number;
}

/** The archive cannot be read at all; the message is for a person. */
export class ZipDamaged extends Error {
  readonly says: Sentence;
  constructor(says: Sentence) {
    super(english(says));
    this.says = says;
  }
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_SIZE = 22;
const WIDE_END = 0x06064b50;
const WIDE_LOCATOR = 0x07064b50;
const LOCATOR_SIZE = 20;
const LONGEST_COMMENT = 0xffff;
const SYMBOLIC_LINK = 0o120000;
const FILE_TYPE = 0o170000;
/** A size or offset that stands in the zip64 extra field. */
const IN_EXTRA = 0xffffffff;
const IN_EXTRA_SHORT = 0xffff;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Position of the end record, searched from the back because a comment may follow it. */
function endRecord(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - END_SIZE - LONGEST_COMMENT);
  for (let at = view.byteLength - END_SIZE; at >= lowest; at--) {
    if (
      view.getUint32(at, true) === END &&
      at + END_SIZE + view.getUint16(at + 20, true) <= view.byteLength
    ) {
      return at;
    }
  }
  throw new ZipDamaged(say`The zip has no end: it was cut off or is damaged`);
}

/**
 * Lists the entries. `tooMany` is called, and nothing read, when there are more than `most`.
 * @throws ZipDamaged
 */
export function zipDirectory(bytes: Uint8Array, most: number, tooMany: (count: number) => never): ZipEntry[] {
  const view = viewOf(bytes);
  const end = endRecord(view);
  const { count, start } = listOf(view, end);
  if (count > most) tooMany(count);
  const entries: ZipEntry[] = [];
  let at = start;
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== CENTRAL) {
      throw new ZipDamaged(say`The list of contents of the zip is damaged`);
    }
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) =>
      view.getUint16(at + o, true),
    ) as [number, number, number];
    const next = at + 46 + nameLength + extraLength + commentLength;
    if (next > end) throw new ZipDamaged(say`The list of contents of the zip is damaged`);
    entries.push(entryAt(bytes, view, at, nameLength, extraLength));
    at = next;
  }
  return entries;
}

/** Where the list begins and how long it is; both may stand in the record that zip64 has before the end. */
function listOf(view: DataView, end: number): { count: number; start: number } {
  const count = view.getUint16(end + 10, true);
  const start = view.getUint32(end + 16, true);
  if (count !== IN_EXTRA_SHORT && start !== IN_EXTRA) return { count, start };
  const locator = end - LOCATOR_SIZE;
  if (locator < 0 || view.getUint32(locator, true) !== WIDE_LOCATOR) return { count, start };
  const record = Number(view.getBigUint64(locator + 8, true));
  if (record + 56 > locator || view.getUint32(record, true) !== WIDE_END)
    throw new ZipDamaged(say`The list of contents of the zip is damaged`);
  const number = (offset: number): number => Number(view.getBigUint64(record + offset, true));
  return { count: number(32), start: number(48) };
}

function entryAt(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  nameLength: number,
  extraLength: number,
): ZipEntry {
  const name = decodeName(bytes.subarray(at + 46, at + 46 + nameLength));
  const wide = wideNumbers(view, at + 46 + nameLength, extraLength);
  const number = (offset: number): number => {
    const value = view.getUint32(at + offset, true);
    return value === IN_EXTRA ? wide() : value;
  };
  const claimedSize = number(24);
  const packedSize = number(20);
  const offset = number(42);
  const madeByUnix = view.getUint8(at + 5) === 3;
  const fileType = (view.getUint32(at + 38, true) >>> 16) & FILE_TYPE;
  return {
    name,
    isFolder: name.endsWith('/'),
    isLink: madeByUnix && fileType === SYMBOLIC_LINK,
    isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packedSize,
    claimedSize,
    offset,
  };
}

/** The 64-bit numbers of the zip64 extra field, in the order in which the short ones are missing. */
function wideNumbers(view: DataView, at: number, length: number): () => number {
  const end = at + length;
  while (at + 4 <= end && view.getUint16(at, true) !== 1) at += 4 + view.getUint16(at + 2, true);
  let next = at + 4;
  return () => {
    if (next + 8 > end) throw new ZipDamaged(say`The list of contents of the zip is damaged`);
    const value = Number(view.getBigUint64(next, true));
    next += 8;
    return value;
  };
}

/** Names are UTF-8 in practice, also where the flag is missing; old tools wrote a single-byte code page. */
function decodeName(bytes: Uint8Array): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    name = new TextDecoder('windows-1252').decode(bytes);
  }
  return name.replaceAll('\\', '/');
}

/** The packed bytes of an entry. @throws ZipDamaged */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = viewOf(bytes);
  const cutOff = () =>
    new ZipDamaged(say`The zip ends within ${{ name: entry.name }}: it was cut off or is damaged`);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== LOCAL) throw cutOff();
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.packedSize > bytes.length) throw cutOff();
  return bytes.subarray(start, start + entry.packedSize);
}
