import type { Action, PlanNode } from '#contract';
import { searchText } from '../../../shared/search-text.ts';
import { SEVERITIES, type Severity } from '../../../shared/severity.ts';

/** One place of a plan in reading order (parents before children). Rows of a subtree stand together. */
export interface PlanRow {
  readonly index: number;
  /** `type:key`, unique in a plan. */
  readonly id: string;
  readonly node: PlanNode;
  /** Index of the parent; -1 for the building. */
  readonly parent: number;
  /** 1 for the building, as aria-level has it. */
  readonly level: number;
  /** Index after the last row of the subtree. */
  readonly end: number;
  /** Place among its siblings, from 1, and how many there are. */
  readonly position: number;
  readonly siblings: number;
  /** Actions of everything below, without itself. */
  readonly below: Readonly<Partial<Record<Action, number>>>;
  /** Whether it or anything below it changes. */
  readonly changes: boolean;
  /** Worst finding of its own. */
  readonly worst: Severity | undefined;
  /** Worst finding of everything below. */
  readonly worstBelow: Severity | undefined;
  /** What a search looks through. */
  readonly text: string;
}

/** Actions that leave Microsoft Places as it is and ask nothing of a person. */
const QUIET = new Set<Action>(['skip', 'keep', 'forget']);

export const isChange = (action: Action) => !QUIET.has(action);

export const rowId = (node: { readonly type: string; readonly key: string }) => `${node.type}:${node.key}`;

function worse(a: Severity | undefined, b: Severity | undefined): Severity | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

function worstOf(node: PlanNode): Severity | undefined {
  let worst: Severity | undefined;
  for (const finding of node.findings) worst = worse(worst, finding.severity);
  return worst;
}

type Draft = { -readonly [K in keyof PlanRow]: PlanRow[K] } & { below: Partial<Record<Action, number>> };

interface Place {
  readonly node: PlanNode;
  readonly parent: number;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
}

function draftOf({ node, ...place }: Place, index: number): Draft {
  return {
    index,
    id: rowId(node),
    node,
    ...place,
    end: index + 1,
    below: {},
    changes: isChange(node.action),
    worst: worstOf(node),
    worstBelow: undefined,
    text: searchText(`${node.name}\n${node.mailbox ?? ''}\n${node.placeId ?? ''}\n${node.key}`),
  };
}

/** Carries what is known of a row, whose subtree is complete, up to its parent. */
function rollUp(row: Draft, parent: Draft): void {
  parent.end = Math.max(parent.end, row.end);
  parent.changes ||= row.changes;
  parent.worstBelow = worse(parent.worstBelow, worse(row.worst, row.worstBelow));
  parent.below[row.node.action] = (parent.below[row.node.action] ?? 0) + 1;
  for (const [action, count] of Object.entries(row.below) as [Action, number][]) {
    parent.below[action] = (parent.below[action] ?? 0) + count;
  }
}

/** Lays a plan's tree out as rows with their roll-ups: linear in the number of places, any depth. */
export function planRows(tree: PlanNode): PlanRow[] {
  const rows: Draft[] = [];
  const stack: Place[] = [{ node: tree, parent: -1, level: 1, position: 1, siblings: 1 }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const index = rows.length;
    rows.push(draftOf(place, index));
    const { children } = place.node;
    for (let at = children.length - 1; at >= 0; at--) {
      const node = children[at];
      if (node === undefined) continue;
      stack.push({
        node,
        parent: index,
        level: place.level + 1,
        position: at + 1,
        siblings: children.length,
      });
    }
  }
  for (let at = rows.length - 1; at > 0; at--) {
    const row = rows[at];
    const parent = row && rows[row.parent];
    if (row !== undefined && parent !== undefined) rollUp(row, parent);
  }
  return rows;
}
