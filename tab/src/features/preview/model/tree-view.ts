/** What of the tree is open, shown and active; every change of it is a pure step. */
import type { PlaceType } from '#contract';
import { isFiltering, matchRows, NO_FILTER, type Matches, type PlanFilter } from './plan-filter.ts';
import type { PlanRow } from './plan-rows.ts';

export interface TreeView {
  readonly rows: readonly PlanRow[];
  readonly expanded: ReadonlySet<number>;
  readonly filter: PlanFilter;
  /** undefined while nothing is filtered. */
  readonly matches: Matches | undefined;
  /** Indexes of the rows on screen, in order. */
  readonly visible: readonly number[];
  /** The row that has, or would get, the focus. Always visible unless nothing is. */
  readonly active: number;
}

/** Above this many rows a plan opens with its floors closed, so that their roll-ups tell the story first. */
const OPEN_ROWS = 200;

const hasChildren = (row: PlanRow) => row.end > row.index + 1;

/** Opens exactly the way to what changes. */
function changedParents(rows: readonly PlanRow[]): Set<number> {
  const open = new Set<number>([0]);
  for (const row of rows) {
    if (row.changes && row.parent >= 0) open.add(row.parent);
  }
  return open;
}

function visibleRows(
  rows: readonly PlanRow[],
  expanded: ReadonlySet<number>,
  matches: Matches | undefined,
): number[] {
  const visible: number[] = [];
  for (let at = 0; at < rows.length;) {
    const row = rows[at];
    if (row === undefined) break;
    const wanted = matches === undefined || matches.own.has(at) || matches.ancestors.has(at);
    if (wanted) visible.push(at);
    at = wanted && expanded.has(at) ? at + 1 : row.end;
  }
  return visible;
}

/** The nearest row up the tree that is on screen. */
function nearestVisible(rows: readonly PlanRow[], visible: readonly number[], wanted: number): number {
  const shown = new Set(visible);
  for (let at = wanted; at >= 0; at = rows[at]?.parent ?? -1) if (shown.has(at)) return at;
  return visible[0] ?? 0;
}

function viewOf(
  rows: readonly PlanRow[],
  expanded: ReadonlySet<number>,
  filter: PlanFilter,
  matches: Matches | undefined,
  active: number,
): TreeView {
  const visible = visibleRows(rows, expanded, matches);
  return { rows, expanded, filter, matches, visible, active: nearestVisible(rows, visible, active) };
}

/** How a plan first appears: open where something changes, unless that would be a wall of rows. */
export function openPlan(rows: readonly PlanRow[]): TreeView {
  const open = changedParents(rows);
  const view = viewOf(rows, open, NO_FILTER, undefined, 0);
  return view.visible.length <= OPEN_ROWS ? view : viewOf(rows, new Set([0]), NO_FILTER, undefined, 0);
}

export const expandChanged = (view: TreeView): TreeView =>
  viewOf(view.rows, changedParents(view.rows), view.filter, view.matches, view.active);

export const expandAll = (view: TreeView): TreeView =>
  viewOf(
    view.rows,
    new Set(view.rows.filter(hasChildren).map((row) => row.index)),
    view.filter,
    view.matches,
    view.active,
  );

export const collapseAll = (view: TreeView): TreeView =>
  viewOf(view.rows, new Set([0]), view.filter, view.matches, view.active);

/** Filters, and opens the way to every match; without a filter the plan looks as it first did. */
export function applyFilter(view: TreeView, filter: PlanFilter): TreeView {
  if (!isFiltering(filter)) {
    const opened = openPlan(view.rows);
    return viewOf(
      view.rows,
      withWayTo(view.rows, opened.expanded, view.active),
      filter,
      undefined,
      view.active,
    );
  }
  const matches = matchRows(view.rows, filter);
  const next = viewOf(view.rows, matches.ancestors, filter, matches, view.active);
  if (matches.own.has(next.active)) return next;
  const first = next.visible.find((index) => matches.own.has(index));
  return { ...next, active: first ?? next.active };
}

function withWayTo(rows: readonly PlanRow[], expanded: ReadonlySet<number>, index: number): Set<number> {
  const open = new Set(expanded);
  for (let up = rows[index]?.parent ?? -1; up >= 0; up = rows[up]?.parent ?? -1) open.add(up);
  return open;
}

/** Makes a row active wherever it is: opens the way to it, and drops a filter that hides it. */
export function reveal(view: TreeView, index: number): TreeView {
  const hidden =
    view.matches !== undefined && !view.matches.own.has(index) && !view.matches.ancestors.has(index);
  const matches = hidden ? undefined : view.matches;
  const filter = hidden ? NO_FILTER : view.filter;
  return viewOf(view.rows, withWayTo(view.rows, view.expanded, index), filter, matches, index);
}

export const activate = (view: TreeView, index: number): TreeView => ({ ...view, active: index });

/** Opens or closes a row; `open` undefined turns it round. */
export function toggle(view: TreeView, index: number, open?: boolean): TreeView {
  const row = view.rows[index];
  if (row === undefined || !hasChildren(row)) return view;
  const expanded = new Set(view.expanded);
  if (open ?? !expanded.has(index)) expanded.add(index);
  else expanded.delete(index);
  return viewOf(view.rows, expanded, view.filter, view.matches, view.active);
}

/** Opens every sibling of the active row (the `*` key). */
export function expandSiblings(view: TreeView): TreeView {
  const parent = view.rows[view.active]?.parent ?? -1;
  const siblings = view.rows.filter((row) => row.parent === parent && hasChildren(row));
  return viewOf(
    view.rows,
    new Set([...view.expanded, ...siblings.map((row) => row.index)]),
    view.filter,
    view.matches,
    view.active,
  );
}

/** Whether a row can be opened. */
export const isExpandable = hasChildren;

/** Kinds of place that the plan has, in hierarchy order: what the type filter offers. */
export function typesOf(rows: readonly PlanRow[]): PlaceType[] {
  const all: PlaceType[] = ['building', 'floor', 'section', 'room', 'workspace', 'desk'];
  const present = new Set(rows.map((row) => row.node.type));
  return all.filter((type) => present.has(type));
}
