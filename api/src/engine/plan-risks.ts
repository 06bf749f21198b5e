/** What an approver has to look at in a plan, and its fingerprint. */
import type { SavedPlan } from '../ports/stores.ts';
import { canonicalText } from './canonical-text.ts';
import type { Deps } from './deps.ts';

export interface PlanRisks {
  /** In words, most serious first; empty: help desk may start it where an administrator allowed that. */
  readonly risks: readonly string[];
  readonly fingerprint: string;
}

/** A place of these types gets a mailbox when it is created (graph-places.md section 6). */
const WITH_MAILBOX = new Set(['room', 'workspace']);
const FINGERPRINT_DIGITS = 12;

/** The same steps give the same fingerprint. */
export function planRisks(deps: Pick<Deps, 'hash'>, plan: SavedPlan): PlanRisks {
  const removals = plan.steps.filter(({ kind }) => kind === 'remove').length;
  const mailboxes = plan.steps.filter(({ kind, type }) => kind === 'create' && WITH_MAILBOX.has(type)).length;
  return {
    risks: [
      ...plan.guards.filter(({ tripped }) => tripped).map(({ message }) => message),
      ...(removals > 0 ? [`${removals} places are removed from Microsoft Places.`] : []),
      ...(mailboxes > 0 ? [`${mailboxes} new mailboxes are created.`] : []),
    ],
    fingerprint: deps.hash(canonicalText(plan.steps)).slice(0, FINGERPRINT_DIGITS),
  };
}
