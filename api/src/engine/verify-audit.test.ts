import { describe, expect, it } from 'vitest';
import { MemoryAuditLog, MemoryAuditPeople, sha256 } from '../adapters/memory/memory-audit.ts';
import type { AuditDraft, AuditEntry } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import { verifyAudit } from './verify-audit.ts';

const tenant = 'tenant-a' as TenantId;
const other = 'tenant-b' as TenantId;
const draft = (number: number, initiator: string | null = null): AuditDraft => ({
  at: '2026-03-01T08:00:00.000Z',
  action: 'write.answered',
  initiator,
  actingAs: 'account',
  subject: { kind: 'place', id: `place-${number}` },
  detail: { status: 201 },
});

describe('verify-audit', () => {
  it('C42 reads a log of several pages, each tenant by itself', async () => {
    const audit = new MemoryAuditLog();
    for (let page = 0; page < 5; page++) {
      await audit.append(
        tenant,
        Array.from({ length: 500 }, (_, number) => draft(number)),
      );
      await audit.append(other, [draft(page)]);
    }
    const verdict = await verifyAudit({ audit, hash: sha256 }, tenant);
    expect(verdict).toMatchObject({ problem: null, head: { seq: 2500 } });
    expect((await verifyAudit({ audit, hash: sha256 }, other)).head.seq).toBe(5);
    expect((await verifyAudit({ audit, hash: sha256 }, 'nobody' as TenantId)).problem).toBeNull();
  });

  it('C42 finds one changed entry far behind, and an end cut off at a page', async () => {
    const audit = new MemoryAuditLog();
    const posted = await audit.append(
      tenant,
      Array.from({ length: 2500 }, (_, number) => draft(number)),
    );
    const whole = audit.entries;
    audit.entries = whole.with(1700, { ...(whole[1700] as AuditEntry), initiator: 'x' });
    expect((await verifyAudit({ audit, hash: sha256 }, tenant)).problem).toMatchObject({ seq: 1701 });
    audit.entries = whole.slice(0, 2000);
    expect((await verifyAudit({ audit, hash: sha256 }, tenant)).problem).toBeNull();
    expect((await verifyAudit({ audit, hash: sha256 }, tenant, [posted])).problem).toMatchObject({
      kind: 'cutOff',
      seq: 2001,
    });
    await audit.keepPosted(tenant, posted);
    expect((await verifyAudit({ audit, hash: sha256 }, tenant)).problem).toMatchObject({ kind: 'cutOff' });
  });

  it('C43 stays whole when a person is erased, and nothing leads to the person any more', async () => {
    const audit = new MemoryAuditLog();
    const people = new MemoryAuditPeople();
    const person = { userId: 'object-id-of-ada', name: 'Ada Example' };
    const ref = await people.refOf(tenant, person);
    await audit.append(tenant, [draft(1, ref), draft(2)]);
    expect((await people.namesOf(tenant, [ref])).get(ref)).toBe('Ada Example');
    expect(await people.erase(tenant, person.userId)).toBe(ref);
    expect((await people.namesOf(tenant, [ref])).size).toBe(0);
    expect((await verifyAudit({ audit, hash: sha256 }, tenant)).problem).toBeNull();
    expect(JSON.stringify(audit.entries)).not.toMatch(/object-id-of-ada|Ada/);
    expect(await people.refOf(tenant, person)).not.toBe(ref);
  });
});
