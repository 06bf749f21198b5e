import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What the bot remembers: where it is installed, what it posted, what waits for an administrator, who gets mail. */
const statements = [
  `create table conversations (
    tenant_id text not null, key text not null, sealed bytea not null, saved_at timestamptz not null,
    primary key (tenant_id, key))`,
  `create table posted_messages (
    tenant_id text not null, name text not null, conversation_id text not null, activity_id text not null,
    primary key (tenant_id, name))`,
  `create table approvals (
    tenant_id text not null, id text not null, state text not null, body jsonb not null,
    primary key (tenant_id, id))`,
  `create table mail_addresses (
    tenant_id text not null, ref text not null, sealed bytea not null,
    primary key (tenant_id, ref),
    foreign key (tenant_id, ref) references audit_people (tenant_id, ref) on delete cascade)`,
];

export const chat: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
