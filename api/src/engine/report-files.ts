/** Everything about a run to keep or to send on: its report in all forms, and a picture of every floor. */
import { desiredPlaces } from '../core/desired/desired-places.ts';
import { floorSvg } from '../core/map/floor-svg.ts';
import type { TenantId } from '../core/model/place.ts';
import { floorTints } from '../core/report/floor-tints.ts';
import { reportCsv } from '../core/report/report-csv.ts';
import { reportMarkdown } from '../core/report/report-markdown.ts';
import type { Run } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { getReport } from './get-report.ts';
import { mapInput } from './map-input.ts';
import { thePlan, theRun } from './the-run.ts';

/** Text by file name. @throws AppError `notFound` `no-such-run` */
export async function reportFiles(
  deps: Deps,
  tenant: TenantId,
  runId: string,
): Promise<ReadonlyMap<string, string>> {
  const run = await theRun(deps, tenant, runId);
  const report = await getReport(deps, tenant, runId);
  const files = [
    ['report.md', reportMarkdown(report)],
    ['report.csv', reportCsv(report)],
    ['report.json', `${JSON.stringify(report, undefined, 2)}\n`],
  ] as const;
  return new Map([...files, ...(await floorPictures(deps, run))]);
}

/** Of the version that was synced; none when it cannot be drawn. */
async function floorPictures(deps: Deps, run: Run): Promise<[string, string][]> {
  const { tenantId, buildingId } = run;
  const plan = await thePlan(deps, tenantId, run.planId, 'empty');
  const snapshot = await deps.stores.buildings.snapshot(tenantId, buildingId, plan.revision, 'empty');
  if (snapshot === null || deps.maps === undefined) return [];
  const known = await deps.stores.known.load(tenantId, buildingId);
  const { places } = desiredPlaces(snapshot.model, deps.clock.now());
  const { picture = [] } = await deps.maps.maker.make(mapInput(snapshot.model, places, known), 'picture');
  const tints = floorTints(plan.steps, await deps.stores.runs.journal(tenantId, run.id));
  return picture.map((floor, at) => [fileName(floor.name, at), floorSvg(floor, tints)]);
}

/** In the order of the floors; a name from outside is no path. */
const fileName = (name: string, at: number): string => {
  const plain = name
    .normalize('NFKD')
    .replace(/[^\w-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `floors/${String(at + 1).padStart(2, '0')}${plain === '' ? '' : `-${plain}`}.svg`;
};
