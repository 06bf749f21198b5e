/** C42: whoever owns the database switches the triggers off and changes, removes, swaps or cuts entries. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SqlAuditLog } from '../../src/adapters/postgres/audit-log.ts';
import { sha256 } from '../../src/adapters/memory/memory-audit.ts';
import type { Database } from '../../src/adapters/postgres/open-database.ts';
import { openTestDatabase } from '../../src/adapters/postgres/testing/open-test-database.ts';
import type { AuditDraft, ChainHead } from '../../src/core/model/audit-entry.ts';
import type { TenantId } from '../../src/core/model/place.ts';
import { postAuditHead } from '../../src/engine/post-audit-head.ts';
import { verifyAudit } from '../../src/engine/verify-audit.ts';

const tenant = 'tenant-a' as TenantId;
const ENTRIES = 6;
const EACH = Array.from({ length: ENTRIES }, (_, index) => index + 1);

let database: Database;
let log: SqlAuditLog;
let posted: ChainHead | undefined;

const run = (statement: string) => sql.raw(statement).execute(database.owner);
const verdict = (elsewhere: readonly ChainHead[] = []) =>
  verifyAudit({ audit: log, hash: sha256 }, tenant, elsewhere);

beforeAll(async () => {
  database = await openTestDatabase();
  log = new SqlAuditLog(database);
  const draft = (index: number): AuditDraft => ({
    at: `2030-01-01T08:00:0${index}.000Z`,
    action: 'write.answered',
    initiator: `person-${index}`,
    actingAs: 'account',
    subject: { kind: 'place', id: `place-${index}` },
    detail: { status: 200 + index, requestId: `r-${index}` },
  });
  await log.append(tenant, EACH.map(draft));
  const audit = { log, people: { refOf: never, find: never, userIdOf: never, namesOf: never, erase: never } };
  await postAuditHead({ audit }, tenant, (head) => (posted = head));
  await run('alter table audit_entries disable trigger all');
  await run('create table kept as select * from audit_entries');
}, 120_000);
beforeEach(async () => {
  await run('truncate audit_entries');
  await run('insert into audit_entries select * from kept');
  expect((await verdict()).problem).toBeNull();
});
afterAll(() => database.close());

const never = () => Promise.reject(new Error('Not asked here.'));

describe('C42 verify-audit finds', () => {
  it.each([
    `at = at || ' '`,
    `action = 'write.intended'`,
    `initiator = 'somebody'`,
    `initiator = null`,
    `acting_as = null`,
    `subject_kind = 'run'`,
    `subject_id = subject_id || '0'`,
    `detail = detail || '{"status": 999}'`,
    `detail = detail - 'requestId'`,
    `previous_hash = repeat('0', 63) || '1'`,
    `hash = repeat('1', 64)`,
    `tenant_id = 'tenant-b'`,
  ])('every entry that was changed: %s', async (change) => {
    for (const seq of EACH) {
      await run(`update audit_entries set ${change} where seq = ${seq}`);
      expect((await verdict()).problem, `entry ${seq}`).not.toBeNull();
      await run('truncate audit_entries');
      await run('insert into audit_entries select * from kept');
    }
  });

  it.each(EACH)('entry %i that was removed', async (seq) => {
    await run(`delete from audit_entries where seq = ${seq}`);
    expect((await verdict()).problem).toMatchObject({ seq, kind: seq === ENTRIES ? 'cutOff' : 'missing' });
  });

  it.each(EACH.slice(1))('entry %i swapped with the one before', async (seq) => {
    await run(`update audit_entries set seq = 100 + seq where seq in (${seq - 1}, ${seq})`);
    await run(`update audit_entries set seq = case seq when ${99 + seq} then ${seq} else ${seq - 1} end
      where seq > 100`);
    expect((await verdict()).problem).toMatchObject({ seq: seq - 1, kind: 'changed' });
  });

  it.each(EACH)('everything from entry %i on cut off', async (seq) => {
    await run(`delete from audit_entries where seq >= ${seq}`);
    expect((await verdict()).problem).toMatchObject({ seq, kind: 'cutOff' });
  });

  it('a log that was cut off and written anew, by a head that was kept elsewhere alone', async () => {
    await run(`delete from audit_entries where seq > 4`);
    await run('delete from audit_posted_heads');
    expect((await verdict()).problem).toBeNull();
    await log.append(tenant, [
      ...Array.from({ length: 2 }, (_, index): AuditDraft => ({
        at: '2030-01-02T08:00:00.000Z',
        action: 'run.ended',
        initiator: null,
        actingAs: null,
        subject: { kind: 'run', id: `r-${index}` },
        detail: {},
      })),
    ]);
    expect((await verdict()).problem).toBeNull();
    expect((await verdict(posted ? [posted] : [])).problem).toMatchObject({
      seq: ENTRIES,
      kind: 'rewritten',
    });
  });
});
