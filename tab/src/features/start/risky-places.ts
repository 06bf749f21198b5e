import type { FieldChange, Plan, PlanNode } from '#contract';

/** Why a place deserves a second look before a start. */
export type Risk = 'remove' | 'rename' | 'move' | 'adopt' | 'downgrade' | 'clear';

export interface RiskyPlace {
  readonly risk: Risk;
  readonly node: PlanNode;
}

/** Order in which risks are shown: what cannot be taken back first. */
export const RISKS: readonly Risk[] = ['remove', 'downgrade', 'clear', 'move', 'rename', 'adopt'];

const modeKind = (value: unknown) =>
  typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;

/** People could book it or sit there, and afterwards they cannot. */
function isDowngrade(change: FieldChange): boolean {
  if (change.field !== 'mode') return false;
  return modeKind(change.after) === 'unavailable' && modeKind(change.before) !== 'unavailable';
}

const isClear = (change: FieldChange) =>
  change.after === null && change.before !== null && change.before !== undefined;

function risksOf(node: PlanNode): Risk[] {
  const byAction = RISKS.filter((risk) => risk === node.action);
  if (node.action === 'create') return byAction;
  const byField: Risk[] = [];
  if (node.changes.some(isDowngrade)) byField.push('downgrade');
  if (node.changes.some(isClear)) byField.push('clear');
  return [...byAction, ...byField];
}

/** Every place of a plan whose change could surprise somebody, most final first. */
export function riskyPlaces(plan: Plan): RiskyPlace[] {
  const found: RiskyPlace[] = [];
  const stack: PlanNode[] = [plan.tree];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    for (const risk of risksOf(node)) found.push({ risk, node });
    for (const child of [...node.children].reverse()) stack.push(child);
  }
  return found.sort((a, b) => RISKS.indexOf(a.risk) - RISKS.indexOf(b.risk));
}
