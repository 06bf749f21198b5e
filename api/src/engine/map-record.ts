/** What we remember of the map we uploaded last: to skip an unchanged one, and to put it back when a new one is refused. */
import type { MapThere } from '../core/map/map-there.ts';
import type { MapInput } from '../core/map/map-shapes.ts';
import type { BuildingId, TenantId } from '../core/model/place.ts';
import { canonicalText } from './canonical-text.ts';
import type { Deps } from './deps.ts';

/** Grows when the same building gives another package. */
const FORMAT = 1;

export interface MapRecord {
  /** Of everything the package is made of: unchanged means that it need not even be made. */
  readonly basis: string;
  /** Of its bytes. */
  readonly fingerprint: string;
  /** The package, base64. */
  readonly zip: string;
  /** RFC 3339. */
  readonly uploadedAt: string;
  /** Microsoft has shown all of it: when it is not there any more, somebody took it away. */
  readonly shown?: boolean;
}

const keyOf = (building: BuildingId): string => `map:${building}`;

export async function mapRecord(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: BuildingId,
): Promise<MapRecord | null> {
  // Only saveMapRecord writes there.
  return (await deps.stores.settings.load(tenant, keyOf(building))) as MapRecord | null;
}

export const saveMapRecord = (
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: BuildingId,
  record: MapRecord,
): Promise<void> => deps.stores.settings.save(tenant, keyOf(building), record);

/** Microsoft says an hour; a map that is not there after six never will be, or was taken away. */
export const GIVE_UP_AFTER_MS = 6 * 3_600_000;

/** Whether somebody took away what we had uploaded, or a part of it; a new map may take its time to be shown. */
export function isTakenAway(
  { uploadedAt, shown }: Pick<MapRecord, 'uploadedAt' | 'shown'>,
  there: MapThere,
  now: Date,
): boolean {
  if (there !== 'nothing' && there !== 'incomplete') return false;
  return shown === true || now.getTime() - Date.parse(uploadedAt) >= GIVE_UP_AFTER_MS;
}

/** A map on its way into Microsoft Places. Written down before each step, so that whoever comes after a crash goes on. */
export interface MapChange {
  /** Of the package that is on its way. */
  readonly fingerprint: string;
  /**
   * `removing`: the old map is being deleted. `ingesting`: it is gone, ours may have been sent. `singles`: some features
   * may have been changed. `showing`: everything was accepted, and is looked for and linked.
   */
  readonly stage: 'removing' | 'ingesting' | 'singles' | 'showing';
  /** What goes back when it is refused: a package, base64. */
  readonly before: string | null;
  /** What goes back is a map that somebody else had uploaded. */
  readonly foreign: boolean;
}

const changeKeyOf = (building: BuildingId): string => `map-change:${building}`;

/** null: nothing is on its way. */
export async function mapChange(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: BuildingId,
): Promise<MapChange | null> {
  // Only saveMapChange writes there.
  return (await deps.stores.settings.load(tenant, changeKeyOf(building))) as MapChange | null;
}

export const saveMapChange = (
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: BuildingId,
  change: MapChange | null,
): Promise<void> => deps.stores.settings.save(tenant, changeKeyOf(building), change);

const othersKeyOf = (building: BuildingId): string => `map-of-others:${building}`;

/** Keeps the map of somebody else that ours takes the place of, so that it can be put back by hand too. */
export const saveMapOfOthers = (
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: BuildingId,
  zip: string,
): Promise<void> => deps.stores.settings.save(tenant, othersKeyOf(building), { zip });

/** The last one, as a package; null: ours never took the place of another. */
export async function mapOfOthers(
  deps: Pick<Deps, 'stores'>,
  tenant: TenantId,
  building: BuildingId,
): Promise<Uint8Array | null> {
  // Only saveMapOfOthers writes there.
  const kept = (await deps.stores.settings.load(tenant, othersKeyOf(building))) as { zip: string } | null;
  return kept && Buffer.from(kept.zip, 'base64');
}

/** Fingerprint of the source's revision and of the links, cheap enough for every plan. */
export const basisOf = (deps: Pick<Deps, 'hash'>, revision: string, input: MapInput): string =>
  deps.hash(
    canonicalText({
      format: FORMAT,
      revision,
      placeIds: input.placeIds,
      leftAlone: input.leftAlone,
      impliedSections: input.impliedSections,
    }),
  );

export const fingerprintOf = (deps: Pick<Deps, 'hash'>, zip: Uint8Array): string =>
  deps.hash(Buffer.from(zip).toString('base64'));
