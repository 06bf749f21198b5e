import type { TenantId } from '../core/model/place.ts';
import type { Report } from '../core/report/report.ts';
import type { Deps } from './deps.ts';
import { reportOf } from './end-run.ts';
import { isActive, theRun } from './the-run.ts';

/** The kept report of a run that has ended; of another one, the account as it stands now. @throws AppError `notFound` `no-such-run` */
export async function getReport(deps: Deps, tenant: TenantId, runId: string): Promise<Report> {
  const run = await theRun(deps, tenant, runId);
  const kept = isActive(run) ? null : await deps.stores.reports.load(tenant, runId);
  // Only endRun writes there, and what it writes is a Report.
  return (kept as Report | null | undefined) ?? reportOf(deps, run);
}
