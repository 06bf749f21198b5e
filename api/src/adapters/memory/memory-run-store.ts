import { AppError } from '../../core/model/app-error.ts';
import type { AuditDraft } from '../../core/model/audit-entry.ts';
import type { BuildingId, TenantId } from '../../core/model/place.ts';
import type { Clock } from '../../ports/clock.ts';
import {
  ACTIVE_STATES,
  JOURNAL_FORMAT,
  type JournalStep,
  type Page,
  type PageQuery,
  type Run,
  type RunCounts,
  type RunEvent,
  type RunState,
  type RunStore,
  type Settlement,
} from '../../ports/stores.ts';
import type { MemoryAuditLog } from './memory-audit.ts';
import type { MemoryKnownStore } from './memory-known-store.ts';
import { pageOf } from './page-of.ts';

interface Row {
  run: Run;
  readonly journal: Map<string, JournalStep>;
  readonly events: RunEvent[];
}

/** Runs and their journal in memory; every call is one transaction. */
export class MemoryRunStore implements RunStore {
  readonly #rows = new Map<string, Row>();
  readonly #known: MemoryKnownStore;
  readonly #clock: Clock;
  readonly #audit: MemoryAuditLog;

  /** @param audit where the lines go that belong to a commit */
  constructor(known: MemoryKnownStore, clock: Clock, audit: MemoryAuditLog) {
    this.#known = known;
    this.#clock = clock;
    this.#audit = audit;
  }

  start(run: Run, stepIds: readonly string[]): Promise<void> {
    const active = this.#ofBuilding(run.tenantId, run.buildingId).find(({ state }) => isActive(state));
    if (active !== undefined) {
      const message = 'A run of this building is not finished yet.';
      return Promise.reject(new AppError('conflict', 'run-active', message, { runId: active.id }));
    }
    const journal = new Map<string, JournalStep>();
    stepIds.forEach((stepId, position) =>
      journal.set(stepId, { stepId, position, state: 'planned', attempt: 0, format: JOURNAL_FORMAT }),
    );
    this.#rows.set(run.id, { run, journal, events: [] });
    return Promise.resolve();
  }

