/** The map's part of a plan: whether it will be uploaded, and everything found while drawing it. */
import type { MapInput } from '../core/map/map-shapes.ts';
import type { MapThere } from '../core/map/map-there.ts';
import type { Finding } from '../core/model/finding.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { saidIn, say, spoken, type Sentence } from '../core/model/sentence.ts';
import type { Plan } from '../core/plan/plan.ts';
import { MapRefused, MapWaits, type BuildingMaps, type PackedMap } from '../ports/building-map.ts';
import type { PlanMap } from '../ports/stores.ts';
import { SignInNeeded } from '../ports/token-source.ts';
import type { Deps } from './deps.ts';
import { basisOf, fingerprintOf, isTakenAway, mapChange, mapRecord, type MapRecord } from './map-record.ts';
import { MAP_OF_OTHERS } from './map-release.ts';
import { seenMap } from './seen-map.ts';

export interface MapPlan {
  readonly map: PlanMap;
  readonly findings: readonly Finding[];
}

const none = (reason: string, findings: readonly Finding[] = []): MapPlan => ({
  map: { action: 'none', reason, floors: 0 },
  findings,
});

interface ToPlan {
  readonly input: MapInput;
  readonly revision: string;
  readonly plan: Pick<Plan, 'steps' | 'tree' | 'complete'>;
  /** With the rights of whoever looks; missing: Microsoft is not asked. */
  readonly maps: Pick<BuildingMaps, 'readLevels'> | undefined;
}

interface Which {
  readonly tenant: TenantId;
  readonly buildingId: BuildingId;
}

/** A map that cannot be made never makes the plan fail: places are synced without it. */
export async function planMap(deps: Deps, which: Which, wanted: ToPlan): Promise<MapPlan> {
  if (deps.maps === undefined) return none('This installation draws no maps.');
  const made = await deps.maps.maker.make(wanted.input, 'places').catch((cause: unknown) => {
    deps.warn('Making the map for a plan failed.', cause);
    return undefined;
  });
  if (made === undefined) return none('The map could not be drawn.');
  const { floors, findings, zip } = made;
  if (floors === 0 || zip === undefined)
    return none('No floor has a plan that could be drawn, so there is no map to upload.', findings);
  const faults = findings.filter(({ severity }) => severity === 'error');
  if (faults.length > 0) {
    const why = faults.map((fault) => saidIn(fault, 'message'));
    const reason = say`The map is not uploaded: ${{ faults: why }}`;
    // The places can be synced all the same, so the plan itself has no error.
    return { map: { action: 'none', ...spoken({ reason }), floors }, findings: findings.map(asWarning) };
  }
  const { map, finding } = await compared(deps, which, wanted, { ...made, zip });
  return { map: { ...map, floors }, findings: finding === undefined ? findings : [...findings, finding] };
}

interface Compared {
  readonly map: Omit<PlanMap, 'floors'>;
  readonly finding?: Finding | undefined;
}

/** With what we uploaded last, and with what Microsoft shows of it. */
async function compared(
  deps: Deps,
  { tenant, buildingId }: Which,
  wanted: ToPlan,
  made: PackedMap & { readonly zip: Uint8Array },
): Promise<Compared> {
  const { input, revision, plan } = wanted;
  const record = await mapRecord(deps, tenant, buildingId);
  const { there, finding } = await seen(deps, wanted, made, record);
  if (there === 'others') return HELD;
  if (record !== null && isTakenAway(record, there ?? 'ours', deps.clock.now()))
    return { map: { action: 'upload', reason: there === 'nothing' ? MISSING : INCOMPLETE } };
  const links = plan.steps.some(({ kind }) => kind === 'create' || kind === 'adopt' || kind === 'move');
  const same =
    record !== null &&
    (record.basis === basisOf(deps, revision, input) || record.fingerprint === fingerprintOf(deps, made.zip));
  const halfWay = (await mapChange(deps, tenant, buildingId)) !== null;
  if (!same || links || halfWay) return { map: { action: 'upload' }, finding };
  return { map: { action: 'skip', reason: there === 'nothing' ? NOT_SHOWN_YET : SAME }, finding };
}

const SAME = 'The map in Microsoft Places is this one already.';
const NOT_SHOWN_YET = 'The map was uploaded, and Microsoft does not show it yet.';
const MISSING = 'The map is missing in Microsoft Places and will be uploaded again.';
const INCOMPLETE = 'Floors of the map are missing in Microsoft Places, so it will be uploaded again.';

/** Somebody may have uploaded a better map by hand: nothing of theirs is replaced unless an administrator says so. */
const HELD: Compared = {
  map: {
    action: 'none',
    reason: 'Microsoft Places shows a map that somebody else uploaded. It stays as it is.',
    release: MAP_OF_OTHERS,
  },
  finding: {
    code: MAP_OF_OTHERS,
    severity: 'warning',
    message:
      'Microsoft Places shows a map of this building that somebody else uploaded, so ours is not uploaded.',
    hint: 'Leave it, or let an administrator release its replacement when the sync is started; a copy of it is kept.',
  },
};

/** A read that failed says nothing about the map. A building that is not there has none. */
async function seen(
  deps: Deps,
  { plan, maps }: ToPlan,
  packed: PackedMap,
  last: MapRecord | null,
): Promise<{ readonly there?: MapThere; readonly finding?: Finding }> {
  const { placeId } = plan.tree;
  if (deps.maps === undefined || maps === undefined || placeId === undefined || !plan.complete) return {};
  try {
    return { there: (await seenMap(maps, placeId, { maker: deps.maps.maker, last, packed })).there };
  } catch (error) {
    const why = reasonOf(error);
    if (why === undefined) throw error;
    const message = say`Whether Microsoft Places still shows the map of this building is not known. ${{ why }}`;
    return { finding: { code: 'map-unread', severity: 'info', ...spoken({ message }) } };
  }
}

function reasonOf(error: unknown): Sentence | undefined {
  if (error instanceof MapRefused || error instanceof MapWaits) return error.said;
  return error instanceof SignInNeeded ? { text: error.message } : undefined;
}

const asWarning = (finding: Finding): Finding =>
  finding.severity === 'error' ? { ...finding, severity: 'warning' } : finding;
