/** Paging by the last key seen, so that a page costs the same at the end of a long list as at its start. */
import { AppError } from '../../core/model/app-error.ts';
import type { Page, PageQuery } from '../../ports/stores.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

/** Rows a page asks for: one more than it shows, to know whether there is a next one. */
export function rowsToFetch(query: PageQuery): number {
  return limitOf(query) + 1;
}

/** The key to go on after, or null for the first page. @throws AppError `input` `cursor-invalid` */
export function keyOf(query: PageQuery, parts: number): string[] | null {
  if (query.cursor === undefined) return null;
  const key = decoded(query.cursor);
  const isOurs = (part: unknown) => typeof part === 'string' && !part.includes('\0');
  if (Array.isArray(key) && key.length === parts && key.every(isOurs)) return key as string[];
  throw invalid();
}

/** As {@link keyOf} for lists in the order of a sequence number. */
export function seqOf(query: PageQuery): string | null {
  const seq = keyOf(query, 1)?.[0] ?? null;
  if (seq !== null && !/^\d{1,18}$/.test(seq)) throw invalid();
  return seq;
}

/** Makes a page of up to `limit` items from {@link rowsToFetch} rows; the cursor is opaque to the caller. */
export function toPage<Row, T>(
  rows: readonly Row[],
  query: PageQuery,
  toItem: (row: Row) => T,
  key: (row: Row) => string[],
): Page<T> {
  const shown = rows.slice(0, limitOf(query));
  const items = shown.map(toItem);
  const last = shown.at(-1);
  if (last === undefined || rows.length <= shown.length) return { items };
  return { items, nextCursor: Buffer.from(JSON.stringify(key(last))).toString('base64url') };
}

function limitOf(query: PageQuery): number {
  return Math.min(Math.max(Math.trunc(query.limit ?? DEFAULT_LIMIT), 1), MAX_LIMIT);
}

function decoded(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function invalid(): AppError {
  return new AppError('input', 'cursor-invalid', 'This cursor does not belong to this list.', {
    errors: [{ path: 'cursor', message: 'Use nextCursor of the page before, unchanged.' }],
  });
}
