import type { Report } from './report.ts';

const COLUMNS = [
  'section',
  'key',
  'name',
  'type',
  'action',
  'status',
  'code',
  'message',
  'requestId',
  'advice',
];

type Cell = string | number | null | undefined;

/** A spreadsheet runs a cell that begins like this; the apostrophe makes it text. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: Cell): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * The report as one table (RFC 4180, CRLF): `section` is summary, mapFloor, failure, warning, handover or propagation.
 * In a summary row `code` is what is counted or asked, and `message` the answer.
 */
export function reportCsv(report: Report): string {
  const fact = (code: string, message: Cell): Cell[] => summaryRow('summary', code, message);
  const rows: Cell[][] = [
    fact('building', report.building.name),
    fact('run', report.runId),
    fact('state', report.state),
    fact('startedAt', report.startedAt),
    fact('completedAt', report.completedAt),
    ...Object.entries<number>({ ...report.summary }).map(([name, count]) => fact(name, count)),
    fact('map', `${report.map.state}: ${report.map.message}`),
    ...mapRows(report.map),
    ...report.failures.map(({ key, name, type, action, error, advice }) => [
      ...['failure', key, name, type, action],
      ...[error.status, error.code, error.message, error.requestId, advice],
    ]),
    ...report.warnings.map(({ key, code, message, hint }) => [
      ...['warning', key, '', '', '', ''],
      ...[code, message, '', hint],
    ]),
    ...report.handovers.map(({ why, command }) => [...summaryRow('handover', '', why), '', command]),
    ...report.propagation.map(({ what, expectedBy }) => [...summaryRow('propagation', expectedBy, what)]),
  ];
  return [COLUMNS, ...rows]
    .map((row) => `${COLUMNS.map((_column, index) => cell(row[index])).join(',')}\r\n`)
    .join('');
}

/** `code` is the state of a floor, `message` what is linked. */
const mapRows = ({ floors = [], until }: Report['map']): Cell[][] => [
  ...(until === undefined ? [] : [summaryRow('summary', 'mapUntil', until)]),
  ...floors.map(({ key, name, state, correlated, places }) => [
    ...['mapFloor', key, name, 'floor', '', ''],
    ...[state, `${correlated} of ${places} linked`],
  ]),
];

const summaryRow = (section: string, code: string, message: Cell): Cell[] => [
  ...[section, '', '', '', '', ''],
  ...[code, message],
];
