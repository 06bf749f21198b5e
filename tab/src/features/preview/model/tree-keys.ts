import { searchText } from '../../../shared/search-text.ts';
import { activate, expandSiblings, isExpandable, toggle, type TreeView } from './tree-view.ts';

const PAGE_ROWS = 15;

function moveBy(view: TreeView, rows: number): TreeView {
  const at = view.visible.indexOf(view.active);
  const next = Math.min(Math.max(at + rows, 0), view.visible.length - 1);
  return activate(view, view.visible[next] ?? view.active);
}

function openOrEnter(view: TreeView): TreeView {
  const row = view.rows[view.active];
  if (row === undefined || !isExpandable(row)) return view;
  return view.expanded.has(row.index) ? moveBy(view, 1) : toggle(view, row.index, true);
}

function closeOrLeave(view: TreeView): TreeView {
  const row = view.rows[view.active];
  if (row === undefined) return view;
  if (isExpandable(row) && view.expanded.has(row.index)) return toggle(view, row.index, false);
  return row.parent >= 0 ? activate(view, row.parent) : view;
}

const KEYS: Readonly<Record<string, (view: TreeView) => TreeView>> = {
  ArrowDown: (view) => moveBy(view, 1),
  ArrowUp: (view) => moveBy(view, -1),
  ArrowRight: openOrEnter,
  ArrowLeft: closeOrLeave,
  PageDown: (view) => moveBy(view, PAGE_ROWS),
  PageUp: (view) => moveBy(view, -PAGE_ROWS),
  Home: (view) => moveBy(view, -view.visible.length),
  End: (view) => moveBy(view, view.visible.length),
  '*': expandSiblings,
};

/** The view after a key of the tree-grid pattern of the ARIA practices; undefined when the key is none of them. */
export function pressKey(view: TreeView, key: string): TreeView | undefined {
  return KEYS[key]?.(view);
}

/** The next visible row, after the active one and round the end, whose name begins with what was typed. */
export function typeAhead(view: TreeView, typed: string): TreeView {
  const words = searchText(typed);
  const at = view.visible.indexOf(view.active);
  // One letter goes on to the next match; more letters may stay where they are.
  const from = typed.length > 1 ? at : at + 1;
  const order = [...view.visible.slice(from), ...view.visible.slice(0, from)];
  const found = order.find((index) => searchText(view.rows[index]?.node.name ?? '').startsWith(words));
  return found === undefined ? view : activate(view, found);
}
