/** Whose the map is that Microsoft Places shows, told by its levels alone: one small read per building. */
import type { MapFeature } from './map-feature.ts';

/**
 * `nothing`: no map is shown. `incomplete`: ours, but levels are missing or stand for other floors than we said.
 * `others`: levels that are not ours; somebody else uploaded it.
 */
export type MapThere = 'nothing' | 'ours' | 'incomplete' | 'others';

interface OurLevels {
  /** Feature ids of the levels of the map that is wanted. */
  readonly levelIds: readonly string[];
  /** The package that was uploaded last; null: none. It may have had other floors. */
  readonly last: readonly MapFeature[] | null;
}

/**
 * Levels have the same ids in every package of a building, because they are made from our keys.
 * @param levels as Microsoft shows them; null: there is no map
 */
export function mapThere(
  levels: readonly { readonly id: string; readonly placeId: string | null }[] | null,
  { levelIds, last }: OurLevels,
): MapThere {
  if (levels === null) return 'nothing';
  const uploaded = (last ?? []).filter(({ feature_type: type }) => type === 'level');
  const ours = new Set([...levelIds, ...uploaded.map(({ id }) => id)]);
  if (!levels.every(({ id }) => ours.has(id))) return 'others';
  const shown = new Map(levels.map(({ id, placeId }) => [id, placeId]));
  const whole = uploaded.every(({ id, properties }) => shown.get(id) === properties['directory_id']);
  return whole ? 'ours' : 'incomplete';
}
