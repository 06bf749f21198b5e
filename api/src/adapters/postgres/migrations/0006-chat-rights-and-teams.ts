import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What tokens of people said, for chat messages, which bring none; and the teams and channels that know the app. */
const statements = [
  `create table proven_roles (
    tenant_id text not null, ref text not null, roles jsonb not null,
    issued_at timestamptz not null, until timestamptz not null,
    primary key (tenant_id, ref),
    foreign key (tenant_id, ref) references audit_people (tenant_id, ref) on delete cascade)`,
  `create table chat_teams (
    tenant_id text not null, id text not null, body jsonb not null,
    primary key (tenant_id, id))`,
];

export const chatRightsAndTeams: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
