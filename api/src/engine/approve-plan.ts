/** An administrator's answer to an approval card. Exactly the plan of the card is started, or nothing. */
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import type { Approval } from '../ports/chat.ts';
import type { Run, SavedPlan } from '../ports/stores.ts';
import { recordAudit, refOf } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { startRun } from './start-run.ts';
import { thePlan, type Person } from './the-run.ts';

export interface Decided {
  readonly approval: Approval;
  readonly plan: SavedPlan;
  readonly run?: Run | undefined;
}

/**
 * Decides once: whoever is second gets what was decided. A newer plan of the building makes the card worthless (F66).
 * @throws AppError `notFound` `no-such-approval`; `permission` `role-missing` when `by` is no administrator;
 *   otherwise as {@link startRun}, and the approval stays open
 */
export async function decideApproval(
  deps: Deps,
  input: {
    readonly tenant: TenantId;
    readonly approvalId: string;
    readonly decision: 'approved' | 'rejected';
    readonly by: Person;
  },
): Promise<Decided> {
  const { tenant, decision, by } = input;
  if (!by.isAdmin) throw new AppError('permission', 'role-missing', 'Only a Places.Admin may decide this.');
  const asked = await deps.stores.chat.approval(tenant, input.approvalId);
  if (asked === null) throw new AppError('notFound', 'no-such-approval', 'There is no such request.');
  const plan = await thePlan(deps, tenant, asked.planId);
  if (asked.state !== 'open') return { approval: asked, plan };
  const settle = async (
    state: Approval['state'],
    message?: string,
  ): Promise<Decided & { first: boolean }> => {
    const settled: Approval = { ...asked, state, decidedBy: by.name, message };
    const first = await deps.stores.chat.settleApproval(settled, 'open');
    const now = first ? settled : await deps.stores.chat.approval(tenant, asked.id);
    return { approval: now ?? settled, plan, first };
  };
  if (decision === 'rejected') {
    await record(deps, asked, by, 'approval.refused');
    return settle('rejected');
  }
  const latest = await deps.stores.plans.latest(tenant, asked.buildingId);
  if (latest?.id !== asked.planId) return settle('outdated', OUT_OF_DATE);
  return start(deps, { asked, plan, by, settle });
}

const OUT_OF_DATE = 'This plan is out of date.';

/** Claims the card first, so that two administrators cannot start it twice; gives it back when the start fails. */
async function start(
  deps: Deps,
  {
    asked,
    plan,
    by,
    settle,
  }: {
    asked: Approval;
    plan: SavedPlan;
    by: Person;
    settle: (state: Approval['state']) => Promise<Decided & { first: boolean }>;
  },
): Promise<Decided> {
  const claimed = await settle('approved');
  if (!claimed.first) return claimed;
  await record(deps, asked, by, 'approval.given');
  const release = plan.guards
    .filter(({ tripped, releasable }) => tripped && releasable)
    .map(({ code }) => code);
  try {
    // Asked for by the one, with the guards released by the other: the audit log has both.
    const asker: Person = { ...asked.askedBy, isAdmin: true };
    const run = await startRun(deps, { tenant: plan.tenantId, planId: plan.id, release, by: asker });
    const approval: Approval = { ...claimed.approval, runId: run.id };
    await deps.stores.chat.settleApproval(approval, 'approved');
    return { approval, plan, run };
  } catch (error) {
    const stale = error instanceof AppError && error.code === 'plan-stale';
    const { decidedBy: _nobody, ...open } = claimed.approval;
    const next: Approval = stale
      ? { ...claimed.approval, state: 'outdated', message: OUT_OF_DATE }
      : { ...open, state: 'open' };
    await deps.stores.chat.settleApproval(next, 'approved');
    if (stale) return { approval: next, plan };
    throw error;
  }
}

async function record(
  deps: Deps,
  asked: Approval,
  by: Person,
  action: 'approval.given' | 'approval.refused',
): Promise<void> {
  const askedBy = await refOf(deps.audit, asked.tenantId, asked.askedBy);
  await recordAudit(deps.audit, deps.clock, asked.tenantId, [
    {
      action,
      initiator: by,
      actingAs: null,
      subject: { kind: 'plan', id: asked.planId },
      detail: { approvalId: asked.id, askedBy },
    },
  ]);
}
