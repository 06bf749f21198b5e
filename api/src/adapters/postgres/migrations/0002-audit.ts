import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The audit chain, which the database itself refuses to change, and beside it the names that may be forgotten. */
const statements = [
  // `at` is text: the seal covers the very characters.
  `create table audit_entries (
    tenant_id text not null, seq int not null, at text not null, action text not null, initiator text, acting_as text,
    subject_kind text not null, subject_id text not null, detail jsonb not null, previous_hash text not null,
    hash text not null,
    primary key (tenant_id, seq))`,
  `create function refuse_audit_change() returns trigger language plpgsql as $$
    begin raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege'; end $$`,
  `create trigger audit_rows_stay before update or delete on audit_entries
    for each row execute function refuse_audit_change()`,
  `create trigger audit_table_stays before truncate on audit_entries
    for each statement execute function refuse_audit_change()`,

  `create table audit_posted_heads (
    tenant_id text not null, seq int not null, hash text not null, primary key (tenant_id, seq))`,

  `create table audit_people (
    tenant_id text not null, user_id text not null, ref text not null, name text not null,
    primary key (tenant_id, user_id), unique (tenant_id, ref))`,
];

export const audit: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
