import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef } from 'react';
import type { TreeView } from './model/tree-view.ts';
import { ROW_HEIGHT } from './tree-styles.ts';

/** Rows drawn beyond the edge, so that fast scrolling shows no gaps. */
const OVERSCAN = 24;

/** Which rows of the tree exist in the page, and where the focus goes when the active row changes. */
export function useTreeRows(view: TreeView) {
  const scroll = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const activeAt = view.visible.indexOf(view.active);
  const virtual = useVirtualizer({
    count: view.visible.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    rangeExtractor: useCallback((range: Range) => withActive(range, activeAt), [activeAt]),
    initialRect: { width: 800, height: 600 },
  });

  useEffect(() => {
    if (activeAt < 0) return;
    virtual.scrollToIndex(activeAt, { align: 'auto' });
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroll.current?.querySelector<HTMLElement>(`#row-${view.active}`)?.focus({ preventScroll: true });
  }, [view.active, activeAt, virtual]);

  /** Asks that the row which is active after the next change gets the focus. */
  const focusActive = useCallback(() => {
    wantsFocus.current = true;
  }, []);

  return { scroll, virtual, focusActive };
}

/** The active row is always drawn: a row that is gone would drop the focus. */
function withActive(range: Range, activeAt: number): number[] {
  const shown = defaultRangeExtractor(range);
  if (activeAt < 0 || shown.includes(activeAt)) return shown;
  return [...shown, activeAt].sort((a, b) => a - b);
}
