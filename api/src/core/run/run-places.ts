/** What became of every place of a plan in one run of it. */
import { refText, type PlaceType } from '../model/place.ts';
import type { Action, Plan, PlanNode } from '../plan/plan.ts';
import { worstByPlace, type StepResult } from './run-end.ts';
import type { StepState } from './run-state.ts';

type PlaceOutcome =
  /** There was nothing to do for it. */
  | 'untouched'
  /** It had something to do, in another run of the same plan. */
  | 'apart'
  | 'open'
  | 'done'
  | 'failed'
  | 'unknown'
  | 'skipped';

export interface RunPlace {
  readonly key: string;
  readonly type: PlaceType;
  readonly name: string;
  readonly action: Action;
  readonly outcome: PlaceOutcome;
}

const OUTCOME: Readonly<Record<StepState, PlaceOutcome>> = {
  planned: 'open',
  intent: 'open',
  done: 'done',
  failed: 'failed',
  unknown: 'unknown',
  skipped: 'skipped',
};

/**
 * Every place once, in the order of the tree; the worst of its steps counts.
 *
 * @param journal of the run; a retry has only the steps it repeats
 */
export function runPlaces(
  { tree, steps }: Pick<Plan, 'tree' | 'steps'>,
  journal: readonly { readonly stepId: string; readonly state: StepState }[],
): RunPlace[] {
  const states = new Map(journal.map(({ stepId, state }) => [stepId, state]));
  const results = steps.flatMap((step): StepResult[] => {
    const state = states.get(step.id);
    return state === undefined ? [] : [{ step, state }];
  });
  const worst = worstByPlace(results);
  const wanted = new Set(steps.map(refText));
  return [...nodesOf(tree)].map((node) => {
    const { key, type, name, action } = node;
    const result = worst.get(refText(node));
    const idle = wanted.has(refText(node)) ? 'apart' : 'untouched';
    return { key, type, name, action, outcome: result === undefined ? idle : OUTCOME[result.state] };
  });
}

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.children) yield* nodesOf(child);
}
