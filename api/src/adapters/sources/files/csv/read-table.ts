import { CsvError, parse } from 'csv-parse/sync';
import type { Finding } from '../../../../core/model/finding.ts';
import type { SourceFile } from '../../../../ports/source-reader.ts';
import type { Limits } from '../limits.ts';
import { decodeText } from '../decode-text.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';

/** A row by column name. Empty cells are missing. `path` is `rooms.csv:12`. */
export interface Row {
  readonly path: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** A table as it stands in a file. An error finding means that the rows cannot be used. */
export interface Table {
  readonly name: string;
  readonly header: readonly string[];
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
}

/** Parses a CSV file; every cell is data, whatever a spreadsheet would make of it. */
export function readTable(file: SourceFile, limits: Limits): Table {
  const { name } = file;
  const decoded = decodeText(file);
  const findings = [...decoded.findings];
  const text = decoded.text.replace(EXCEL_HINT, '\n');
  const table = (header: readonly string[], rows: readonly Row[]): Table => ({
    name,
    header,
    rows,
    findings,
  });
  let records: Parsed[];
  try {
    const size = { max_record_size: limits.row, to: limits.rows + 2 };
    records = parse(text, { delimiter: delimiterOf(text), ...size, ...OPTIONS }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    findings.push(malformed(name, error));
    return table([], []);
  }
  if (records.length > limits.rows + 1) {
    const message = say`${{ name }} has more than ${{ most: limits.rows }} rows`;
    findings.push({ code: 'csv-too-many-rows', severity: 'error', ...spoken({ message }), path: name });
    return table([], []);
  }
  const [first, ...rest] = records;
  const header = (first?.record ?? []).map(columnName);
  const rows = rest.map(({ record, info }) => rowOf(header, record, `${name}:${info.lines}`, findings));
  return table(header, rows);
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const OPTIONS = { info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;

/** `sep=;` on the first line, which spreadsheets write and read. The line break stays for the line numbers. */
const EXCEL_HINT = /^sep=.\r?\n/i;

/** The separator that stands most often in the header. */
function delimiterOf(text: string): string {
  const header = /^\s*([^\r\n]*)/.exec(text)?.[1] ?? '';
  const [best] = [',', ';', '\t']
    .map((delimiter) => ({ delimiter, count: header.split(delimiter).length }))
    .sort((a, b) => b.count - a.count);
  return best?.delimiter ?? ',';
}

const columnName = (cell: string): string => cell.toLowerCase().replace(/[\s-]+/g, '_');

function malformed(name: string, error: CsvError): Finding {
  const { lines } = error as CsvError & { lines?: number };
  return {
    code: 'csv-malformed',
    severity: 'error',
    ...spoken({
      message: say`${{ name }}: ${{ detail: error.message }}`,
      hint: say`Often a double quote is opened and not closed, or not doubled inside a quoted cell.`,
    }),
    path: lines === undefined ? name : `${name}:${lines}`,
  };
}

function rowOf(header: readonly string[], record: readonly string[], path: string, findings: Finding[]): Row {
  const cells = new Map<string, string>();
  header.forEach((column, i) => {
    const cell = record[i] ?? '';
    if (cell !== '') cells.set(column, cell.replace(GUARDED_FORMULA, ''));
  });
  if (record.slice(header.length).some((cell) => cell !== '')) {
    const message = say`${{ path }}: the row has more cells than the header; check for a missing quote`;
    findings.push({ code: 'csv-extra-cell', severity: 'error', ...spoken({ message }), path });
  }
  return { path, cells };
}

/** Our own exports put a ' before cells that a spreadsheet would compute. */
const GUARDED_FORMULA = /^'(?=[=+\-@])/;
