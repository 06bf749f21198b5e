import type { Page, PageQuery } from '../../ports/stores.ts';

/** One page of a list that is held in memory; the cursor is the position to go on from. */
export function pageOf<T>(all: readonly T[], query: PageQuery): Page<T> {
  const from = query.cursor === undefined ? 0 : Number(query.cursor);
  const to = from + (query.limit ?? 100);
  const items = all.slice(from, to);
  return to < all.length ? { items, nextCursor: String(to) } : { items };
}
