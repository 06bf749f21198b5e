/** A run while a worker carries it out: what the journal says, and the one way to change it. */
import { AppError } from '../core/model/app-error.ts';
import type { AuditDraft, PersonRef } from '../core/model/audit-entry.ts';
import { refText, type KnownPlace, type PlaceRef } from '../core/model/place.ts';
import type { Step } from '../core/plan/plan.ts';
import { NO_HISTORY, type RunHistory } from '../core/run/run-history.ts';
import { withoutPeople } from '../core/run/without-people.ts';
import type { PlaceDirectory, ServiceError } from '../ports/place-directory.ts';
import {
  JOURNAL_FORMAT,
  type JournalStep,
  type Run,
  type RunEvent,
  type RunState,
  type SavedPlan,
  type Settlement,
  type StepState,
} from '../ports/stores.ts';
import { refOf } from './audit-trail.ts';
import { untouchedOf } from './create-run.ts';
import type { Deps } from './deps.ts';
import { PLACE_TAKEN } from './place-taken.ts';
import { Tally } from './tally.ts';
import { english, say } from '../core/model/sentence.ts';

/** What became of one step. */
export type Outcome = { readonly step: Step } & Omit<Settlement, 'stepId'> & {
    /** What the audit log says of it, committed together with it. */
    readonly audit?: RunRecord;
  };

/** A line of the audit log, but for who and when. */
export type RunRecord = Pick<AuditDraft, 'action' | 'subject' | 'detail'>;

/** Why a worker stops before the last step. */
export interface Stop {
  readonly state: Extract<RunState, 'paused' | 'held' | 'cancelled' | 'failed'>;
  readonly reason?: string;
  /** Of a pause that needs no person: go on by itself after this time. */
  readonly resumeAfterMs?: number;
}

/** How often a worker that waits looks whether it is to stop. */
const LOOK_UP_EVERY_MS = 5000;

export class RunningRun {
  readonly deps: Deps;
  readonly directory: PlaceDirectory;
  readonly plan: SavedPlan;
  /** The steps of this run, in the order in which they may run. */
  readonly steps: readonly Step[];
  readonly signal: AbortSignal;
  run: Run;
  stop: Stop | undefined;
  /** Whether this worker has asked what the connected account may. */
  rightsAsked = false;
  /** Of the last writes, to notice when going on makes no sense. */
  history: RunHistory = NO_HISTORY;
  readonly #states: Map<string, StepState>;
  readonly #ledger: Map<string, KnownPlace>;
  readonly #attempts: Map<string, number>;
  readonly #errors: Map<string, ServiceError | undefined>;
  readonly #makes: ReadonlyMap<string, Step>;
  readonly #leaving: ReadonlyMap<string | undefined, readonly Step[]>;
  readonly #tally: Tally;
  #settling: Promise<unknown> = Promise.resolve();
  #actingAs: Promise<PersonRef | null> | undefined;

