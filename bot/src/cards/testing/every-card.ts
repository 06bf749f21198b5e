/** Every card the product can post, in every state it has, with one name in all places where a name can stand. */
import { approvalCard } from '../approval-card.ts';
import { buildingsCard } from '../buildings-card.ts';
import type { CardJson } from '../card.ts';
import { connectCard, helpCard, openTabCard, unknownCommandCard, welcomeCard } from '../help-card.ts';
import { createLinks } from '../links.ts';
import { messageCard } from '../message-card.ts';
import { pickerCard } from '../picker-card.ts';
import { previewCard } from '../preview-card.ts';
import { progressCard } from '../progress-card.ts';
import { reportCard, type ReportCardData } from '../report-card.ts';
import { statusCard } from '../status-card.ts';
import { withNote } from '../with-note.ts';

export const links = createLinks(
  'c1a0f7d2-3b64-4f6e-8a53-6d1f2b9e4c77',
  'https://places.contoso.example/tab',
);
const COUNTS = {
  created: 12,
  updated: 3,
  adopted: 0,
  moved: 1,
  removed: 0,
  skipped: 40,
  failed: 0,
  unknown: 0,
};
const copies = <T>(count: number, one: T): T[] => new Array<T>(count).fill(one);
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** @param failures how many items failed; as many warnings and hours are there as well */
export const reportOf = (name: string, failures = 1): ReportCardData => ({
  runId: 'run-1',
  building: { id: 'b-1', name },
  state: failures === 0 ? 'done' : 'doneWithFailures',
  requestedBy: name,
  actingAs: name,
  startedAt: '2030-01-05T08:00:00Z',
  completedAt: '2030-01-05T08:04:10Z',
  summary: { ...COUNTS, failed: failures },
  failures: copies(failures, {
    name,
    type: 'room',
    error: { status: 400, code: name, message: name },
    advice: name,
  }),
  warnings: copies(failures, { message: name }),
  propagation: copies(failures, { what: name, expectedBy: '2030-01-06T08:00:00Z' }),
});

export const planOf = (name: string, risks = 1) => ({
  planId: 'p-1',
  building: { id: 'b-1', name },
  headline: name,
  risks: copies(risks, name),
  fingerprint: '3f9c21ab77de',
  changes: 16,
  applyable: true,
});

export const runOf = (name: string, state = 'running') => ({
  runId: 'run-1',
  buildingName: name,
  state,
  requestedBy: name,
  progress: { done: 26, total: 56 },
  counts: COUNTS,
});

const buildingOf = (name: string, status: string) => ({ id: 'b-1', name, status });
const BUILDING_STATES = ['inSync', 'changesPending', 'running', 'held', 'failed', 'neverSynced', 'unknown'];
const RUN_STATES = [
  'queued',
  'running',
  'paused',
  'held',
  'cancelling',
  'done',
  'doneWithFailures',
  'failed',
  'cancelled',
];

type Maker = readonly [what: string, make: (name: string) => CardJson];

const reports: Maker[] = [
  ['report', (name) => reportCard(reportOf(name, 0), links)],
  ['report with failures', (name) => reportCard(reportOf(name, 3), links)],
  ['report of 10,000 failures', (name) => reportCard(reportOf(name, 10_000), links)],
  [
    'report with a map that failed',
    (name) => {
      const floors = [{ state: 'pending', correlated: 1, places: 3 }];
      return reportCard({ ...reportOf(name, 0), map: { state: 'failed', message: name, floors } }, links);
    },
  ],
  ['report with a note', (name) => withNote(reportCard(reportOf(name), links), name)],
  ...['failed', 'cancelled', 'something new'].map((state): Maker => [
    `report: ${state}`,
    (name) => reportCard({ ...reportOf(name), state, stateReason: name }, links),
  ]),
];

const approvals: Maker[] = (['open', 'approved', 'rejected', 'outdated', 'failed'] as const).map((kind) => [
  `approval: ${kind}`,
  (name) => {
    const outcome = { kind, by: name, message: name, runId: 'run-1' };
    return approvalCard(
      { approvalId: 'a-1', plan: planOf(name, 12), askedBy: name, why: name, outcome },
      links,
    );
  },
]);

/** In an order for looking at them. */
export const EVERY_CARD: readonly Maker[] = [
  ...reports,
  ...approvals,
  ['preview', (name) => previewCard(planOf(name), links)],
  ['preview that cannot be applied', (name) => previewCard({ ...planOf(name, 3), applyable: false }, links)],
  ['preview of nothing', (name) => previewCard({ ...planOf(name, 0), headline: '', changes: 0 }, links)],
  ...RUN_STATES.map((state): Maker => [
    `progress: ${state}`,
    (name) => progressCard(runOf(name, state), links),
  ]),
  ['progress, shared', (name) => progressCard(runOf(name), links, 'still')],
  ['status: nothing', () => statusCard([], links)],
  [
    'status',
    (name) =>
      statusCard(
        times(14, (index) => runOf(name, RUN_STATES[index % 5])),
        links,
      ),
  ],
  ['buildings: none', () => buildingsCard([], links)],
  [
    'buildings',
    (name) =>
      buildingsCard(
        times(24, (index) => buildingOf(name, BUILDING_STATES[index % 7] ?? name)),
        links,
      ),
  ],
  ['building', (name) => buildingsCard([buildingOf(name, name)], links)],
  [
    'picker',
    (name) =>
      pickerCard(
        'sync',
        name,
        times(9, () => ({ id: 'b-1', name })),
      ),
  ],
  ['picker without a word', (name) => pickerCard('report', '', [{ id: 'b-1', name }])],
  ['message', (name) => messageCard(name, name, { hint: name })],
  ['message: warning', (name) => messageCard('Not done', name, { hint: name, tone: 'warning' })],
  ['help', () => helpCard(links)],
  ['unknown command', (name) => unknownCommandCard(`sync ${name}`, links)],
  ['welcome', () => welcomeCard(links)],
  ['open the tab', () => openTabCard(links)],
  ['connect', () => connectCard(links)],
];
