/** What lies between two packages of one building, when it is so little that single features can be changed. */
import type { Layer } from './categories.ts';
import type { MapFeature } from './map-feature.ts';

/** More than this, and one upload of everything is the smaller trouble. */
const MOST = 100;

/** One feature to write (again) or to take away (graph-places.md section 2). */
export interface SingleChange {
  readonly levelId: string;
  readonly layer: Layer;
  readonly id: string;
  /** Missing: the feature goes. `placeId` null: it stands for no place any more. */
  readonly put?: { readonly feature: MapFeature; readonly placeId?: string | null };
}

/**
 * The changes in the order in which they are to be sent: what goes makes room first.
 * @returns null when the map has to be uploaded as a whole: the building, its outline or a level is another, a feature
 *   went to another floor, the order of drawing would be another, or there is too much
 */
export function singleChanges(
  before: readonly MapFeature[],
  after: readonly MapFeature[],
): readonly SingleChange[] | null {
  const old = new Map(before.map((feature) => [feature.id, feature]));
  const now = new Map(after.map((feature) => [feature.id, feature]));
  const changed = after.filter((feature) => !same(old.get(feature.id), feature));
  const gone = before.filter(({ id }) => !now.has(id));
  if (changed.length + gone.length > MOST) return null;
  if (![...changed, ...gone].every((feature) => isSingle(feature))) return null;
  if (changed.some((feature) => !staysOnLevel(old.get(feature.id), feature))) return null;
  const kept = (features: readonly MapFeature[], others: ReadonlyMap<string, MapFeature>) =>
    features.filter(({ id }) => others.has(id)).map(({ id }) => id);
  if (kept(before, now).join() !== kept(after, old).join()) return null;
  const created = new Set(changed.filter(({ id }) => !old.has(id)));
  if (wouldHide(created, after)) return null;
  return [...gone.map(dropped), ...changed.map((feature) => put(feature, old.get(feature.id)))];
}

const same = (one: MapFeature | undefined, other: MapFeature): boolean =>
  one !== undefined && JSON.stringify(one) === JSON.stringify(other);

const isSingle = ({ feature_type: type }: MapFeature): boolean =>
  type === 'unit' || type === 'section' || type === 'fixture';

const staysOnLevel = (old: MapFeature | undefined, now: MapFeature): boolean =>
  old === undefined || (old.feature_type === now.feature_type && levelOf(old) === levelOf(now));

const levelOf = ({ properties }: MapFeature): string => String(properties['level_id']);

const linkOf = ({ properties }: MapFeature): string | undefined => {
  const id = properties['directory_id'];
  return typeof id === 'string' ? id : undefined;
};

const address = (feature: MapFeature) => ({
  levelId: levelOf(feature),
  // Only called for features that passed isSingle.
  layer: feature.feature_type as Layer,
  id: feature.id,
});

const dropped = (feature: MapFeature): SingleChange => address(feature);

function put(feature: MapFeature, old: MapFeature | undefined): SingleChange {
  const placeId = linkOf(feature) ?? (old && linkOf(old) !== undefined ? null : undefined);
  return { ...address(feature), put: { feature, ...(placeId !== undefined && { placeId }) } };
}

type Box = readonly [number, number, number, number];

/** About a millimetre: units that share a wall do not lie over each other. */
const TOUCHING = 1e-8;

/**
 * Later features are drawn over earlier ones, and a new one comes last: a corridor that is new would hide the rooms
 * that lie in it.
 */
function wouldHide(created: ReadonlySet<MapFeature>, after: readonly MapFeature[]): boolean {
  if (created.size === 0) return false;
  const units = after
    .filter(({ feature_type: type }) => type === 'unit')
    .map((unit) => ({ isNew: created.has(unit), level: levelOf(unit), box: boxOf(unit) }));
  return units.some(
    (unit, at) =>
      unit.isNew &&
      units
        .slice(at + 1)
        .some((later) => !later.isNew && later.level === unit.level && overlap(unit.box, later.box)),
  );
}

function boxOf({ geometry }: MapFeature): Box {
  let [left, bottom, right, top] = [Infinity, Infinity, -Infinity, -Infinity];
  const walk = (at: unknown): void => {
    if (!Array.isArray(at)) return;
    const [x, y] = at as unknown[];
    if (typeof x !== 'number' || typeof y !== 'number') return at.forEach(walk);
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [bottom, top] = [Math.min(bottom, y), Math.max(top, y)];
  };
  walk(geometry?.coordinates);
  return [left, bottom, right, top];
}

const overlap = (a: Box, b: Box): boolean =>
  a[0] < b[2] - TOUCHING && b[0] < a[2] - TOUCHING && a[1] < b[3] - TOUCHING && b[1] < a[3] - TOUCHING;

/** Whether a map as it is read is this package: the same features in the same shapes. */
export function sameShapes(read: readonly object[], features: readonly MapFeature[]): boolean {
  const shapeOf = (feature: object): string => {
    const { id, geometry } = feature as Partial<MapFeature>;
    return `${String(id).toLowerCase()} ${JSON.stringify(geometry ?? null)}`;
  };
  const shapes = new Set(features.map(shapeOf));
  return read.length === shapes.size && read.every((feature) => shapes.has(shapeOf(feature)));
}
