/** Reads an uploaded map back and links what is not linked yet (graph-places.md section 12). */
import type { SingleChange } from '../core/map/map-difference.ts';
import type { MapFeature } from '../core/map/map-feature.ts';
import type { MapLink } from '../core/map/places-package.ts';
import type { Sentence } from '../core/model/sentence.ts';
import {
  MapRefused,
  MapWaits,
  type BuildingMaps,
  type FeatureAddress,
  type LiveFeature,
} from '../ports/building-map.ts';
import type { RunningRun } from './running-run.ts';

/** How long a run waits for the map to show, and how often it looks. Later looks are a job: `check-map.ts`. */
const DEADLINE_MS = 6000;
const LOOK_EVERY_MS = 1500;
/** Links that are sent at the same time. */
const TOGETHER = 4;

/** What has to be shown before the map counts as there. */
export interface Expected {
  readonly levelIds: readonly string[];
  /** Features that have to be linked with these places. */
  readonly links: readonly MapLink[];
  /** Features that have to be there, linked or not. */
  readonly there: readonly FeatureAddress[];
  readonly gone: readonly FeatureAddress[];
}

export interface Shown {
  readonly complete: boolean;
  /** Links that are missing, by level; a level that is not shown yet is not in it. */
  readonly missing: ReadonlyMap<string, number>;
  /** What Microsoft said when something could not be linked. */
  readonly problem?: Sentence;
}

/** Every link of a package. */
export function expectedOf(features: readonly MapFeature[]): Expected {
  const links = features.flatMap(({ id, feature_type: type, properties }): MapLink[] => {
    const { level_id: levelId, directory_id: placeId } = properties;
    if (type !== 'unit' && type !== 'section' && type !== 'fixture') return [];
    if (typeof placeId !== 'string') return [];
    return [{ levelId: String(levelId), layer: type, id, placeId }];
  });
  const levelIds = features.filter(({ feature_type: type }) => type === 'level').map(({ id }) => id);
  return { levelIds, links, there: [], gone: [] };
}

/** Only what was changed; everything else was there before. */
export function changedOnly({ levelIds, links }: Expected, singles: readonly SingleChange[]): Expected {
  const there = singles.filter(({ put }) => put !== undefined);
  const changed = new Set(there.map(({ id }) => id));
  return {
    levelIds,
    links: links.filter(({ id }) => changed.has(id)),
    there,
    gone: singles.filter(({ put }) => put === undefined),
  };
}

/** Returns when everything is shown and linked, or when the time is over. */
export async function verifyMap(
  run: RunningRun,
  maps: BuildingMaps,
  buildingPlaceId: string,
  expected: Expected,
): Promise<Shown> {
  const { clock } = run.deps;
  const until = clock.now().getTime() + DEADLINE_MS;
  for (;;) {
    const shown = await lookOnce(maps, buildingPlaceId, expected);
    if (shown.complete || shown.problem !== undefined || !run.goOn()) return shown;
    if (clock.now().getTime() >= until) return shown;
    await run.wait(LOOK_EVERY_MS);
  }
}

/** Looks, and links what is shown and not linked. */
export async function lookOnce(
  maps: BuildingMaps,
  buildingPlaceId: string,
  { levelIds, ...parts }: Expected,
): Promise<Shown> {
  const missing = new Map<string, number>();
  try {
    const levels = new Set((await maps.readLevels(buildingPlaceId))?.map(({ id }) => id));
    let complete = levelIds.every((id) => levels.has(id));
    for (const levelId of levelIds.filter((id) => levels.has(id))) {
      const onLevel = <T extends FeatureAddress>(some: readonly T[]) =>
        some.filter((one) => one.levelId === levelId);
      const own = { links: onLevel(parts.links), there: onLevel(parts.there), gone: onLevel(parts.gone) };
      const level = await lookAtLevel(maps, buildingPlaceId, levelId, own);
      missing.set(levelId, level.unlinked);
      complete &&= level.complete;
    }
    return { complete, missing };
  } catch (error) {
    if (!(error instanceof MapRefused) && !(error instanceof MapWaits)) throw error;
    return { complete: false, missing, problem: error.said };
  }
}

async function lookAtLevel(
  maps: BuildingMaps,
  buildingPlaceId: string,
  levelId: string,
  { links, there, gone }: Omit<Expected, 'levelIds'>,
): Promise<{ readonly unlinked: number; readonly complete: boolean }> {
  let [unlinked, complete] = [0, true];
  for (const layer of new Set([...links, ...there, ...gone].map((one) => one.layer))) {
    const shown = new Map(
      (await maps.readFeatures(buildingPlaceId, levelId, layer)).map((feature) => [feature.id, feature]),
    );
    const own = links.filter((link) => link.layer === layer);
    unlinked += await linkAll(maps, buildingPlaceId, own, shown);
    complete &&= there.every(({ id, layer: of }) => of !== layer || shown.has(id));
    complete &&= !gone.some(({ id, layer: of }) => of === layer && shown.has(id));
  }
  return { unlinked, complete: complete && unlinked === 0 };
}

/** @returns how many are not shown, and so could not be linked */
async function linkAll(
  maps: BuildingMaps,
  buildingPlaceId: string,
  links: readonly MapLink[],
  shown: ReadonlyMap<string, LiveFeature>,
): Promise<number> {
  const there = links.filter(({ id }) => shown.has(id));
  const open = there.filter(({ id, placeId }) => shown.get(id)?.placeId !== placeId);
  for (let i = 0; i < open.length; i += TOGETHER) {
    await Promise.all(
      open
        .slice(i, i + TOGETHER)
        .map(({ levelId, layer, id, placeId }) => maps.link(buildingPlaceId, levelId, layer, id, placeId)),
    );
  }
  return links.length - there.length;
}