  private constructor(
    deps: Deps,
    run: Run,
    plan: SavedPlan,
    journal: readonly JournalStep[],
    known: readonly KnownPlace[],
    signal: AbortSignal,
  ) {
    this.deps = deps;
    this.run = run;
    this.plan = plan;
    this.signal = signal;
    this.directory = deps.directory(run.tenantId);
    this.#states = new Map(journal.map(({ stepId, state }) => [stepId, state]));
    this.steps = plan.steps.filter((step) => this.#states.has(step.id));
    this.#ledger = new Map(known.map((place) => [refText(place), place]));
    this.#attempts = new Map(journal.map(({ stepId, attempt }) => [stepId, attempt]));
    this.#errors = new Map(journal.map(({ stepId, error }) => [stepId, error]));
    const creates = this.steps.filter((step) => step.kind === 'create');
    this.#makes = new Map(creates.map((step) => [refText(step), step]));
    const leaving = this.steps.filter((step) => step.kind === 'remove' || step.setsParent);
    this.#leaving = Map.groupBy(leaving, (step) => step.expected?.parentId ?? undefined);
    this.#tally = new Tally(this.steps, this.#states, untouchedOf(plan, run));
  }

  /** Reads everything a worker needs. @throws AppError `conflict` `journal-format` when another version wrote it */
  static async open(deps: Deps, run: Run, signal: AbortSignal): Promise<RunningRun> {
    const [plan, journal, known] = await Promise.all([
      deps.stores.plans.load(run.tenantId, run.planId),
      deps.stores.runs.journal(run.tenantId, run.id),
      deps.stores.known.load(run.tenantId, run.buildingId),
    ]);
    if (plan === null) throw new AppError('bug', 'plan-gone', 'The plan of this run is gone.');
    if (journal.some((step) => step.format !== JOURNAL_FORMAT)) {
      throw new AppError('conflict', 'journal-format', 'Another version of the product began this run.');
    }
    return new RunningRun(deps, run, plan, journal, known, signal);
  }

  /** Steps in this state, in plan order. */
  inState(...states: readonly StepState[]): Step[] {
    return this.steps.filter((step) => states.includes(this.stateOf(step)));
  }

  stateOf(step: Step): StepState {
    return this.#states.get(step.id) ?? 'planned';
  }

  /** The create was sent before, in this run or in the one it repeats: it is looked for before it is sent. */
  mayExist(step: Step): boolean {
    return step.kind === 'create' && (this.run.retryOf !== undefined || this.attemptsOf(step) > 0);
  }

  /** How often it was sent. */
  attemptsOf(step: Step): number {
    return this.#attempts.get(step.id) ?? 0;
  }

  /** What Microsoft said last about it. */
  errorOf(step: Step): ServiceError | undefined {
    return this.#errors.get(step.id);
  }

  /** The step of this run that makes the place, if there is one. */
  makerOf(ref: PlaceRef | null): Step | undefined {
    return ref === null ? undefined : this.#makes.get(refText(ref));
  }

  /** Why a step cannot be carried out any more, for a person; undefined when it can. */
  blockOf(step: Step): string | undefined {
    if (step.kind === 'remove') {
      const staying = this.#leaving.get(step.placeId) ?? [];
      const stays = staying.some((one) => this.stateOf(one) !== 'done');
      return step.placeId !== undefined && stays ? 'Something in it could not be taken out.' : undefined;
    }
    if (!step.setsParent || step.parent === null) return undefined;
    const maker = this.makerOf(step.parent);
    if (maker !== undefined && this.stateOf(maker) !== 'done') {
      return english(say`Its ${{ type: step.parent.type }} could not be created.`);
    }
    return this.parentIdOf(step) === undefined
      ? english(say`Its ${{ type: step.parent.type }} is not in Microsoft Places.`)
      : undefined;
  }

  /** Id to put below: of the place made in this run, else the one the plan saw, else the one in the ledger. */
  parentIdOf(step: Step): string | null | undefined {
    if (step.parent === null) return null;
    const known = this.#ledger.get(refText(step.parent))?.placeId;
    if (this.makerOf(step.parent) !== undefined) return known;
    return step.parentId ?? known;
  }

  knownOf(ref: PlaceRef): KnownPlace | undefined {
    return this.#ledger.get(refText(ref));
  }

  /** Places that a source item of this building has already. */
  takenIds(): Set<string> {
    return new Set([...this.#ledger.values()].map((place) => place.placeId));
  }

  completes(step: Step): boolean {
    return this.#tally.completes(step);
  }

  /** Whether to begin something new. */
  goOn(): boolean {
    return this.stop === undefined && !this.signal.aborted;
  }

  /**
   * Adds to the audit log, in the name of who asked and of the account that acts (C20). Nothing is written to Microsoft
   * before its entry is there. @throws what the database throws
   */
  async record(records: readonly RunRecord[]): Promise<void> {
    await this.deps.audit.log.append(this.run.tenantId, await this.#drafts(records));
  }

  async #drafts(records: readonly RunRecord[]): Promise<AuditDraft[]> {
    const { audit, clock, tokens } = this.deps;
    const { tenantId, initiator = null } = this.run;
    this.#actingAs ??= tokens.account(tenantId).then((account) => refOf(audit, tenantId, account));
    const people = { initiator, actingAs: await this.#actingAs };
    const at = clock.now().toISOString();
    return records.map((record) => ({ at, ...people, ...record }));
  }

  /** Commits that these steps are about to be sent, and its line of the audit log; nothing is ever sent without both. */
  async intend(steps: readonly Step[], record: RunRecord): Promise<void> {
    const ids = steps.map((step) => step.id);
    await this.deps.stores.runs.intend(this.run, ids, await this.#drafts([record]));
    for (const step of steps) this.#attempts.set(step.id, this.attemptsOf(step) + 1);
  }

  /**
   * Commits outcomes, the ledger and what people see of them. One at a time, so that the counts of the last commit are
   * the newest; what the database did not take is not believed here either.
   */
  settle(outcomes: readonly Outcome[]): Promise<void> {
    const settled = this.#settling.then(() => this.#settleWhatIsOurs(outcomes.map(named)));
    this.#settling = settled.catch(() => undefined);
    return settled;
  }

  /** The last word on whose a place is has the database: what it refuses fails alone, and is named in the report. */
  async #settleWhatIsOurs(outcomes: readonly Outcome[]): Promise<void> {
    try {
      await this.#settleNow(outcomes);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== PLACE_TAKEN.code) throw error;
      const [only, ...others] = outcomes;
      if (only === undefined) return;
      if (others.length === 0)
        return this.#settleNow([{ ...refused(only), state: 'failed', error: PLACE_TAKEN }]);
      for (const outcome of outcomes) await this.#settleWhatIsOurs([outcome]);
    }
  }

  async #settleNow(outcomes: readonly Outcome[]): Promise<void> {
    if (outcomes.length === 0) return;
    const audit = await this.#drafts(outcomes.flatMap((outcome) => outcome.audit ?? []));
    const before = outcomes.map(({ step }) => this.stateOf(step));
    for (const { step, state } of outcomes) this.#tally.set(step, state);
    const { counts, done } = this.#tally;
    const events = [...outcomes.flatMap(stepEvent), progressEvent(done, this.steps.length, counts)];
    try {
      const settlements = outcomes.map(({ step, audit: _said, ...rest }) => ({ stepId: step.id, ...rest }));
      this.#follow(await this.deps.stores.runs.settle(this.run, settlements, counts, done, events, audit));
    } catch (error) {
      outcomes.forEach(({ step }, index) => this.#tally.set(step, before[index] ?? 'planned'));
      throw error;
    }
    for (const { step, state, ledger, error } of outcomes) {
      this.#states.set(step.id, state);
      this.#errors.set(step.id, error);
      if (ledger?.kind === 'record') this.#ledger.set(refText(step), ledger.place);
      if (ledger?.kind === 'forget') this.#ledger.delete(refText(step));
    }
  }

  /** Waits in slices, so that a cancel is noticed while nothing else happens. */
  async wait(ms: number): Promise<void> {
    for (let left = ms; left > 0 && this.goOn(); left -= LOOK_UP_EVERY_MS) {
      await this.deps.clock.wait(Math.min(left, LOOK_UP_EVERY_MS), this.signal);
      await this.mayGoOn();
    }
  }

  /** Like {@link goOn}, after a look whether a person has cancelled it meanwhile. */
  async mayGoOn(): Promise<boolean> {
    const now = await this.deps.stores.runs.load(this.run.tenantId, this.run.id);
    if (now !== null) this.#follow(now);
    return this.goOn();
  }

  #follow(now: Run): void {
    if (now.epoch !== this.run.epoch) {
      throw new AppError('conflict', 'run-taken-over', 'Another process has taken this run over.');
    }
    this.run = now;
    if (now.state === 'cancelling') this.stop ??= { state: 'cancelled' };
  }
}

/** What is left of an outcome that the database did not take: that Microsoft did answer. */
const refused = ({ step, audit }: Outcome) => ({ step, ...(audit && { audit }) });

/** As it is kept and shown: Microsoft's words without the addresses of people. */
function named(outcome: Outcome): Outcome {
  const { step, error, note } = outcome;
  return {
    ...outcome,
    ...(error && { error: { ...error, message: withoutPeople(error.message, step) } }),
    ...(note !== undefined && { note: withoutPeople(note, step) }),
  };
}

function stepEvent({ step, state, error }: Outcome): Omit<RunEvent, 'seq'>[] {
  if (state === 'planned') return [];
  const { key, name, type, action } = step;
  return [{ type: 'step', data: { key, name, type, action, outcome: state, ...(error && { error }) } }];
}

const progressEvent = (done: number, total: number, counts: unknown): Omit<RunEvent, 'seq'> => ({
  type: 'progress',
  data: { done, total, counts },
});
