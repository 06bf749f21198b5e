/** Our own database, behind small stores. Every call is scoped to one tenant; rows of another are not there. */
import type { AuditDraft } from '../core/model/audit-entry.ts';
import type { Building } from '../core/model/building.ts';
import type { Finding } from '../core/model/finding.ts';
import type { Words } from '../core/model/sentence.ts';
import type { BuildingId, KnownPlace, PlaceId, PlaceRef, TenantId } from '../core/model/place.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { RunCounts, RunState, StepState } from '../core/run/run-state.ts';
import type { ChatStore, KnownTeamStore, ProvenRolesStore } from './chat.ts';
import type { Outbox } from './outbox.ts';
import type { ServiceError } from './place-directory.ts';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor?: string;
}
export interface PageQuery {
  readonly cursor?: string | undefined;
  /** 1..1000, default 100. */
  readonly limit?: number | undefined;
}

// ---- buildings and their frozen snapshots ---------------------------------------------------------------

export interface StoredBuilding {
  readonly id: BuildingId;
  readonly source: string;
  readonly sourceKey: string;
  readonly name: string;
  /** Fingerprint of the snapshot. */
  readonly revision: string;
  readonly importedAt: string;
  readonly floors: number;
  readonly rooms: number;
  readonly desks: number;
}

/** A snapshot on its way into the store. */
export interface NewSnapshot {
  readonly id: BuildingId;
  readonly building: Building;
  readonly revision: string;
  readonly findings: readonly Finding[];
}

/**
 * What becomes of addresses of people that no key opens any more: the call is refused, or they are empty, for those who
 * do not look at them.
 */
export type LostAddresses = 'refuse' | 'empty';

export interface BuildingStore {
  /** Stores a frozen snapshot; `created` is false when the building was there before. Same content = same revision. */
  save(
    tenant: TenantId,
    source: string,
    building: Building,
    revision: string,
    findings: readonly Finding[],
    at: Date,
  ): Promise<{ building: StoredBuilding; created: boolean }>;
  /**
   * Stores several snapshots in one transaction: all or none. A building that is new gets the `id` that came with it,
   * so that a dry run can say it beforehand; one that is there keeps its own.
   */
  saveAll(
    tenant: TenantId,
    source: string,
    snapshots: readonly NewSnapshot[],
    at: Date,
  ): Promise<{ building: StoredBuilding; created: boolean }[]>;
  /** Random, and the same for ever for one source key. Reserves nothing. */
  idOf(tenant: TenantId, source: string, sourceKey: string): Promise<BuildingId | null>;
  load(tenant: TenantId, id: BuildingId): Promise<StoredBuilding | null>;
  list(tenant: TenantId, query: PageQuery): Promise<Page<StoredBuilding>>;
  /**
   * The snapshot a plan works on; of `revision`, or the newest.
   * @throws AppError `conflict` `addresses-sealed`, unless told to leave lost addresses empty
   */
  snapshot(
    tenant: TenantId,
    id: BuildingId,
    revision?: string,
    lost?: LostAddresses,
  ): Promise<{ model: Building; revision: string; findings: readonly Finding[] } | null>;
}

// ---- the ledger ------------------------------------------------------------------------------------------

/** An address that no key opens any more is empty, as that of a person who was erased. */
export interface KnownStore {
  load(tenant: TenantId, building: BuildingId): Promise<KnownPlace[]>;
  page(tenant: TenantId, building: BuildingId, query: PageQuery): Promise<Page<KnownPlace>>;
  /** Which of these places are in the ledger of another building of the tenant: they are not to be taken over (I1). */
  ofOthers(tenant: TenantId, building: BuildingId, placeIds: readonly PlaceId[]): Promise<PlaceId[]>;
}

// ---- plans -----------------------------------------------------------------------------------------------

export interface PlanMap {
  readonly action: 'upload' | 'skip' | 'none';
  readonly reason?: string | undefined;
  /** `reason` with its values apart. */
  readonly words?: Words | undefined;
  readonly floors: number;
  /** What an administrator may release when a run starts, so that the map is uploaded all the same. */
  readonly release?: string | undefined;
}

