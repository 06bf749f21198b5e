import { AppError } from '../core/model/app-error.ts';
import { makeReport, type Report, type ReportInput } from '../core/report/report.ts';
import type { PlanMap, Run } from '../ports/stores.ts';
import { recordAudit } from './audit-trail.ts';
import type { Deps } from './deps.ts';
import { mapOutcome, type MapOutcome } from './map-outcome.ts';
import { mapChange, type MapChange } from './map-record.ts';

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

/** After the map of an ended run was settled: its kept report and what shows it say so. Nothing else changes. */
export async function changeReport(deps: Deps, run: Run): Promise<void> {
  // Only endRun writes there, and what it writes is a Report.
  const kept = (await deps.stores.reports.load(run.tenantId, run.id)) as Report | null;
  if (kept === null) return;
  const { map } = await reportOf(deps, run);
  await deps.stores.reports.save(run.tenantId, run.id, { ...kept, map });
  await deps.notifier.reportChanged?.(run);
}

function recordEnd(deps: Deps, { id, tenantId, state, counts }: Run): Promise<void> {
  const nobody = { initiator: null, actingAs: null };
  return recordAudit(deps.audit, deps.clock, tenantId, [
    { action: 'run.ended', ...nobody, subject: { kind: 'run', id }, detail: { state, ...counts } },
  ]);
}

/** The account of a run as its journal stands now. @throws AppError `bug` `plan-gone` */
export async function reportOf(deps: Pick<Deps, 'stores'>, run: Run): Promise<Report> {
  const [plan, building, journal, map, change] = await Promise.all([
    deps.stores.plans.load(run.tenantId, run.planId, 'empty'),
    deps.stores.buildings.load(run.tenantId, run.buildingId),
    deps.stores.runs.journal(run.tenantId, run.id),
    mapOutcome(deps, run),
    mapChange(deps, run.tenantId, run.buildingId),
  ]);
  if (plan === null) throw new AppError('bug', 'plan-gone', 'The plan of this run is gone.');
  return makeReport({
    building: { id: run.buildingId, name: building?.name ?? plan.tree.name },
    run,
    plan,
    journal,
    map: mapPart(plan.map, map, change),
  });
}

/** What the run did, or what the plan left as it is. */
function mapPart(
  { action, reason = '', words }: PlanMap,
  outcome: MapOutcome | null,
  change: MapChange | null,
): ReportInput['map'] {
  if (outcome) {
    const { waiting: _, ...shown } = outcome;
    return { ...shown, uploaded: outcome.state === 'uploaded' || outcome.state === 'pending' };
  }
  if (action !== 'upload')
    return {
      state: action,
      message: reason,
      ...(words?.['reason'] && { words: { message: words['reason'] } }),
    };
  const halfWay = change !== null && change.stage !== 'showing';
  return {
    state: 'none',
    message: halfWay
      ? 'The run ended while the map was being replaced. The next sync finishes that.'
      : 'The run did not get to the map.',
  };
}
