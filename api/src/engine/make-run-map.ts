/** The map that a run is to upload: of the version that was planned, linked with what the ledger has by now. */
import { desiredPlaces } from '../core/desired/desired-places.ts';
import { saidIn, say } from '../core/model/sentence.ts';
import type { MapMaker, PackedMap } from '../ports/building-map.ts';
import { mapInput } from './map-input.ts';
import { failed, type MapOutcome } from './map-outcome.ts';
import { basisOf, fingerprintOf, type MapRecord } from './map-record.ts';
import type { RunningRun } from './running-run.ts';

export interface RunMap {
  readonly buildingPlaceId: string;
  readonly packed: PackedMap;
  readonly zip: Uint8Array;
  readonly record: MapRecord;
}

/** @returns an outcome when there is nothing to upload */
export async function makeRunMap(run: RunningRun, maker: MapMaker): Promise<RunMap | MapOutcome> {
  const { deps } = run;
  const { tenantId, buildingId } = run.run;
  const snapshot = await deps.stores.buildings.snapshot(tenantId, buildingId, run.plan.revision, 'empty');
  if (snapshot === null)
    return failed(say`The building is not there any more in the version that was planned.`);
  const known = await deps.stores.known.load(tenantId, buildingId);
  const { model } = snapshot;
  const all = mapInput(model, desiredPlaces(model, deps.clock.now()).places, known);
  const buildingPlaceId = all.placeIds[`building:${model.key}`];
  if (buildingPlaceId === undefined)
    return failed(say`The map was not uploaded, because the building is not in Microsoft Places.`);
  // A floor that is not there cannot be linked, and Microsoft takes no map with a floor that is not.
  const missing = model.floors.filter(({ key }) => all.placeIds[`floor:${key}`] === undefined);
  const leftAlone = [...all.leftAlone, ...missing.map(({ key }) => `floor:${key}`)];
  const packed = await maker.make({ ...all, leftAlone }, 'places');
  const faults = packed.findings.filter(({ severity }) => severity === 'error');
  if (packed.zip === undefined)
    return failed(say`No floor in Microsoft Places has a plan that could be drawn.`);
  if (faults.length > 0) {
    const why = faults.map((fault) => saidIn(fault, 'message'));
    return failed(say`The map was not uploaded: ${{ faults: why }}`);
  }
  const record: MapRecord = {
    basis: basisOf(deps, run.plan.revision, all),
    fingerprint: fingerprintOf(deps, packed.zip),
    zip: Buffer.from(packed.zip).toString('base64'),
    uploadedAt: deps.clock.now().toISOString(),
  };
  return { buildingPlaceId, packed, zip: packed.zip, record };
}
