import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useLayoutEffect, useRef, useState, type FocusEvent } from 'react';
import type { Building } from '#contract';

/** Up to here every row is drawn: the browser's own search finds all, and columns are as wide as they like. */
export const FEW = 100;
const ROW_PX = 61;
const OVERSCAN = 12;

/** A row to draw, or the room of rows that are not drawn. */
export type TablePart =
  | { readonly kind: 'row'; readonly at: number; readonly building: Building }
  | { readonly kind: 'gap'; readonly key: string; readonly px: number };

/**
 * Which rows of a long list exist in the page: those near the screen, and always the one that has the focus, so that
 * the keyboard never loses its place. The list scrolls with the page.
 */
export function useBuildingRows(shown: readonly Building[]) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState(-1);
  const [above, setAbove] = useState(0);
  const many = shown.length > FEW;
  const virtual = useVirtualizer({
    count: shown.length,
    enabled: many,
    getScrollElement: () => body.current?.closest('main') ?? null,
    estimateSize: () => ROW_PX,
    getItemKey: (at) => shown[at]?.id ?? at,
    overscan: OVERSCAN,
    scrollMargin: above,
    rangeExtractor: useCallback((range: Range) => withFocused(range, focused), [focused]),
    initialRect: { width: 1000, height: 800 },
  });

  // Measured with the rows. A note that comes above them later is smaller than the rows drawn beyond the edge.
  useLayoutEffect(() => {
    setAbove(topWithin(body.current, body.current?.closest('main') ?? null));
  }, [shown]);

  const row = (at: number): TablePart[] => {
    const building = shown[at];
    return building === undefined ? [] : [{ kind: 'row', at, building }];
  };

  return {
    body,
    measure: many ? virtual.measureElement : undefined,
    parts: many ? withGaps(virtual, above, row) : shown.flatMap((_building, at) => row(at)),
    onFocus: (event: FocusEvent) => setFocused(rowOf(event.target)),
    onBlur: () => setFocused(-1),
  };
}

/** How far below the start of what `scroll` holds the element stands, in pixels. */
function topWithin(element: HTMLElement | null, scroll: HTMLElement | null): number {
  let top = 0;
  let at: Element | null = element;
  while (at instanceof HTMLElement && at !== scroll) {
    top += at.offsetTop;
    at = at.offsetParent;
  }
  return top;
}

const rowOf = (element: Element): number => Number(element.closest('tr')?.getAttribute('data-index') ?? -1);

function withFocused(range: Range, focused: number): number[] {
  const drawn = defaultRangeExtractor(range);
  if (focused < 0 || focused >= range.count || drawn.includes(focused)) return drawn;
  return [...drawn, focused].sort((a, b) => a - b);
}

interface Drawn {
  readonly getVirtualItems: () => readonly { index: number; start: number; end: number }[];
  readonly getTotalSize: () => number;
}

/** Rows with the room between them, so that the table is as long as if all were there. */
function withGaps(virtual: Drawn, above: number, row: (at: number) => TablePart[]): TablePart[] {
  const parts: TablePart[] = [];
  let end = above;
  for (const item of virtual.getVirtualItems()) {
    if (item.start > end) parts.push({ kind: 'gap', key: `gap-${item.index}`, px: item.start - end });
    parts.push(...row(item.index));
    end = item.end;
  }
  const rest = above + virtual.getTotalSize() - end;
  if (rest > 0) parts.push({ kind: 'gap', key: 'gap-end', px: rest });
  return parts;
}
