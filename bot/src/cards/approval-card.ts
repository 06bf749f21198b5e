import { ask, banner, card, close, fact, open, small, words, type CardJson } from './card.ts';
import type { Links } from './links.ts';
import { planElements, type PlanFacts } from './plan-facts.ts';

/** A sync that waits for an administrator, or what became of it. */
export interface ApprovalCardData {
  readonly approvalId: string;
  readonly plan: PlanFacts;
  readonly askedBy: string;
  /** Why it needs an administrator. */
  readonly why: string;
  readonly outcome:
    | { readonly kind: 'open' }
    | { readonly kind: 'approved' | 'rejected'; readonly by: string; readonly runId?: string | undefined }
    | { readonly kind: 'outdated' | 'failed'; readonly message: string };
}

/** The card for the channel; without buttons once it is decided. */
export function approvalCard(data: ApprovalCardData, links: Links): CardJson {
  const { plan, outcome } = data;
  const shared = [...planElements(plan), close(fact('Asked by', data.askedBy))];
  const toTab = open('Open in the tab', links.building(plan.building.id));
  const again = ask('Preview again', 'preview', { buildingId: plan.building.id });
  switch (outcome.kind) {
    case 'open':
      return card(
        `${data.askedBy} asks to sync ${plan.building.name}.`,
        [banner(`Approve: sync ${plan.building.name}?`, 'accent'), ...shared, small(data.why)],
        [
          ask('Approve', 'approve', { approvalId: data.approvalId }, 'positive'),
          ask('Reject', 'reject', { approvalId: data.approvalId }, 'destructive'),
          toTab,
        ],
      );
    case 'approved':
      return card(
        `${outcome.by} approved the sync of ${plan.building.name}.`,
        [
          banner(`Approved: ${plan.building.name}`, 'good'),
          ...shared,
          close(fact('Approved by', outcome.by)),
        ],
        outcome.runId === undefined ? [toTab] : [open('Open run', links.run(outcome.runId))],
      );
    case 'rejected':
      return card(
        `${outcome.by} rejected the sync of ${plan.building.name}.`,
        [
          banner(`Rejected: ${plan.building.name}`, 'attention'),
          ...shared,
          close(fact('Rejected by', outcome.by)),
        ],
        [again],
      );
    case 'outdated':
    case 'failed':
      return card(
        outcome.message,
        [banner(`Not started: ${plan.building.name}`, 'warning'), words(outcome.message), ...shared],
        [again],
      );
  }
}
