import type { Finding } from '../../../../core/model/finding.ts';
import type { Row } from './read-table.ts';
import { say, spoken } from '../../../../core/model/sentence.ts';
import type { Sentence } from '../../../../core/model/sentence.ts';

const YES = new Set(['true', 'yes', 'y', '1', 'x']);
const NO = new Set(['false', 'no', 'n', '0']);
const LONGEST_CELL = 4096;
const EMAIL = /^[^\s@|<>"]+@[^\s@|<>"]+\.[^\s@|<>"]+$/;

/** Reads the cells of one row; what cannot be read is an error with the line it stands on. */
export class Cells {
  private readonly row: Row;
  private readonly findings: Finding[];

  constructor(row: Row, findings: Finding[]) {
    this.row = row;
    this.findings = findings;
  }

  /** Undefined when empty: not managed. */
  text(column: string): string | undefined {
    const cell = this.row.cells.get(column);
    if (cell === undefined || cell.length <= LONGEST_CELL) return cell;
    return this.wrong(
      column,
      say`has ${{ count: cell.length }} characters; at most ${{ most: LONGEST_CELL }} can be read`,
    );
  }

  required(column: string): string | undefined {
    return this.row.cells.has(column) ? this.text(column) : this.wrong(column, say`is empty`);
  }

  id(column: string): string | undefined {
    const id = this.required(column);
    return id && id.length > 200 ? this.wrong(column, say`has more than 200 characters`) : id;
  }

  flag(column: string): boolean | undefined {
    const cell = this.text(column)?.toLowerCase();
    if (cell === undefined) return undefined;
    if (YES.has(cell)) return true;
    return NO.has(cell) ? false : this.wrong(column, say`has to be yes or no`);
  }

  capacity(column: string): number | undefined {
    const cell = this.text(column);
    if (cell === undefined) return undefined;
    const capacity = /^\d+$/.test(cell) ? Number(cell) : 0;
    return capacity >= 1 && capacity <= 5000
      ? capacity
      : this.wrong(column, say`has to be a whole number from 1 to 5000`);
  }

  email(column: string): string | undefined {
    const cell = this.text(column);
    if (cell === undefined || EMAIL.test(cell)) return cell?.toLowerCase();
    return this.wrong(column, say`${{ text: JSON.stringify(cell.slice(0, 60)) }} is not an e-mail address`);
  }

  /** `a|b|c`; undefined when empty. */
  list(column: string): readonly string[] | undefined {
    const items = this.text(column)
      ?.split('|')
      .map((item) => item.trim());
    return items?.filter((item) => item !== '').slice(0, 50);
  }

  /** Of people: a finding is kept and sent on, so it says which entry is wrong and not what it says (C43). */
  people(column: string): readonly string[] | undefined {
    return this.list(column)?.flatMap((item, index) => {
      if (EMAIL.test(item)) return item.toLowerCase();
      return this.wrong(column, say`entry ${{ number: index + 1 }} is not an e-mail address`) ?? [];
    });
  }

  private wrong(column: string, what: Sentence): undefined {
    const { path } = this.row;
    const message = say`${{ path }}: ${{ column }} ${{ what }}`;
    this.findings.push({ code: 'csv-cell', severity: 'error', ...spoken({ message }), path });
    return undefined;
  }
}
