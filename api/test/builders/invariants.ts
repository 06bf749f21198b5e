/** What must be true after anything at all; the judge is the directory's own record (reliability-security.md 1.2). */
import { expect } from 'vitest';
import type { BuildingId } from '../../src/core/model/place.ts';
import { tenant, type World } from './world.ts';

const END_STATES = ['done', 'doneWithFailures', 'cancelled'];

/** No two places that are the same thing (I2); the builders give every place of a parent another name. */
export function expectNoDuplicates(world: World): void {
  const names = world.directory.record.all.map(
    ({ type, parentId, fields }) => `${type} ${fields.displayName} in ${parentId}`,
  );
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
}

/** One source item per place and one place per source item (I1). */
export async function expectOneToOne(world: World, building: BuildingId): Promise<void> {
  const known = await world.stores.known.load(tenant, building);
  expect(new Set(known.map((place) => place.placeId)).size).toBe(known.length);
  expect(new Set(known.map((place) => `${place.type}:${place.key}`)).size).toBe(known.length);
}

/** Every place we made is in the ledger or named as unknown in the report (I3); the run has ended (I6). */
export async function expectNothingLost(world: World, building: BuildingId, runId: string): Promise<void> {
  const run = await world.run(runId);
  expect(END_STATES).toContain(run.state);
  const report = await world.report(runId);
  const known = new Set((await world.stores.known.load(tenant, building)).map((place) => place.placeId));
  const lost = world.directory.record.all.filter((place) => !known.has(place.placeId));
  const unknown = report.failures.map((failure) => failure.name);
  expect(
    lost.map((place) => place.fields.displayName).filter((name) => !unknown.includes(name ?? '')),
  ).toEqual([]);
}

/** Counts of the report are those of the journal and of the writes that took effect (I8), and nothing else was written (I4). */
export async function expectHonestCounts(world: World, planId: string, runId: string): Promise<void> {
  const report = await world.report(runId);
  const plan = await world.stores.plans.load(tenant, planId);
  const journal = await world.stores.runs.journal(tenant, runId);
  const done = journal.filter((row) => row.state === 'done').map((row) => row.stepId);
  expect(report.summary).toEqual((await world.run(runId)).counts);
  expect(report.summary.created).toBe(done.filter((id) => id.startsWith('create:')).length);
  expect(report.failures).toHaveLength(report.summary.failed + report.summary.unknown);
  const planned = new Set(plan?.steps.map((step) => step.id));
  expect(world.directory.applied.filter((write) => !planned.has(write.ref))).toEqual([]);
}
