import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { Report as ReportOnTheWire } from '../../contract/run.ts';
import { fault, made, step } from '../run/testing/steps.ts';
import { BUILDING, place } from '../plan/testing/places.ts';
import { makePlan } from '../plan/make-plan.ts';
import { planInput } from '../plan/testing/places.ts';
import type { PlanNode, Step } from '../plan/plan.ts';
import { adviceFor } from './advice.ts';
import { floorTints } from './floor-tints.ts';
import { planMarkdown } from './plan-markdown.ts';
import { planSummary } from './plan-summary.ts';
import { reportCsv } from './report-csv.ts';
import { reportMarkdown } from './report-markdown.ts';
import { makeReport } from './report.ts';
import type { ReportInput } from './report.ts';

const COMPLETED = '2026-03-02T10:00:00.000Z';
const node = (change: Partial<PlanNode> = {}): PlanNode => ({
  key: 'hq',
  type: 'building',
  name: 'Head Office',
  action: 'skip',
  changes: [],
  findings: [],
  children: [],
  ...change,
});
const input = (
  change: Partial<Omit<ReportInput, 'plan'>> & { plan?: Partial<ReportInput['plan']> } = {},
): ReportInput => ({
  building: { id: 'b1', name: 'Head Office' },
  run: {
    id: 'run-1',
    planId: 'plan-1',
    state: 'doneWithFailures',
    requestedBy: 'Operator',
    actingAs: 'Admin',
    startedAt: '2026-03-02T09:59:00.000Z',
    completedAt: COMPLETED,
    counts: { created: 1, updated: 0, adopted: 0, moved: 0, removed: 0, skipped: 3, failed: 1, unknown: 0 },
  },
  journal: [],
  map: { state: 'none', message: 'No map.' },
  ...change,
  plan: { steps: [], findings: [], tree: node(), ...change.plan },
});
const withSteps = (
  ...results: {
    step: Step;
    state: 'done' | 'failed' | 'unknown' | 'skipped';
    message?: string;
    note?: string;
  }[]
) =>
  makeReport(
    input({
      plan: { steps: results.map((one) => one.step) },
      journal: results
        .map(({ step: { id }, state, message, note }) => ({
          stepId: id,
          state,
          note,
          ...(message !== undefined && { error: fault(400, 'BadRequest', message) }),
        }))
        .reverse(),
    }),
  );

