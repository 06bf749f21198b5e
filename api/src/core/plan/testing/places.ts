/** Short hands for tests: desired, known and live places that belong together. */
import type {
  DesiredPlace,
  KnownPlace,
  LivePlace,
  PlaceFields,
  PlaceId,
  PlaceRef,
  PlaceType,
} from '../../model/place.ts';
import { DEFAULT_POLICY } from '../make-plan.ts';
import type { PlanInput } from '../make-plan.ts';
import type { LiveBuilding, PlanNode } from '../plan.ts';

type Wish = Partial<Omit<DesiredPlace, 'type' | 'key' | 'parent'>>;

/** `place('desk', 'd1', section)`: its name is `Desk d1` unless given. */
export function place(
  type: PlaceType,
  key: string,
  parent: PlaceRef | null,
  wish: Wish & { readonly set?: PlaceFields } = {},
): DesiredPlace {
  const { set, ...rest } = wish;
  const name = rest.name ?? `${type} ${key}`;
  const ref = parent && { type: parent.type, key: parent.key };
  return { type, key, name, parent: ref, fields: { displayName: name, ...set }, findings: [], ...rest };
}

/** The id that tests give to the live place of a source id. */
export const idOf = ({ type, key }: PlaceRef): PlaceId => `${type}-${key}-id` as PlaceId;

export const known = (of: DesiredPlace, change: Partial<KnownPlace> = {}): KnownPlace => ({
  type: of.type,
  key: of.key,
  name: of.name,
  placeId: idOf(of),
  parent: of.parent,
  fields: of.fields,
  origin: 'created',
  writtenAt: '2026-01-01T00:00:00Z',
  ...change,
});

export const live = (of: DesiredPlace, change: Partial<LivePlace> = {}): LivePlace => ({
  type: of.type,
  id: of.type === 'room' || of.type === 'workspace' ? `${idOf(of)}-mailbox` : idOf(of),
  placeId: idOf(of),
  parentId: of.parent && idOf(of.parent),
  fields: of.fields,
  ...change,
});

/** A building with one floor, a section and what is asked for in it. */
export const BUILDING = place('building', 'b', null);
export const FLOOR = place('floor', 'f', BUILDING);
export const SECTION = place('section', 's', FLOOR);

export function liveBuilding(places: readonly LivePlace[], change: Partial<LiveBuilding> = {}): LiveBuilding {
  return {
    complete: true,
    failures: [],
    buildings: places.filter(({ type }) => type === 'building'),
    below: places.filter(({ type }) => type !== 'building'),
    byMailbox: [],
    ...change,
  };
}

export const planInput = (change: Partial<PlanInput>): PlanInput => ({
  desired: [],
  findings: [],
  known: [],
  live: liveBuilding([]),
  policy: DEFAULT_POLICY,
  sourceComplete: true,
  ...change,
});

export const nodesOf = (node: PlanNode): PlanNode[] => [node, ...node.children.flatMap(nodesOf)];
