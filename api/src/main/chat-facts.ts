/** Runs, plans and approvals as the cards of the bot show them. */
import type { ApprovalCardData } from '../../../bot/src/cards/approval-card.ts';
import type { PlanFacts } from '../../../bot/src/cards/plan-facts.ts';
import type { ProgressCardData } from '../../../bot/src/cards/progress-card.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { planSummary } from '../core/report/plan-summary.ts';
import type { Deps } from '../engine/deps.ts';
import { planRisks } from '../engine/plan-risks.ts';
import type { Approval } from '../ports/chat.ts';
import type { Run, SavedPlan } from '../ports/stores.ts';

async function nameOf(deps: Deps, tenant: TenantId, id: BuildingId): Promise<string> {
  return (await deps.stores.buildings.load(tenant, id))?.name ?? 'Building';
}

export async function progressOf(deps: Deps, run: Run): Promise<ProgressCardData> {
  const { id, state, requestedBy, progress, counts } = run;
  const buildingName = await nameOf(deps, run.tenantId, run.buildingId);
  return { runId: id, buildingName, state, requestedBy, progress, counts };
}

export async function planFacts(deps: Deps, plan: SavedPlan): Promise<PlanFacts> {
  const { headline, changes } = planSummary(plan);
  return {
    planId: plan.id,
    building: { id: plan.buildingId, name: await nameOf(deps, plan.tenantId, plan.buildingId) },
    headline,
    changes: Math.max(changes, plan.map.action === 'upload' ? 1 : 0),
    applyable: plan.applyable,
    ...planRisks(deps, plan),
  };
}

export async function approvalData(
  deps: Deps,
  approval: Approval,
  plan: SavedPlan,
): Promise<ApprovalCardData> {
  const { id, askedBy, why } = approval;
  return {
    approvalId: id,
    plan: await planFacts(deps, plan),
    askedBy: askedBy.name,
    why,
    outcome: outcomeOf(approval),
  };
}

function outcomeOf({ state, decidedBy, runId, message }: Approval): ApprovalCardData['outcome'] {
  switch (state) {
    case 'open':
      return { kind: 'open' };
    case 'approved':
    case 'rejected':
      return { kind: state, by: decidedBy ?? '', runId };
    case 'outdated':
      return { kind: 'outdated', message: message ?? 'This plan is out of date.' };
  }
}
