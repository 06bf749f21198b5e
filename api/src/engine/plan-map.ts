/** The map's part of a plan: whether it will be uploaded, and everything found while drawing it. */
import type { Plan } from '../core/plan/plan.ts';
import type { Finding } from '../core/model/finding.ts';
import type { MapInput } from '../core/map/map-shapes.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import type { PlanMap } from '../ports/stores.ts';
import type { Deps } from './deps.ts';
import { basisOf, fingerprintOf, mapChange, mapRecord } from './map-record.ts';
import { say, spoken } from '../core/model/sentence.ts';

export interface MapPlan {
  readonly map: PlanMap;
  readonly findings: readonly Finding[];
}

const none = (reason: string, findings: readonly Finding[] = []): MapPlan => ({
  map: { action: 'none', reason, floors: 0 },
  findings,
});

/** A map that cannot be made never makes the plan fail: places are synced without it. */
export async function planMap(
  deps: Deps,
  { tenant, buildingId }: { readonly tenant: TenantId; readonly buildingId: BuildingId },
  {
    input,
    revision,
    plan,
  }: { readonly input: MapInput; readonly revision: string; readonly plan: Pick<Plan, 'steps'> },
): Promise<MapPlan> {
  if (deps.maps === undefined) return none('This installation draws no maps.');
  const made = await deps.maps.maker.make(input, 'places').catch((cause: unknown) => {
    deps.warn('Making the map for a plan failed.', cause);
    return undefined;
  });
  if (made === undefined) return none('The map could not be drawn.');
  const { floors, findings, zip } = made;
  if (floors === 0 || zip === undefined)
    return none('No floor has a plan that could be drawn, so there is no map to upload.', findings);
  const faults = findings.filter(({ severity }) => severity === 'error');
  if (faults.length > 0) {
    const reason = say`The map is not uploaded: ${{ faults: faults.map(({ message }) => message).join(' ') }}`;
    // The places can be synced all the same, so the plan itself has no error.
    return { map: { action: 'none', ...spoken({ reason }), floors }, findings: findings.map(asWarning) };
  }
  const record = await mapRecord(deps, tenant, buildingId);
  const links = plan.steps.some(({ kind }) => kind === 'create' || kind === 'adopt' || kind === 'move');
  const same =
    record !== null &&
    (record.basis === basisOf(deps, revision, input) || record.fingerprint === fingerprintOf(deps, zip));
  const halfWay = (await mapChange(deps, tenant, buildingId)) !== null;
  if (same && !links && !halfWay) {
    const reason = 'The map in Microsoft Places is this one already.';
    return { map: { action: 'skip', reason, floors }, findings };
  }
  return { map: { action: 'upload', floors }, findings };
}

const asWarning = (finding: Finding): Finding =>
  finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding;
