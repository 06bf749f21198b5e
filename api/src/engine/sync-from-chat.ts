/** A sync that was asked for in a chat: planned afresh, then started or put before an administrator. */
import { AppError } from '../core/model/app-error.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { Approval } from '../ports/chat.ts';
import type { Run, SavedPlan } from '../ports/stores.ts';
import { recordAudit } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { makePlanFor } from './make-plan.ts';
import { planRisks } from './plan-risks.ts';
import { refuseActiveRun } from './create-run.ts';
import { standingApproval } from './standing-approval.ts';
import { startRun } from './start-run.ts';
import type { Person } from './the-run.ts';

export type ChatSync =
  | { readonly kind: 'started'; readonly plan: SavedPlan; readonly run: Run }
  | { readonly kind: 'nothing'; readonly plan: SavedPlan }
  | { readonly kind: 'approval'; readonly plan: SavedPlan; readonly approval: Approval };

/**
 * Help desk may start a building with a standing approval whose fresh plan trips no guard, removes nothing and creates
 * no mailbox; an administrator one that trips no guard and removes nothing. Everything else waits for an approval.
 * @throws AppError as {@link startRun}; `guarded` `plan-not-applyable`
 */
export async function syncFromChat(
  deps: Deps,
  { tenant, buildingId, by }: { tenant: TenantId; buildingId: BuildingId; by: Person },
): Promise<ChatSync> {
  refuseActiveRun(await deps.stores.runs.latest(tenant, buildingId));
  const plan = await makePlanFor(deps, { tenant, buildingId, by: by.name, byId: by.userId });
  if (!plan.applyable) {
    const why = plan.findings.find(({ severity }) => severity === 'error')?.message;
    throw new AppError(
      'guarded',
      'plan-not-applyable',
      why ?? 'Microsoft Places could not be read completely.',
      {
        hint: 'Remove the cause and try again.',
      },
    );
  }
  if (plan.steps.length === 0 && plan.map.action !== 'upload') return { kind: 'nothing', plan };
  const why = await whyNotNow(deps, plan, by);
  if (why === null) {
    return { kind: 'started', plan, run: await startRun(deps, { tenant, planId: plan.id, release: [], by }) };
  }
  return { kind: 'approval', plan, approval: await askForApproval(deps, plan, by, why) };
}

/** null when the person may start it now. */
async function whyNotNow(deps: Deps, plan: SavedPlan, by: Person): Promise<string | null> {
  const { risks } = planRisks(deps, plan);
  const tripped = plan.guards.some((guard) => guard.tripped);
  const removes = plan.steps.some(({ kind }) => kind === 'remove');
  if (by.isAdmin) return tripped || removes ? 'The plan holds something to look at first.' : null;
  if (risks.length > 0) return 'The plan holds something that an administrator decides.';
  const standing = await standingApproval(deps, plan.tenantId, plan.buildingId);
  return standing.allowed ? null : 'No administrator has allowed syncs of this building from chat.';
}

async function askForApproval(deps: Deps, plan: SavedPlan, by: Person, why: string): Promise<Approval> {
  const approval: Approval = {
    id: deps.newId(),
    tenantId: plan.tenantId,
    buildingId: plan.buildingId,
    planId: plan.id,
    askedBy: { userId: by.userId, name: by.name },
    why,
    askedAt: deps.clock.now().toISOString(),
    state: 'open',
  };
  await recordAudit(deps.audit, deps.clock, plan.tenantId, [
    {
      action: 'approval.asked',
      initiator: by,
      actingAs: null,
      subject: { kind: 'plan', id: plan.id },
      detail: { approvalId: approval.id, fingerprint: planRisks(deps, plan).fingerprint },
    },
  ]);
  await deps.stores.chat.addApproval(approval);
  return approval;
}
