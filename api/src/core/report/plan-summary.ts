/** A plan in a few words: for a card, a terminal and the head of a page. */
import type { Action, Guard, Summary } from '../plan/plan.ts';

const WORDS: Readonly<Record<Action, string>> = {
  create: 'to create',
  adopt: 'to take over',
  update: 'to update',
  rename: 'to rename',
  move: 'to move',
  remove: 'to remove',
  handover: 'to do by hand',
  forget: 'to forget',
  failedRead: 'not readable',
  keep: 'kept',
  skip: 'unchanged or skipped',
};

/** Actions that a run would carry out. */
const CHANGES: readonly Action[] = ['create', 'adopt', 'update', 'rename', 'move', 'remove', 'forget'];

export interface PlanSummaryText {
  /** `12 to create, 3 to update, 40 unchanged or skipped`. */
  readonly headline: string;
  /** Places that a run would change. */
  readonly changes: number;
  /** Guards that hold it. */
  readonly held: readonly Guard[];
}

/** What a plan comes down to. */
export function planSummary(plan: {
  readonly summary: Summary;
  readonly guards: readonly Guard[];
}): PlanSummaryText {
  const actions = Object.keys(WORDS) as Action[];
  const parts = actions
    .filter((action) => plan.summary[action] > 0)
    .map((action) => `${plan.summary[action]} ${WORDS[action]}`);
  return {
    headline: parts.join(', '),
    changes: CHANGES.reduce((sum, action) => sum + plan.summary[action], 0),
    held: plan.guards.filter(({ tripped }) => tripped),
  };
}
