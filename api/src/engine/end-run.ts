import { AppError } from '../core/model/app-error.ts';
import { makeReport, type Report } from '../core/report/report.ts';
import type { Run } from '../ports/stores.ts';
import { recordAudit } from './audit-trail.ts';
import type { Deps } from './deps.ts';

/** After the end of a run was written: keeps its report and tells people. Telling never changes the run. */
export async function endRun(deps: Deps, run: Run): Promise<void> {
  const report = await reportOf(deps, run);
  await recordEnd(deps, run);
  await deps.stores.reports.save(run.tenantId, run.id, report);
  try {
    await deps.notifier.runEnded(run, report);
  } catch (error) {
    deps.warn('Telling people that the run has ended failed.', error);
  }
}

function recordEnd(deps: Deps, { id, tenantId, state, counts }: Run): Promise<void> {
  const nobody = { initiator: null, actingAs: null };
  return recordAudit(deps.audit, deps.clock, tenantId, [
    { action: 'run.ended', ...nobody, subject: { kind: 'run', id }, detail: { state, ...counts } },
  ]);
}

/** The account of a run as its journal stands now. @throws AppError `bug` `plan-gone` */
export async function reportOf(deps: Pick<Deps, 'stores'>, run: Run): Promise<Report> {
  const [plan, building, journal] = await Promise.all([
    deps.stores.plans.load(run.tenantId, run.planId),
    deps.stores.buildings.load(run.tenantId, run.buildingId),
    deps.stores.runs.journal(run.tenantId, run.id),
  ]);
  if (plan === null) throw new AppError('bug', 'plan-gone', 'The plan of this run is gone.');
  return makeReport({
    building: { id: run.buildingId, name: building?.name ?? plan.tree.name },
    run,
    plan,
    journal,
    map: { state: plan.map.action, message: plan.map.reason ?? '' },
  });
}