  load(tenant: TenantId, id: string): Promise<Run | null> {
    return Promise.resolve(this.#find(tenant, id)?.run ?? null);
  }

  list(tenant: TenantId, building: BuildingId | null, query: PageQuery): Promise<Page<Run>> {
    return Promise.resolve(pageOf(this.#ofBuilding(tenant, building).reverse(), query));
  }

  latest(tenant: TenantId, building: BuildingId): Promise<Run | null> {
    return Promise.resolve(this.#ofBuilding(tenant, building).at(-1) ?? null);
  }

  journal(tenant: TenantId, runId: string): Promise<JournalStep[]> {
    return Promise.resolve([...(this.#find(tenant, runId)?.journal.values() ?? [])]);
  }

  unfinished(): Promise<Run[]> {
    const runs = [...this.#rows.values()].map((row) => row.run);
    return Promise.resolve(runs.filter((run) => isActive(run.state)));
  }

  claim(tenant: TenantId, runId: string): Promise<Run> {
    const row = this.#find(tenant, runId);
    if (row === undefined) return Promise.reject(new AppError('notFound', 'run-unknown', 'No such run.'));
    row.run = { ...row.run, epoch: row.run.epoch + 1 };
    return Promise.resolve(row.run);
  }

  intend(run: Run, stepIds: readonly string[], audit: readonly AuditDraft[] = []): Promise<void> {
    return this.#change(run, (row) => {
      this.#audit.appendNow(run.tenantId, audit);
      for (const stepId of stepIds) {
        const step = stepOf(row, stepId);
        row.journal.set(stepId, {
          ...step,
          state: 'intent',
          attempt: step.attempt + 1,
          intentAt: this.#clock.now().toISOString(),
        });
      }
    });
  }

  settle(
    run: Run,
    settlements: readonly Settlement[],
    counts: RunCounts,
    done: number,
    events: readonly Omit<RunEvent, 'seq'>[],
    audit: readonly AuditDraft[] = [],
  ): Promise<Run> {
    return this.#change(run, (row) => {
      this.#audit.appendNow(run.tenantId, []);
      const steps = settlements.map(({ ledger: _ledger, ...outcome }) => ({
        ...stepOf(row, outcome.stepId),
        ...outcome,
      }));
      const ledger = settlements.flatMap((settlement) => settlement.ledger ?? []);
      this.#known.change(run.tenantId, run.buildingId, ledger);
      for (const step of steps) row.journal.set(step.stepId, step);
      row.run = { ...row.run, counts, progress: { ...row.run.progress, done } };
      events.forEach((event) => addEvent(row, event));
      this.#audit.appendNow(run.tenantId, audit);
      return row.run;
    });
  }

  setState(run: Run, state: RunState, reason: string | undefined, at: Date, resumesAt?: Date): Promise<Run> {
    return this.#change(run, (row) => {
      // A run that was asked to stop stays so until it has ended, whatever else happens to it meanwhile.
      if (row.run.state === 'cancelling' && isActive(state)) return row.run;
      return (row.run = this.#moved(row, state, reason, at, resumesAt?.toISOString()));
    });
  }

  requestCancel(tenant: TenantId, runId: string, at: Date): Promise<Run> {
    const row = this.#find(tenant, runId);
    if (row === undefined) return Promise.reject(new AppError('notFound', 'run-unknown', 'No such run.'));
    if (!isActive(row.run.state)) return Promise.reject(ended());
    const begun = row.run.startedAt !== undefined;
    row.run = this.#moved(row, begun ? 'cancelling' : 'cancelled', undefined, at);
    return Promise.resolve(row.run);
  }

  events(tenant: TenantId, runId: string, afterSeq: number): Promise<RunEvent[]> {
    const events = this.#find(tenant, runId)?.events ?? [];
    return Promise.resolve(events.filter((event) => event.seq > afterSeq));
  }

  #moved(row: Row, state: RunState, reason: string | undefined, at: Date, resumesAt?: string): Run {
    const data = { state, reason, ...(resumesAt === undefined ? {} : { resumesAt }) };
    addEvent(row, { type: 'state', data });
    const begins = state === 'running' && row.run.startedAt === undefined;
    return {
      ...row.run,
      state,
      stateReason: reason,
      resumesAt,
      ...(begins ? { startedAt: at.toISOString() } : {}),
      ...(isActive(state) ? {} : { completedAt: at.toISOString() }),
    };
  }

  #find(tenant: TenantId, id: string): Row | undefined {
    const row = this.#rows.get(id);
    return row?.run.tenantId === tenant ? row : undefined;
  }

  #ofBuilding(tenant: TenantId, building: BuildingId | null): Run[] {
    return [...this.#rows.values()]
      .map((row) => row.run)
      .filter((run) => run.tenantId === tenant && (building === null || run.buildingId === building));
  }

  /** Runs a change as the owner of the run: one of an older epoch is refused. */
  #change<T>(run: Run, change: (row: Row) => T): Promise<T> {
    return Promise.resolve().then(() => {
      const row = this.#find(run.tenantId, run.id);
      if (row === undefined) throw new AppError('notFound', 'run-unknown', 'No such run.');
      if (row.run.epoch !== run.epoch) {
        throw new AppError('conflict', 'run-taken-over', 'Another process has taken this run over.');
      }
      if (!isActive(row.run.state)) throw ended();
      return change(row);
    });
  }
}

const isActive = (state: RunState) => ACTIVE_STATES.includes(state);
const ended = () => new AppError('conflict', 'run-ended', 'This run has ended already.');

function addEvent(row: Row, event: Omit<RunEvent, 'seq'>): void {
  row.events.push({ ...event, seq: row.events.length + 1 });
}

function stepOf(row: Row, stepId: string): JournalStep {
  const step = row.journal.get(stepId);
  if (step === undefined) throw new AppError('bug', 'step-unknown', `Step ${stepId} is not in the journal.`);
  return step;
}