describe('makeReport', () => {
  it('S40, S41: has the shape of the contract, with counts and times', () => {
    const report = withSteps({ step: step(), state: 'failed', message: 'No.' });
    expect(ReportOnTheWire.parse(JSON.parse(JSON.stringify(report)))).toMatchObject({
      runId: 'run-1',
      startedAt: '2026-03-02T09:59:00.000Z',
      completedAt: COMPLETED,
      summary: { created: 1, failed: 1, skipped: 3 },
    });
  });

  it('S42: failures carry Microsoft’s own words and both ids, and plain advice', () => {
    const { failures } = withSteps(
      { step: step({ key: 'a' }), state: 'failed', message: 'A place exists.' },
      { step: step({ key: 'b' }), state: 'done' },
      { step: step({ key: 'c', type: 'room' }), state: 'unknown' },
    );
    expect(failures).toMatchObject([
      {
        key: 'a',
        error: { status: 400, code: 'BadRequest', message: 'A place exists.', requestId: 'request-1' },
      },
      { key: 'c', error: { status: null, code: 'answer-lost' } },
    ]);
    expect(failures[0]?.advice).toContain('exists already');
    expect(failures[1]?.advice).toContain('not certain');
  });

  it('names nobody that a desk is assigned to, but keeps the room’s own mailbox', () => {
    const message = 'User Ada@contoso.example was not found; mailbox r@contoso.example is fine.';
    const room = step({ type: 'room', mailbox: 'r@contoso.example' });
    const report = withSteps(
      { step: room, state: 'failed', message },
      { step: step(), state: 'failed', message },
    );
    expect(report.failures[0]?.error.message).toBe(
      'User (address removed) was not found; mailbox r@contoso.example is fine.',
    );
    expect(report.failures[1]?.error.message).not.toContain('@');
  });

  it('S43: warnings apart: findings of the plan, what was not tried, what was noted', () => {
    const report = makeReport(
      input({
        plan: {
          steps: [step({ key: 'a' }), step({ key: 'b' })],
          findings: [
            { code: 'x', severity: 'warning', message: 'Look.' },
            { code: 'y', severity: 'info', message: 'By the way.' },
          ],
        },
        journal: [
          { stepId: 'create:desk:a', state: 'skipped' },
          { stepId: 'create:desk:b', state: 'done', note: 'Possible duplicates: id-9.' },
        ],
      }),
    );
    expect(report.warnings.map(({ code }) => code)).toEqual(['x', 'run-note', 'not-tried']);
  });

  it('a refused rename and what Graph cannot do are handed over; a rename that worked is not', () => {
    const rename = (key: string): Step =>
      step({
        kind: 'rename',
        key,
        name: `New ${key}`,
        placeId: `id-${key}`,
        fields: { displayName: `New ${key}` },
        expected: made({ fields: { displayName: 'Old' } }),
      });
    const gone = { why: 'It left the source.', command: "Remove-Place -Identity 'x'" };
    const report = makeReport(
      input({
        plan: {
          steps: [rename('a'), rename('b')],
          findings: [{ code: 'directory-empty', severity: 'warning', message: 'No building.' }],
          tree: node({
            children: [
              node({ action: 'handover', handovers: [gone] }),
              node({ action: 'rename', handovers: [{ why: 'if refused', command: 'never' }] }),
            ],
          }),
        },
        journal: [
          { stepId: 'rename:desk:a', state: 'failed', error: fault(400) },
          { stepId: 'rename:desk:b', state: 'done' },
        ],
      }),
    );
    expect(report.handovers.map(({ command }) => command)).toEqual([
      "Set-PlacesSettings -EnableBuildings 'Default:true'",
      "Set-PlaceV3 -Identity 'id-a' -DisplayName 'New a'",
      gone.command,
    ]);
  });

  it('S44: says per kind until when it may be invisible, 48 hours at the latest', () => {
    const report = makeReport(
      input({
        plan: { steps: [step({ type: 'floor' }), step({ type: 'room' }), step({ type: 'desk' })] },
        journal: ['floor', 'room', 'desk'].map((type) => ({
          stepId: `create:${type}:d`,
          state: type === 'desk' ? 'failed' : 'done',
        })),
        map: { state: 'uploaded', message: 'Uploaded.', uploaded: true },
      }),
    );
    expect(report.propagation.map(({ expectedBy }) => expectedBy)).toEqual([
      COMPLETED,
      '2026-03-03T10:00:00.000Z',
      '2026-03-03T10:00:00.000Z',
      '2026-03-02T11:00:00.000Z',
      '2026-03-04T10:00:00.000Z',
    ]);
    expect(withSteps({ step: step({ kind: 'forget' }), state: 'done' }).propagation).toEqual([]);
  });
});

describe('adviceFor', () => {
  it.each([
    ['create', 403, 'x', 'Exchange Administrator'],
    ['update', 400, 'ErrorAccessDenied', 'Exchange Administrator'],
    ['rename', 400, 'BadRequest', 'does not rename'],
    ['create', 409, 'x', 'exists already'],
    ['create', 404, 'x', 'above it is gone'],
    ['update', 404, 'itemNotFound', 'removed it'],
    ['remove', 400, 'x', 'still in it'],
    ['update', 400, 'extensionError', 'on premises'],
    ['update', 429, 'x', 'slow down'],
    ['update', 503, 'x', 'service health'],
    ['update', null, 'x', 'No usable answer'],
    ['update', 418, 'x', 'request id'],
  ] as const)('%s, HTTP %s, %s: "%s"', (kind, status, code, words) => {
    expect(adviceFor(step({ kind }), 'failed', fault(status, code))).toContain(words);
  });
});

const EVIL = '[click](https://evil.example) <img> | `x` *b*\n# head www.evil.example';

