/** Values of the contract for tests, with everything that does not matter filled in. */
import type { Action, Building, Me, Plan, PlanNode, PlanSummary, Report, Run } from '#contract';

const ACTIONS: readonly Action[] = [
  'create',
  'update',
  'rename',
  'move',
  'skip',
  'adopt',
  'remove',
  'keep',
  'forget',
  'handover',
  'failedRead',
];

export const summaryOf = (given: Partial<PlanSummary> = {}): PlanSummary =>
  Object.fromEntries(ACTIONS.map((action) => [action, given[action] ?? 0])) as PlanSummary;

export const countsOf = (given: Partial<Run['counts']> = {}): Run['counts'] => ({
  created: 0,
  updated: 0,
  adopted: 0,
  moved: 0,
  removed: 0,
  skipped: 0,
  failed: 0,
  unknown: 0,
  ...given,
});

export const buildingOf = (given: Partial<Building> = {}): Building => ({
  id: given.name ?? 'b1',
  source: 'files',
  sourceKey: given.id ?? 'HQ',
  name: 'Contoso HQ',
  status: 'neverSynced',
  revision: 'r1',
  importedAt: '2026-03-01T08:00:00Z',
  floors: 2,
  rooms: 4,
  desks: 10,
  ...given,
});

export const meOf = (given: Partial<Me> = {}): Me => ({
  tenantId: 'contoso.example',
  userId: 'u1',
  name: 'Ada Admin',
  roles: ['Places.Admin'],
  connection: { state: 'connected', account: { userId: 'u1', name: 'Ada Admin' } },
  ...given,
});

export const nodeOf = (given: Partial<PlanNode> & Pick<PlanNode, 'key' | 'type'>): PlanNode => ({
  name: given.key,
  action: 'skip',
  changes: [],
  findings: [],
  children: [],
  ...given,
});

function summarise(node: PlanNode, into: PlanSummary): PlanSummary {
  into[node.action] += 1;
  for (const child of node.children) summarise(child, into);
  return into;
}

export const planOf = (tree: PlanNode, given: Partial<Plan> = {}): Plan => ({
  id: 'p1',
  buildingId: 'b1',
  createdAt: '2026-03-01T09:00:00Z',
  createdBy: 'Ada Admin',
  complete: true,
  applyable: true,
  basis: { source: 's', known: 'k', live: 'l' },
  summary: summarise(tree, summaryOf()),
  tree,
  map: { action: 'none', floors: 0 },
  findings: [],
  guards: [],
  unmanaged: 0,
  ...given,
});

export const runOf = (given: Partial<Run> = {}): Run => ({
  id: 'run1',
  planId: 'p1',
  buildingId: 'b1',
  state: 'running',
  requestedBy: 'Ada Admin',
  actingAs: 'Ada Admin',
  createdAt: '2026-03-01T10:00:00Z',
  startedAt: '2026-03-01T10:00:01Z',
  progress: { done: 0, total: 10 },
  counts: countsOf(),
  ...given,
});

export const reportOf = (given: Partial<Report> = {}): Report => ({
  runId: 'run1',
  planId: 'p1',
  building: { id: 'b1', name: 'Contoso HQ' },
  state: 'done',
  requestedBy: 'Ada Admin',
  actingAs: 'Ada Admin',
  startedAt: '2026-03-01T10:00:01Z',
  completedAt: '2026-03-01T10:01:00Z',
  summary: countsOf({ created: 3 }),
  failures: [],
  warnings: [],
  handovers: [],
  map: { state: 'uploaded', message: 'Uploaded.' },
  propagation: [],
  ...given,
});
