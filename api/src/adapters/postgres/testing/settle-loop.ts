/**
 * A process to kill: opens the data folder given as argument, takes its one run over (or starts it) and settles step
 * after step, saying each one aloud after its commit. Run by the crash tests.
 */
import process from 'node:process';
import type { AuditDraft } from '../../../core/model/audit-entry.ts';
import type { BuildingId, KnownPlace, PlaceId, TenantId } from '../../../core/model/place.ts';
import type { Run } from '../../../ports/stores.ts';
import { openDatabase } from '../open-database.ts';
import { createStores } from '../stores.ts';
import { testSeals } from './test-seals.ts';

const STEPS = 5000;
const counts = {
  created: 0,
  updated: 0,
  adopted: 0,
  moved: 0,
  removed: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
};
const newRun: Run = {
  id: 'run',
  tenantId: 'tenant' as TenantId,
  buildingId: 'building' as BuildingId,
  planId: 'plan',
  state: 'running',
  requestedBy: 'admin',
  actingAs: 'admin',
  createdAt: '2030-01-01T08:00:00.000Z',
  progress: { done: 0, total: STEPS },
  counts,
  epoch: 0,
};
const desk = (key: string): KnownPlace => ({
  type: 'desk',
  key,
  name: key,
  placeId: `place-${key}` as PlaceId,
  parent: null,
  fields: { displayName: key },
  origin: 'created',
  writtenAt: '2030-01-01T08:00:00.000Z',
});

const line = (action: 'write.intended' | 'write.answered', step: string): AuditDraft => ({
  at: '2030-01-01T08:00:00.000Z',
  action,
  initiator: null,
  actingAs: null,
  subject: { kind: 'place', id: step },
  detail: {},
});

const database = await openDatabase({ dataDir: process.argv[2] ?? '' });
const { runs } = createStores(database, testSeals);
if ((await runs.unfinished()).length === 0) {
  await runs.start(
    newRun,
    Array.from({ length: STEPS }, (_, index) => `s${index}`),
  );
}
const run = await runs.claim(newRun.tenantId, newRun.id);
process.stdout.write('ready\n');
const journal = await runs.journal(run.tenantId, run.id);
for (const { stepId, position, state } of journal) {
  if (state === 'done') continue;
  await runs.intend(run, [stepId], [line('write.intended', stepId)]);
  const ledger = { kind: 'record' as const, place: desk(stepId) };
  const settlement = { stepId, state: 'done' as const, placeId: ledger.place.placeId, ledger };
  await runs.settle(
    run,
    [settlement],
    { ...counts, created: position + 1 },
    position + 1,
    [{ type: 'step', data: { stepId } }],
    [line('write.answered', stepId)],
  );
  process.stdout.write(`${stepId}\n`);
}