describe('reportMarkdown', () => {
  it('shows every part', () => {
    const text = reportMarkdown(withSteps({ step: step(), state: 'failed', message: 'No.' }));
    expect(text).toContain('| 1 | 0 | 0 | 0 | 0 | 3 | 1 | 0 |');
    expect(text).toContain('- **Desk 1** (desk, create): No. (HTTP 400, BadRequest, request-id request-1)');
  });

  it('names stay names', () => {
    const text = reportMarkdown(withSteps({ step: step({ name: EVIL }), state: 'failed', message: EVIL }));
    const lines = text.split('\n').filter((line) => line.includes('click'));
    expect(lines).toHaveLength(1);
    expect(
      lines[0]
        ?.replaceAll(/\\./g, '')
        .replace(/^- \*\*/, '')
        .replace('** (desk, create)', ''),
    ).not.toMatch(/[[\]<>|`*]|:\/\/|www\./);
  });

  it('a command cannot leave its block', () => {
    const report = {
      ...withSteps(),
      handovers: [{ why: 'x', command: "Set-PlaceV3 -DisplayName '```\n# out'" }],
    };
    const text = reportMarkdown(report);
    expect(text).toContain('````powershell\n');
    expect(text).toContain('\n````\n');
  });
});

describe('reportCsv', () => {
  it('is read back by a CSV reader, cell by cell', () => {
    const name = 'Room "A", 2nd\r\nfloor';
    const rows: Record<string, string>[] = parse(
      reportCsv(withSteps({ step: step({ name }), state: 'failed', message: 'No.' })),
      { columns: true },
    );
    expect(rows.find(({ section }) => section === 'failure')).toMatchObject({
      name,
      key: 'd',
      status: '400',
      code: 'BadRequest',
    });
    expect(rows.find(({ code }) => code === 'created')).toMatchObject({ section: 'summary', message: '1' });
  });

  it.each(['=1+1', '+1', '-1', '@x', '\t=1', '\r=1'])('C37 a spreadsheet does not run %j', (name) => {
    const text = reportCsv(withSteps({ step: step({ name }), state: 'failed', message: name }));
    const row: string[] | undefined = parse(text).find(([section]: string[]) => section === 'failure');
    expect(row?.[2]).toBe(`'${name}`);
    expect(row?.[7]).toBe(`'${name}`);
  });
});

describe('a plan for people', () => {
  const plan = makePlan(
    planInput({
      desired: [BUILDING, place('floor', 'f', BUILDING, { name: EVIL })],
      findings: [{ code: 'x', severity: 'warning', message: 'Look.', hint: 'There.' }],
    }),
  );

  it('comes down to one line', () => {
    expect(planSummary(plan)).toMatchObject({ headline: '2 to create', changes: 2, held: [] });
  });

  it('can be copied', () => {
    const text = planMarkdown(plan);
    expect(text).toContain('- **create** building building b\n  - **create** floor');
    expect(text).toContain('- warning: Look. There.');
    expect(text).not.toContain('[click]');
  });

  it('shows values before and after, but not who sits where', () => {
    const mode = { kind: 'assigned', email: 'ada@contoso.example' };
    const changes = [
      { field: 'capacity' as const, before: 4, after: 6 },
      { field: 'mode' as const, before: mode, after: { kind: 'reservable' } },
    ];
    const text = planMarkdown({ ...plan, tree: node({ action: 'update', changes }) });
    expect(text).toContain('- capacity: 4 -> 6');
    expect(text).toContain('- mode: assigned -> reservable');
    expect(text).not.toContain('ada@');
  });
});

it('says of every floor of the map what is linked, and until when waiting is normal', () => {
  const report = makeReport({
    ...input({}),
    map: {
      state: 'pending',
      message: 'It is not shown completely yet.',
      until: '2026-03-01T10:00:00.000Z',
      floors: [
        { key: 'f0', name: 'Ground | floor', state: 'uploaded', correlated: 12, places: 14 },
        { key: 'f1', name: '=First', state: 'pending', correlated: 0, places: 3 },
      ],
    },
  });
  const page = reportMarkdown(report);
  expect(page).toContain('| Ground \\| floor | uploaded | 12 of 14 |');
  expect(page).toContain('Waiting is normal until 2026-03-01T10:00:00.000Z.');
  const table = reportCsv(report);
  expect(table).toContain('mapFloor,f0,Ground | floor,floor,,,uploaded,12 of 14 linked');
  expect(table).toContain("mapFloor,f1,'=First,floor,,,pending,0 of 3 linked");
  expect(table).toContain('summary,,,,,,mapUntil,2026-03-01T10:00:00.000Z');
});

it('tints a place by the worst of its steps', () => {
  const steps = [step({ id: 'a' }), step({ id: 'b' })];
  const states = (a: 'done', b: 'done' | 'failed' | 'unknown') => [
    { stepId: 'a', state: a },
    { stepId: 'b', state: b },
  ];
  const tint = (b: 'done' | 'failed' | 'unknown') => [...floorTints(steps, states('done', b)).values()];
  expect([tint('done'), tint('failed'), tint('unknown')]).toEqual([['#0e700e'], ['#b10e1c'], ['#a35200']]);
  expect(floorTints(steps, []).size).toBe(0);
});
