import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Everything the first version stores. Never edited after a release: the next change is the next file. */
const statements = [
  `create table buildings (
    tenant_id text not null, id text not null, source text not null, source_key text not null, name text not null,
    revision text not null, imported_at timestamptz not null, floors int not null, rooms int not null, desks int not null,
    primary key (tenant_id, id), unique (tenant_id, source, source_key))`,

  `create table snapshots (
    tenant_id text not null, building_id text not null, revision text not null, model json not null,
    findings json not null, imported_at timestamptz not null,
    primary key (tenant_id, building_id, revision),
    foreign key (tenant_id, building_id) references buildings (tenant_id, id) on delete cascade)`,

  // Deferrable, so that one transaction may swap two places.
  `create table known_places (
    tenant_id text not null, building_id text not null, type text not null, key text not null, name text not null,
    place_id text not null, parent_type text, parent_key text, mailbox text, fields jsonb not null,
    origin text not null, written_at timestamptz not null,
    primary key (tenant_id, building_id, type, key),
    constraint one_source_item_per_place unique (tenant_id, place_id) deferrable initially immediate)`,

  `create table plans (
    tenant_id text not null, id text not null, seq bigint generated always as identity, building_id text not null,
    head json not null, tree json not null, steps json not null,
    primary key (tenant_id, id))`,
  `create index plans_of_building on plans (tenant_id, building_id, seq)`,

  `create table runs (
    tenant_id text not null, id text not null, seq bigint generated always as identity, building_id text not null,
    plan_id text not null, state text not null, state_reason text, requested_by text not null, acting_as text not null,
    created_at timestamptz not null, started_at timestamptz, completed_at timestamptz, done int not null,
    total int not null, counts jsonb not null, retry_of text, epoch int not null, last_event int not null default 0,
    primary key (tenant_id, id))`,
  `create unique index one_active_run_per_building on runs (tenant_id, building_id)
    where state in ('queued', 'running', 'paused', 'held', 'cancelling')`,
  `create index runs_of_building on runs (tenant_id, building_id, seq)`,
  `create index runs_of_tenant on runs (tenant_id, seq)`,

  `create table run_steps (
    tenant_id text not null, run_id text not null, step_id text not null, position int not null, state text not null,
    attempt int not null default 0, intent_at timestamptz, place_id text, graph_id text, request_id text, error jsonb,
    note text, format int not null,
    primary key (tenant_id, run_id, step_id),
    foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade)`,
  `create unique index run_steps_in_order on run_steps (tenant_id, run_id, position)`,

  `create table run_events (
    tenant_id text not null, run_id text not null, seq int not null, type text not null, data jsonb not null,
    primary key (tenant_id, run_id, seq),
    foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade)`,

  `create table reports (tenant_id text not null, run_id text not null, body json not null, primary key (tenant_id, run_id))`,

  `create table answers (
    tenant_id text not null, user_id text not null, key text not null, body_hash text not null,
    claimed_at timestamptz not null, status int, body json,
    primary key (tenant_id, user_id, key))`,
  `create index answers_by_age on answers (claimed_at)`,

  `create table token_caches (
    tenant_id text primary key, account jsonb not null, sealed bytea not null, saved_at timestamptz not null)`,

  `create table settings (tenant_id text not null, key text not null, value jsonb not null, primary key (tenant_id, key))`,

  `create table outbox (
    tenant_id text not null, id text not null, seq bigint generated always as identity, kind text not null,
    dedupe_key text not null, payload jsonb not null, attempts int not null default 0, due_at timestamptz not null,
    sent_at timestamptz, last_error text,
    primary key (tenant_id, id), unique (tenant_id, kind, dedupe_key))`,
  `create index outbox_due on outbox (due_at) where sent_at is null`,
];

export const firstTables: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
