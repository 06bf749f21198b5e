/** The text of a DXF as records: everything from one group code 0 to the next. */

export interface DxfRecord {
  readonly type: string;
  readonly codes: readonly number[];
  /** One for every code, as in the file. */
  readonly values: readonly string[];
}

/** Group code of objects embedded in a text since AutoCAD 2018: what follows repeats codes with another meaning. */
const EMBEDDED = 101;
/** Above this is data of other programs. */
const EXTENDED = 1000;

/** Reads on until the end of the text, or until a group code is no number: `broken` then says so. */
export class DxfRecords implements Iterable<DxfRecord> {
  readonly #text: string;
  broken = false;

  constructor(content: string) {
    // Files of old Macintoshes end their lines with a carriage return alone.
    this.#text = content.includes('\n') ? content : content.replaceAll('\r', '\n');
  }

  *[Symbol.iterator](): Generator<DxfRecord> {
    let record: { type: string; codes: number[]; values: string[] } | undefined;
    let embedded = false;
    for (const [code, value] of this.#groups()) {
      if (code === 0) {
        if (record) yield record;
        record = { type: value.trim().toUpperCase(), codes: [], values: [] };
        embedded = false;
        if (record.type === 'EOF') return;
        continue;
      }
      embedded ||= code === EMBEDDED;
      if (embedded || code >= EXTENDED || code === 999) continue;
      record?.codes.push(code);
      record?.values.push(value);
    }
    if (record) yield record;
  }

  *#groups(): Generator<readonly [number, string]> {
    const text = this.#text;
    let at = text.startsWith('\ufeff') ? 1 : 0;
    const line = (): string => {
      const end = text.indexOf('\n', at);
      const [stop, next] = end < 0 ? [text.length, text.length] : [end, end + 1];
      const found = text.slice(at, text[stop - 1] === '\r' && stop > at ? stop - 1 : stop);
      at = next;
      return found;
    };
    while (at < text.length) {
      const code = line().trim();
      if (code === '' && text.slice(at).trim() === '') return;
      if (!/^-?\d{1,4}$/.test(code)) {
        this.broken = true;
        return;
      }
      yield [Number(code), line()];
    }
  }
}

/** The first value of a group code. */
export function valueOf({ codes, values }: DxfRecord, code: number): string | undefined {
  const at = codes.indexOf(code);
  return at < 0 ? undefined : values[at];
}

/** @returns `otherwise` for what is missing or no number */
export function numberOf(record: DxfRecord, code: number, otherwise = 0): number {
  const value = valueOf(record, code)?.trim();
  const number = value === undefined || value === '' ? NaN : Number(value);
  return Number.isFinite(number) ? number : otherwise;
}

/** All numbers of a group code, in order; one that is none is NaN. */
export const numbersOf = ({ codes, values }: DxfRecord, code: number): number[] =>
  values.flatMap((value, i) => (codes[i] === code ? [Number(value)] : []));

export const pointOf = (record: DxfRecord, code: number): readonly [number, number] => [
  numberOf(record, code),
  numberOf(record, code + 10),
];

/** Variables of the header: `$NAME` and the first value after it. */
export function headerOf({ codes, values }: DxfRecord): ReadonlyMap<string, string> {
  const header = new Map<string, string>();
  codes.forEach((code, i) => {
    if (code === 9) header.set((values[i] ?? '').trim().toUpperCase(), (values[i + 1] ?? '').trim());
  });
  return header;
}
