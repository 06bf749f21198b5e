/** The map of a building for people: as a picture, or as a file. */
import { AppError } from '../core/model/app-error.ts';
import type { Finding } from '../core/model/finding.ts';
import { desiredPlaces } from '../core/desired/desired-places.ts';
import type { MapPicture } from '../core/map/map-picture.ts';
import { refText, type BuildingId, type TenantId } from '../core/model/place.ts';
import type { MapKind } from '../core/map/make-map.ts';
import type { Action, PlanNode } from '../core/plan/plan.ts';
import type { PackedMap } from '../ports/building-map.ts';
import type { Deps } from './deps.ts';
import { mapInput } from './map-input.ts';
import { mapOfOthers } from './map-record.ts';

interface Which {
  readonly tenant: TenantId;
  readonly buildingId: BuildingId;
}

export interface DrawnMap {
  readonly floors: MapPicture;
  readonly findings: readonly Finding[];
  /** What the last plan does with a place, by `type:key`. */
  readonly actions: ReadonlyMap<string, Action>;
  /** Findings of the last plan by source key. */
  readonly findingsOf: ReadonlyMap<string, readonly Finding[]>;
}

/** The floors as drawn, with what the last plan says about every place. @throws AppError `notFound` */
export async function drawnMap(deps: Deps, which: Which): Promise<DrawnMap> {
  const { picture = [], findings } = await made(deps, which, 'picture');
  await deps.clock.wait(0);
  const head = await deps.stores.plans.latest(which.tenant, which.buildingId);
  const plan = head && (await deps.stores.plans.load(which.tenant, head.id, 'empty'));
  const actions = new Map<string, Action>();
  const about: Finding[] = [];
  if (plan) walk(plan.tree, actions, about);
  const all = [...findings, ...about].filter(({ key }) => key !== undefined);
  return { floors: picture, findings, actions, findingsOf: Map.groupBy(all, ({ key }) => key ?? '') };
}

function walk(node: PlanNode, actions: Map<string, Action>, findings: Finding[]): void {
  actions.set(refText(node), node.action);
  findings.push(...node.findings);
  for (const child of node.children) walk(child, actions, findings);
}

/** The map as a zip with its name. @throws AppError `notFound`; `input` `no-map` when nothing can be drawn */
export async function mapFile(
  deps: Deps,
  which: Which,
  format: 'places' | 'imdf',
): Promise<{ readonly zip: Uint8Array; readonly findings: readonly Finding[] }> {
  const { zip, findings } = await made(deps, which, format);
  if (zip === undefined) throw noMap();
  return { zip, findings };
}

/** The map of somebody else that ours took the place of, as it was. @throws AppError `notFound` `no-map` */
export async function replacedMap(
  deps: Deps,
  { tenant, buildingId }: Which,
): Promise<{ readonly zip: Uint8Array }> {
  const zip = await mapOfOthers(deps, tenant, buildingId);
  if (zip !== null) return { zip };
  throw new AppError('notFound', 'no-map', 'No map of somebody else was replaced.');
}

async function made(deps: Deps, { tenant, buildingId }: Which, kind: MapKind): Promise<PackedMap> {
  const snapshot = await deps.stores.buildings.snapshot(tenant, buildingId, undefined, 'empty');
  if (snapshot === null)
    throw new AppError('notFound', 'no-such-building', 'There is no building with this id.');
  if (deps.maps === undefined) throw noMap();
  const { model } = snapshot;
  deps.maps.maker.expect?.(model);
  // Each of these takes some ten milliseconds for a large building: other requests are answered in between.
  await deps.clock.wait(0);
  const known = await deps.stores.known.load(tenant, buildingId);
  await deps.clock.wait(0);
  const { places } = desiredPlaces(model, deps.clock.now());
  await deps.clock.wait(0);
  const map = await deps.maps.maker.make(mapInput(model, places, known), kind);
  if (map.floors === 0) throw noMap();
  return map;
}

const noMap = () => new AppError('notFound', 'no-map', 'This building has no floor that can be drawn.');
