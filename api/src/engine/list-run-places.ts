import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import { runPlaces, type RunPlace } from '../core/run/run-places.ts';
import type { Page, PageQuery } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { thePlan, theRun } from './the-run.ts';

/** Places of one page when nobody says how many. */
const USUAL = 1000;

/**
 * What became of every place of a run, in the order of its plan, page by page.
 * @throws AppError `notFound` `no-such-run`, `no-such-plan`; `input` `cursor-invalid`
 */
export async function listRunPlaces(
  deps: Pick<Deps, 'stores'>,
  { tenant, runId }: { readonly tenant: TenantId; readonly runId: string },
  { cursor = '0', limit = USUAL }: PageQuery,
): Promise<Page<RunPlace>> {
  if (!/^\d{1,9}$/.test(cursor))
    throw new AppError('input', 'cursor-invalid', 'This cursor is not one of ours.');
  const run = await theRun(deps, tenant, runId);
  const [plan, journal] = await Promise.all([
    thePlan(deps, tenant, run.planId, 'empty'),
    deps.stores.runs.journal(tenant, runId),
  ]);
  const places = runPlaces(plan, journal);
  const end = Number(cursor) + limit;
  return {
    items: places.slice(Number(cursor), end),
    ...(end < places.length && { nextCursor: String(end) }),
  };
}
