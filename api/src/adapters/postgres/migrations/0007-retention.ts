import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * Old entries of the audit log may go, from its beginning and never younger than 90 days: the database itself refuses
 * everything else. The anchor is the last entry that went; the chain goes on from its hash.
 */
const statements = [
  `create table audit_anchors (tenant_id text primary key, seq int not null, hash text not null)`,
  `create function refuse_young_anchor() returns trigger language plpgsql as $$
    begin
      if tg_op <> 'DELETE' and exists (
        select from audit_entries e where e.tenant_id = new.tenant_id and e.seq = new.seq and e.hash = new.hash
          and e.at::timestamptz < now() - interval '90 days')
      then return new; end if;
      raise exception 'The audit log keeps its last 90 days' using errcode = 'insufficient_privilege';
    end $$`,
  // After the row: row-level security has its say first.
  `create trigger audit_anchor_is_old after insert or update or delete on audit_anchors
    for each row execute function refuse_young_anchor()`,
  `create or replace function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then
        if exists (select from audit_anchors a where a.tenant_id = old.tenant_id and a.seq >= old.seq)
        then return old; end if;
      end if;
      raise exception 'The audit log is append-only' using errcode = 'insufficient_privilege';
    end $$`,
];

export const retention: Migration = {
  async up(db) {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
