/** The order of writes: parents before children, renames after everything they must not block, removals leaf first. */
import type { PlaceType } from '../model/place.ts';
import type { Step } from './plan.ts';

/** Creates, updates, moves and adopts. Forgetting touches the ledger alone and comes first, so that an id is free. */
export const WAVE_OF: Readonly<Record<PlaceType, number>> = {
  building: 0,
  floor: 1,
  section: 2,
  room: 3,
  workspace: 3,
  desk: 3,
};
export const FORGET_WAVE = 0;
export const RENAME_WAVE = 4;

/** Graph removes nothing that still has children; rooms and workspaces it does not remove at all. */
export const REMOVAL_WAVE_OF: Readonly<Record<'desk' | 'section' | 'floor' | 'building', number>> = {
  desk: 5,
  section: 6,
  floor: 7,
  building: 8,
};

/** Steps by wave; inside a wave they keep their order. Linear, because there are few waves. */
export function inWaves(steps: Iterable<Step>): Step[] {
  const waves = Map.groupBy(steps, ({ wave }) => wave);
  return [...waves.keys()].sort((a, b) => a - b).flatMap((wave) => waves.get(wave) ?? []);
}
