/** Core and store types as the contract shows them; the only place where the two meet. */
import type { KnownEntry, Plan, Run } from '../contract/index.ts';
import type { KnownPlace } from '../core/model/place.ts';
import type { Run as StoredRun, SavedPlan } from '../ports/stores.ts';
import type { PlanNode as CoreNode } from '../core/plan/plan.ts';
import type { PlanNode } from '../contract/index.ts';

export function showRun(run: StoredRun): Run {
  const { id, planId, buildingId, state, requestedBy, actingAs, createdAt, progress, counts } = run;
  return {
    id,
    planId,
    buildingId,
    state,
    requestedBy,
    actingAs,
    createdAt,
    progress,
    counts,
    ...(run.stateReason === undefined ? {} : { stateReason: run.stateReason }),
    ...(run.resumesAt === undefined ? {} : { resumesAt: run.resumesAt }),
    ...(run.startedAt === undefined ? {} : { startedAt: run.startedAt }),
    ...(run.completedAt === undefined ? {} : { completedAt: run.completedAt }),
    ...(run.retryOf === undefined ? {} : { retryOf: run.retryOf }),
  };
}

export function showPlan(plan: SavedPlan): Plan {
  return {
    id: plan.id,
    buildingId: plan.buildingId,
    createdAt: plan.createdAt,
    createdBy: plan.createdBy,
    complete: plan.complete,
    applyable: plan.applyable,
    basis: plan.basis,
    summary: plan.summary,
    tree: showNode(plan.tree),
    map: plan.map,
    ...(plan.readAs === undefined ? {} : { readAs: plan.readAs }),
    findings: [...plan.findings],
    guards: [...plan.guards],
    unmanaged: plan.unmanaged,
  };
}

function showNode(node: CoreNode): PlanNode {
  const { key, type, name, action, reason, placeId, mailbox, changes, findings, handovers, children, words } =
    node;
  return {
    key,
    type,
    name,
    action,
    ...(reason === undefined ? {} : { reason }),
    ...(words === undefined ? {} : { words }),
    ...(placeId === undefined ? {} : { placeId }),
    ...(mailbox === undefined ? {} : { mailbox }),
    changes: changes.map(({ field, before, after }) => ({
      field,
      before: before ?? null,
      after: after ?? null,
    })),
    findings: [...findings],
    ...(handovers === undefined ? {} : { handovers: [...handovers] }),
    children: children.map(showNode),
  };
}

export function showKnown(place: KnownPlace): KnownEntry {
  const { key, type, name, placeId, mailbox, writtenAt } = place;
  return { key, type, name, placeId, ...(mailbox === undefined ? {} : { mailbox }), writtenAt };
}
