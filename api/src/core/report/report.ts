/** The finished account of a run: what was done, what was not and why, and when it will be visible. */
import type { Finding } from '../model/finding.ts';
import { refText, type PlaceType } from '../model/place.ts';
import type { Action, Handover, Plan, PlanNode, Step } from '../plan/plan.ts';
import { enableBuildingsHandover, renameHandover } from '../plan/powershell.ts';
import type { ServiceFault } from '../run/outcome.ts';
import type { RunCounts, RunState, StepState } from '../run/run-state.ts';
import { withoutPeople } from '../run/without-people.ts';
import { adviceFor } from './advice.ts';
import type { MapReport } from './map-report.ts';
import { propagationOf } from './propagation.ts';
import type { Propagation } from './propagation.ts';
import { say, spoken } from '../model/sentence.ts';

export interface Failure {
  readonly key: string;
  readonly name: string;
  readonly type: PlaceType;
  readonly action: Action;
  /** Microsoft's own words; addresses of people are taken out. */
  readonly error: ServiceFault;
  /** What it means and what to do next. */
  readonly advice?: string | undefined;
}

export interface Report {
  readonly runId: string;
  readonly planId: string;
  readonly building: { readonly id: string; readonly name: string };
  readonly state: RunState;
  readonly stateReason?: string | undefined;
  readonly requestedBy: string;
  readonly actingAs: string;
  /** RFC 3339. */
  readonly startedAt?: string | undefined;
  readonly completedAt?: string | undefined;
  readonly summary: RunCounts;
  readonly failures: readonly Failure[];
  readonly warnings: readonly Finding[];
  readonly handovers: readonly Handover[];
  readonly map: MapReport;
  readonly propagation: readonly Propagation[];
}

export interface ReportInput {
  readonly building: Report['building'];
  readonly run: {
    readonly id: string;
    readonly planId: string;
    readonly state: RunState;
    readonly stateReason?: string | undefined;
    readonly requestedBy: string;
    readonly actingAs: string;
    readonly startedAt?: string | undefined;
    readonly completedAt?: string | undefined;
    readonly counts: RunCounts;
  };
  readonly plan: Pick<Plan, 'steps' | 'findings' | 'tree'>;
  /** The journal, in any order. Steps of the plan that are not in it were not part of this run. */
  readonly journal: readonly {
    readonly stepId: string;
    readonly state: StepState;
    readonly error?: ServiceFault | undefined;
    readonly note?: string | undefined;
  }[];
  /** `uploaded` starts the waiting time of maps. */
  readonly map: MapReport & { readonly uploaded?: boolean };
}

interface Result {
  readonly step: Step;
  readonly state: StepState;
  readonly error?: ServiceFault | undefined;
  readonly note?: string | undefined;
}

/** Same inputs, same report. Never names a person that a desk is assigned to. */
export function makeReport({ run, building, plan, journal, map }: ReportInput): Report {
  const rows = new Map(journal.map((row) => [row.stepId, row]));
  const results = plan.steps.flatMap((step): Result[] => {
    const row = rows.get(step.id);
    return row ? [{ step, state: row.state, error: row.error, note: row.note }] : [];
  });
  return {
    runId: run.id,
    planId: run.planId,
    building: { id: building.id, name: building.name },
    state: run.state,
    stateReason: run.stateReason,
    requestedBy: run.requestedBy,
    actingAs: run.actingAs,
    startedAt: run.startedAt,
    completedAt: run.completedAt,
    summary: run.counts,
    failures: results.flatMap(failureOf),
    warnings: [...plan.findings.filter(({ severity }) => severity !== 'info'), ...runWarnings(results)],
    handovers: handoversOf(plan, results),
    map: mapOf(map),
    propagation: propagationOf(doneSteps(results), map.uploaded === true, run.completedAt),
  };
}

const mapOf = ({ uploaded: _, ...map }: ReportInput['map']): MapReport => map;

const doneSteps = (results: readonly Result[]): Step[] =>
  results.filter(({ state }) => state === 'done').map(({ step }) => step);

function failureOf({ step, state, error, note }: Result): Failure[] {
  if (state !== 'failed' && state !== 'unknown') return [];
  const said: ServiceFault = error ?? {
    status: null,
    code: state === 'unknown' ? 'answer-lost' : 'not-done',
    message: note ?? 'No answer of Microsoft was recorded.',
    requestId: null,
    clientRequestId: null,
  };
  return [
    {
      key: step.key,
      name: step.name,
      type: step.type,
      action: step.action,
      error: { ...said, message: withoutPeople(said.message, step) },
      advice: adviceFor(step, state, said),
    },
  ];
}

function runWarnings(results: readonly Result[]): Finding[] {
  const notes = results.filter(({ state, note }) => state === 'done' && note !== undefined);
  const untried = results.filter(({ state }) => state === 'skipped');
  return [
    ...notes.map(({ step, note }): Finding => ({
      code: 'run-note',
      severity: 'warning',
      ...spoken({
        message: say`The ${{ type: step.type }} "${{ name: step.name }}": ${{ note: { text: withoutPeople(note ?? '', step) } }}`,
      }),
      key: step.key,
    })),
    ...(untried.length === 0 ? [] : [notTried(untried)]),
  ];
}

const notTried = (untried: readonly Result[]): Finding => ({
  code: 'not-tried',
  severity: 'warning',
  ...spoken({
    message: say`${{ count: untried.length }} changes were not tried, because the place above them failed or the run ended before: ${{ names: firstNames(untried) }}.`,
    hint: say`Solve the failures and sync again.`,
  }),
});

const firstNames = (untried: readonly Result[]): string[] => [
  ...untried.slice(0, 5).map(({ step }) => `"${step.name}"`),
  ...(untried.length > 5 ? ['...'] : []),
];

/** What Graph refused or cannot do; a rename that worked needs no hand. */
function handoversOf(plan: ReportInput['plan'], results: readonly Result[]): Handover[] {
  const handovers: Handover[] = [];
  if (plan.findings.some(({ code }) => code === 'directory-empty')) handovers.push(enableBuildingsHandover);
  for (const { step, state } of results)
    if (step.kind === 'rename' && state === 'failed')
      handovers.push(
        renameHandover(
          { ...step, name: step.expected?.fields.displayName ?? step.name },
          step.fields.displayName ?? step.name,
        ),
      );
  const renamed = new Set(plan.steps.filter(({ kind }) => kind === 'rename').map(refText));
  collect(plan.tree, renamed, handovers);
  return handovers;
}

/** Places whose rename is a step are judged by that step. */
function collect(node: PlanNode, renamed: ReadonlySet<string>, into: Handover[]): void {
  if (node.handovers && (node.action === 'handover' || isNameLeft(node, renamed)))
    into.push(...node.handovers);
  for (const child of node.children) collect(child, renamed, into);
}

/** Other fields are written, and the name is not asked for again. */
const isNameLeft = (node: PlanNode, renamed: ReadonlySet<string>): boolean =>
  node.changes.some(({ field }) => field === 'displayName') &&
  node.placeId !== undefined &&
  !renamed.has(refText(node));