/** Whose rights a preview was read with. */
export interface ReadAs {
  /** The person who asked, or the account that runs act with. */
  readonly who: 'viewer' | 'connectedAccount';
  readonly name: string;
  /**
   * Why it was not the person: `no-token` (asked in chat), `no-role` (Microsoft shows them no places), `sign-in-unreachable`,
   * or the code of {@link SignInNeeded}, most often `consent-required`.
   */
  readonly why?: string | undefined;
}

export interface SavedPlan extends Plan {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly buildingId: BuildingId;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly basis: { readonly source: string; readonly known: string; readonly live: string };
  readonly map: PlanMap;
  /** Whose rights Microsoft Places was read with; missing in plans from before that was said. */
  readonly readAs?: ReadAs | undefined;
  /** Revision of the snapshot it was made from. */
  readonly revision: string;
}
export type PlanHead = Omit<SavedPlan, 'tree' | 'steps'>;

export interface PlanStore {
  save(plan: SavedPlan): Promise<void>;
  /** @throws AppError `conflict` `addresses-sealed`, unless told to leave lost addresses empty */
  load(tenant: TenantId, id: string, lost?: LostAddresses): Promise<SavedPlan | null>;
  latest(tenant: TenantId, building: BuildingId): Promise<PlanHead | null>;
}

// ---- runs and their journal --------------------------------------------------------------------------------

export type { RunCounts, RunState, StepState };
export const ACTIVE_STATES: readonly RunState[] = ['queued', 'running', 'paused', 'held', 'cancelling'];

export interface Run {
  readonly id: string;
  readonly tenantId: TenantId;
  readonly buildingId: BuildingId;
  readonly planId: string;
  readonly state: RunState;
  readonly stateReason?: string | undefined;
  /** When a paused run goes on by itself; missing: it waits for a person. */
  readonly resumesAt?: string | undefined;
  readonly requestedBy: string;
  readonly actingAs: string;
  /** The person who asked, as the audit log knows them (audit-entry.ts, PersonRef). */
  readonly initiator?: string | undefined;
  readonly createdAt: string;
  readonly startedAt?: string | undefined;
  readonly completedAt?: string | undefined;
  readonly progress: { readonly done: number; readonly total: number };
  readonly counts: RunCounts;
  readonly retryOf?: string | undefined;
  /** Grows with every take-over; a write of an older epoch is refused. */
  readonly epoch: number;
}

/**
 * State of one step in the journal.
 * `planned` -> `intent` (committed before sending) -> `done` | `failed` | `unknown` | `skipped`.
 * `unknown` is settled by looking and becomes `done`, `planned` again (attempt + 1) or stays, named in the report.
 */

/** Bumped when the meaning of a row changes; an unknown number means: make a new plan. */
export const JOURNAL_FORMAT = 1;

export interface JournalStep {
  /** Step.id. */
  readonly stepId: string;
  /** Position in the plan. */
  readonly position: number;
  readonly state: StepState;
  readonly attempt: number;
  /** When the intent was committed, by the database's clock. */
  readonly intentAt?: string | undefined;
  readonly placeId?: string | undefined;
  /** What a path takes for it, from the answer. */
  readonly graphId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly error?: ServiceError | undefined;
  readonly note?: string | undefined;
  readonly format: number;
}

/** What one settled step changes: its journal row, and the ledger in the same transaction. */
export interface Settlement {
  readonly stepId: string;
  readonly state: 'done' | 'failed' | 'unknown' | 'skipped' | 'planned';
  readonly placeId?: string | undefined;
  readonly graphId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly error?: ServiceError | undefined;
  readonly note?: string | undefined;
  readonly ledger?:
    | { readonly kind: 'record'; readonly place: KnownPlace }
    | { readonly kind: 'forget'; readonly place: PlaceRef }
    | undefined;
}

/** One line of a run's story, for progress and for `Last-Event-ID`. `seq` grows by one per run. */
export interface RunEvent {
  readonly seq: number;
  readonly type: 'progress' | 'step' | 'state';
  readonly data: unknown;
}

