/** Values that are right in themselves; a suite changes what it is about. */
import { randomUUID } from 'node:crypto';
import type { Building } from '../../src/core/model/building.ts';
import type { BuildingId, KnownPlace, PlaceId, TenantId } from '../../src/core/model/place.ts';
import type { PlanNode, Step } from '../../src/core/plan/plan.ts';
import type { Run, RunCounts, SavedPlan } from '../../src/ports/stores.ts';

/** Every test works in a tenant of its own, so one database serves a whole file. */
export const newTenant = (): TenantId => randomUUID() as TenantId;
export const newBuildingId = (): BuildingId => randomUUID() as BuildingId;
export const at = (minute: number): Date => new Date(Date.UTC(2030, 0, 1, 8, minute));

export const noCounts: RunCounts = {
  created: 0,
  updated: 0,
  adopted: 0,
  moved: 0,
  removed: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
};

export function sampleBuilding(key: string, name = `Building ${key}`): Building {
  const space = { features: [], allocations: [] };
  return {
    key,
    name,
    status: 'active',
    complete: true,
    source: { system: 'test', instance: 'contoso.example' },
    floors: [
      {
        key: `${key}-0`,
        name: 'Ground floor',
        ordinal: 0,
        published: true,
        spaces: [
          { ...space, key: `${key}-r1`, kind: 'room', name: 'Røom 1 – 会议室', capacity: 8 },
          { ...space, key: `${key}-d1`, kind: 'desk', name: 'Desk 1' },
          { ...space, key: `${key}-d2`, kind: 'desk', name: 'Desk 2' },
        ],
      },
    ],
  };
}

export function sampleRun(tenantId: TenantId, buildingId: BuildingId, changes: Partial<Run> = {}): Run {
  return {
    id: randomUUID(),
    tenantId,
    buildingId,
    planId: randomUUID(),
    state: 'queued',
    requestedBy: 'admin',
    actingAs: 'admin@contoso.example',
    createdAt: at(0).toISOString(),
    progress: { done: 0, total: 3 },
    counts: noCounts,
    epoch: 0,
    ...changes,
  };
}

export function sampleDesk(key: string, placeId: string = randomUUID()): KnownPlace {
  return {
    type: 'desk',
    key,
    name: `Desk ${key}`,
    placeId: placeId as PlaceId,
    parent: { type: 'section', key: 'desks' },
    fields: { displayName: `Desk ${key}`, mode: { kind: 'reservable' }, capacity: null },
    origin: 'created',
    writtenAt: at(5).toISOString(),
  };
}

export function samplePlan(tenantId: TenantId, buildingId: BuildingId, desks = 1): SavedPlan {
  const keys = Array.from({ length: desks }, (_, index) => `d${index}`);
  const head = { changes: [], findings: [] };
  const nodes = keys.map((key): PlanNode => ({
    ...head,
    key,
    type: 'desk',
    name: key,
    action: 'create',
    children: [],
  }));
  return {
    id: randomUUID(),
    tenantId,
    buildingId,
    createdAt: at(0).toISOString(),
    createdBy: 'admin',
    basis: { source: 'a', known: 'b', live: 'c' },
    map: { action: 'none', floors: 1 },
    revision: 'r1',
    complete: true,
    applyable: true,
    summary: {
      create: desks,
      update: 0,
      rename: 0,
      move: 0,
      skip: 0,
      adopt: 0,
      remove: 0,
      keep: 0,
      forget: 0,
      handover: 0,
      failedRead: 0,
    },
    tree: { ...head, key: 'hq', type: 'building', name: 'HQ', action: 'skip', children: nodes },
    steps: keys.map(sampleStep),
    findings: [],
    guards: [],
    unmanaged: 0,
  };
}

function sampleStep(key: string): Step {
  return {
    id: `create:desk:${key}`,
    kind: 'create',
    type: 'desk',
    key,
    name: key,
    wave: 0,
    action: 'create',
    parent: { type: 'section', key: 'desks' },
    fields: { displayName: key, mode: { kind: 'reservable' } },
    setsParent: true,
    ledgerFields: { displayName: key, mode: { kind: 'reservable' } },
  };
}
