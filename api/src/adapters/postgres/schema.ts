/**
 * The tables as TypeScript sees them; `migrations/` is the truth. Every row carries its tenant in the primary key.
 * Documents that must come back exactly as they went in (snapshots, plans, reports) are `json`, which keeps the
 * text; small values that SQL looks into are `jsonb`.
 */
import type { ColumnType, Generated } from 'kysely';
import type { AuditEntry } from '../../core/model/audit-entry.ts';
import type { Building } from '../../core/model/building.ts';
import type { Finding } from '../../core/model/finding.ts';
import type { KnownPlace, PlaceFields, PlaceType } from '../../core/model/place.ts';
import type { PlanNode, Step } from '../../core/plan/plan.ts';
import type { ServiceError } from '../../ports/place-directory.ts';
import type { Approval, KnownTeam } from '../../ports/chat.ts';
import type { PlanHead, RunCounts, RunEvent, RunState, StepState } from '../../ports/stores.ts';

/** Written as text made by `toJson`, read as a value. */
type Json<T> = ColumnType<T, string, string>;
type JsonOrNull<T> = ColumnType<T | null, string | null, string | null>;
type Time = ColumnType<Date, Date | string, Date | string>;
type TimeOrNull = ColumnType<Date | null, Date | string | null, Date | string | null>;

interface BuildingsTable {
  tenant_id: string;
  id: string;
  source: string;
  source_key: string;
  name: string;
  /** Revision of the newest snapshot. */
  revision: string;
  imported_at: Time;
  floors: number;
  rooms: number;
  desks: number;
}

interface SnapshotsTable {
  tenant_id: string;
  building_id: string;
  revision: string;
  model: Json<Building>;
  findings: Json<readonly Finding[]>;
  imported_at: Time;
}

/** The ledger; (tenant, building, type, key) and (tenant, place) are unique (reliability-security.md I1). */
interface KnownPlacesTable {
  tenant_id: string;
  building_id: string;
  type: PlaceType;
  key: string;
  name: string;
  place_id: string;
  parent_type: PlaceType | null;
  parent_key: string | null;
  mailbox: string | null;
  fields: Json<PlaceFields>;
  origin: KnownPlace['origin'];
  refused_name: string | null;
  written_at: Time;
}

interface PlansTable {
  tenant_id: string;
  id: string;
  /** Order of saving. */
  seq: Generated<number>;
  building_id: string;
  head: Json<PlanHead>;
  tree: Json<PlanNode>;
  steps: Json<readonly Step[]>;
}

interface RunsTable {
  tenant_id: string;
  id: string;
  /** Order of starting. */
  seq: Generated<number>;
  building_id: string;
  plan_id: string;
  state: RunState;
  state_reason: string | null;
  resumes_at: TimeOrNull;
  requested_by: string;
  initiator: string | null;
  acting_as: string;
  created_at: Time;
  started_at: TimeOrNull;
  completed_at: TimeOrNull;
  done: number;
  total: number;
  counts: Json<RunCounts>;
  retry_of: string | null;
  epoch: number;
  /** Number of the newest row in run_events. */
  last_event: Generated<number>;
}

interface RunStepsTable {
  tenant_id: string;
  run_id: string;
  step_id: string;
  position: number;
  state: StepState;
  attempt: number;
  intent_at: TimeOrNull;
  place_id: string | null;
  graph_id: string | null;
  request_id: string | null;
  error: JsonOrNull<ServiceError>;
  note: string | null;
  format: number;
}

interface RunEventsTable {
  tenant_id: string;
  run_id: string;
  seq: number;
  type: RunEvent['type'];
  data: Json<unknown>;
}

interface ReportsTable {
  tenant_id: string;
  run_id: string;
  body: Json<unknown>;
}

interface AnswersTable {
  tenant_id: string;
  user_id: string;
  key: string;
  body_hash: string;
  claimed_at: Time;
  /** null while the first call is still at work. */
  status: number | null;
  body: JsonOrNull<unknown>;
}

interface TokenCachesTable {
  tenant_id: string;
  account: Json<unknown>;
  sealed: Uint8Array;
  saved_at: Time;
}

interface SettingsTable {
  tenant_id: string;
  key: string;
  value: Json<unknown>;
}

interface OutboxTable {
  tenant_id: string;
  id: string;
  seq: Generated<number>;
  kind: string;
  dedupe_key: string;
  payload: Json<unknown>;
  attempts: Generated<number>;
  due_at: Time;
  sent_at: TimeOrNull;
  last_error: string | null;
}

interface AuditEntriesTable {
  tenant_id: string;
  /** From 1, without a gap. */
  seq: number;
  at: string;
  action: AuditEntry['action'];
  initiator: string | null;
  acting_as: string | null;
  subject_kind: AuditEntry['subject']['kind'];
  subject_id: string;
  detail: Json<AuditEntry['detail']>;
  previous_hash: string;
  hash: string;
}

interface AuditPostedHeadsTable {
  tenant_id: string;
  seq: number;
  hash: string;
}

/** The last entry that was removed for its age. */
interface AuditAnchorsTable {
  tenant_id: string;
  seq: number;
  hash: string;
}

interface AuditPeopleTable {
  tenant_id: string;
  user_id: string;
  ref: string;
  name: string;
}

interface ConversationsTable {
  tenant_id: string;
  key: string;
  sealed: Uint8Array;
  saved_at: Time;
}

interface PostedMessagesTable {
  tenant_id: string;
  /** `report:RUN`, ... */
  name: string;
  conversation_id: string;
  activity_id: string;
}

interface ApprovalsTable {
  tenant_id: string;
  id: string;
  state: Approval['state'];
  body: Json<Approval>;
}

interface MailAddressesTable {
  tenant_id: string;
  /** Of audit_people; goes with it. */
  ref: string;
  sealed: Uint8Array;
}

interface ProvenRolesTable {
  tenant_id: string;
  /** Of audit_people; goes with it. */
  ref: string;
  roles: Json<readonly string[]>;
  issued_at: Time;
  until: Time;
}

interface ChatTeamsTable {
  tenant_id: string;
  id: string;
  body: Json<KnownTeam>;
}

export interface Tables {
  buildings: BuildingsTable;
  snapshots: SnapshotsTable;
  known_places: KnownPlacesTable;
  plans: PlansTable;
  runs: RunsTable;
  run_steps: RunStepsTable;
  run_events: RunEventsTable;
  reports: ReportsTable;
  answers: AnswersTable;
  token_caches: TokenCachesTable;
  settings: SettingsTable;
  outbox: OutboxTable;
  audit_entries: AuditEntriesTable;
  audit_posted_heads: AuditPostedHeadsTable;
  audit_anchors: AuditAnchorsTable;
  audit_people: AuditPeopleTable;
  conversations: ConversationsTable;
  posted_messages: PostedMessagesTable;
  approvals: ApprovalsTable;
  mail_addresses: MailAddressesTable;
  proven_roles: ProvenRolesTable;
  chat_teams: ChatTeamsTable;
}