export interface RunStore {
  /**
   * Creates the run with all its steps `planned`. One active run per building is a unique index.
   * @throws AppError `conflict` `run-active` with the id of the run in the way
   */
  start(run: Run, stepIds: readonly string[]): Promise<void>;
  load(tenant: TenantId, id: string): Promise<Run | null>;
  list(tenant: TenantId, building: BuildingId | null, query: PageQuery): Promise<Page<Run>>;
  latest(tenant: TenantId, building: BuildingId): Promise<Run | null>;
  journal(tenant: TenantId, runId: string): Promise<JournalStep[]>;
  /** Runs that no end has been written for, of every tenant: what a start-up has to resume. */
  unfinished(): Promise<Run[]>;
  /** Takes the run over: epoch + 1. Every later write with an older epoch is refused. */
  claim(tenant: TenantId, runId: string): Promise<Run>;
  /**
   * Commits that these steps are about to be sent, and in the same transaction what the audit log says of it (C20): a
   * process that dies has sent nothing without its line. @throws AppError `conflict` `run-taken-over` when the epoch is not ours
   */
  intend(run: Run, stepIds: readonly string[], audit?: readonly AuditDraft[]): Promise<void>;
  /**
   * Commits outcomes, ledger rows, counts, progress, their events and their lines of the audit log in one transaction.
   * Returns the run as it is now.
   */
  settle(
    run: Run,
    settlements: readonly Settlement[],
    counts: RunCounts,
    done: number,
    events: readonly Omit<RunEvent, 'seq'>[],
    audit?: readonly AuditDraft[],
  ): Promise<Run>;
  /**
   * Changes the state (and writes the `state` event). Refuses to leave an end state.
   * @param resumesAt of a pause that needs no person
   */
  setState(run: Run, state: RunState, reason: string | undefined, at: Date, resumesAt?: Date): Promise<Run>;
  /** Asks a running run to stop after the item in flight; a run that has not begun is cancelled at once. */
  requestCancel(tenant: TenantId, runId: string, at: Date): Promise<Run>;
  events(tenant: TenantId, runId: string, afterSeq: number): Promise<RunEvent[]>;
}

// ---- reports, small things -------------------------------------------------------------------------------

export interface ReportStore {
  /** The report as `core/report` made it; exactly one per run. */
  save(tenant: TenantId, runId: string, report: unknown): Promise<void>;
  load(tenant: TenantId, runId: string): Promise<unknown>;
}

/** Answers to changing POSTs by `Idempotency-Key`, kept 24 h per user (reliability-security.md C38). */
export interface AnswerStore {
  /** First call claims the key; a repeat gets the stored answer. */
  claim(
    tenant: TenantId,
    user: string,
    key: string,
    bodyHash: string,
    at: Date,
  ): Promise<
    | { readonly kind: 'claimed' }
    | { readonly kind: 'running' }
    | { readonly kind: 'otherBody' }
    | { readonly kind: 'answer'; readonly status: number; readonly body: unknown }
  >;
  answer(tenant: TenantId, user: string, key: string, status: number, body: unknown): Promise<void>;
  /** After an error that stored nothing: the key may be used again. */
  release(tenant: TenantId, user: string, key: string): Promise<void>;
}

/** Encrypted token caches; the store never sees clear text. */
export interface TokenCacheStore {
  load(tenant: TenantId): Promise<{ account: unknown; sealed: Uint8Array } | null>;
  save(tenant: TenantId, account: unknown, sealed: Uint8Array, at: Date): Promise<void>;
  remove(tenant: TenantId): Promise<void>;
}

/** Small values of a tenant that its administrator decided: policy, target channel, connections. */
export interface SettingsStore {
  /** null when nothing was saved under this key. */
  load(tenant: TenantId, key: string): Promise<unknown>;
  save(tenant: TenantId, key: string, value: unknown): Promise<void>;
}

/** Carry a run out; look again for a map that was not shown when its run ended. */
export type JobName = 'run.apply' | 'map.check';

/** Durable jobs. A job carries ids only. */
export interface JobQueue {
  /** @param options.afterMs not before this time is over; default 0 */
  send(
    job: JobName,
    payload: { tenantId: string; runId: string },
    key: string,
    options?: { readonly afterMs: number },
  ): Promise<void>;
}

export interface Stores {
  readonly buildings: BuildingStore;
  readonly known: KnownStore;
  readonly plans: PlanStore;
  readonly runs: RunStore;
  readonly reports: ReportStore;
  readonly answers: AnswerStore;
  readonly tokens: TokenCacheStore;
  readonly settings: SettingsStore;
  readonly outbox: Outbox;
  readonly chat: ChatStore;
  readonly roles: ProvenRolesStore;
  readonly teams: KnownTeamStore;
}
