/** Reads an uploaded map back and links what is not linked yet (graph-places.md section 12). */
import type { MapLink } from '../core/map/places-package.ts';
import { MapRefused, type BuildingMaps, type PackedMap } from '../ports/building-map.ts';
import type { RunningRun } from './running-run.ts';

/** How long a run waits for the map to show, and how often it looks. Microsoft says up to an hour. */
const DEADLINE_MS = 6000;
const LOOK_EVERY_MS = 1500;
/** Links that are sent at the same time. */
const TOGETHER = 4;

export interface Shown {
  readonly complete: boolean;
  /** Linked features by level; a level that is not shown yet is not in it. */
  readonly linked: ReadonlyMap<string, number>;
  /** What Microsoft said when something could not be linked. */
  readonly problem?: string;
}

/** Returns when everything is shown and linked, or when the time is over. */
export async function verifyMap(
  run: RunningRun,
  maps: BuildingMaps,
  buildingPlaceId: string,
  { coverage, links }: PackedMap,
): Promise<Shown> {
  const { clock } = run.deps;
  const until = clock.now().getTime() + DEADLINE_MS;
  const wanted = Map.groupBy(links, ({ levelId }) => levelId);
  for (;;) {
    const shown = await lookOnce(maps, buildingPlaceId, coverage, wanted);
    if (shown.complete || shown.problem !== undefined || !run.goOn()) return shown;
    if (clock.now().getTime() >= until) return shown;
    await run.wait(LOOK_EVERY_MS);
  }
}

async function lookOnce(
  maps: BuildingMaps,
  buildingPlaceId: string,
  coverage: PackedMap['coverage'],
  wanted: ReadonlyMap<string, readonly MapLink[]>,
): Promise<Shown> {
  const linked = new Map<string, number>();
  try {
    const levels = new Set((await maps.readLevels(buildingPlaceId))?.map(({ id }) => id));
    let complete = true;
    for (const { levelId } of coverage) {
      if (!levels.has(levelId)) {
        complete = false;
        continue;
      }
      const links = wanted.get(levelId) ?? [];
      const count = await linkLevel(maps, buildingPlaceId, levelId, links);
      linked.set(levelId, count);
      complete &&= count === links.length;
    }
    return { complete, linked };
  } catch (error) {
    if (!(error instanceof MapRefused)) throw error;
    return { complete: false, linked, problem: error.message };
  }
}

/** @returns how many features of the level are linked with the place they stand for */
async function linkLevel(
  maps: BuildingMaps,
  buildingPlaceId: string,
  levelId: string,
  links: readonly MapLink[],
): Promise<number> {
  let linked = 0;
  for (const [layer, some] of Map.groupBy(links, (link) => link.layer)) {
    const features = await maps.readFeatures(buildingPlaceId, levelId, layer);
    const there = new Map(features.map(({ id, placeId }) => [id, placeId]));
    const shown = some.filter(({ id }) => there.has(id));
    const missing = shown.filter(({ id, placeId }) => there.get(id) !== placeId);
    for (let i = 0; i < missing.length; i += TOGETHER) {
      await Promise.all(
        missing
          .slice(i, i + TOGETHER)
          .map(({ id, placeId }) => maps.link(buildingPlaceId, levelId, layer, id, placeId)),
      );
    }
    linked += shown.length;
  }
  return linked;
}
