import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  CHAIN_START,
  verifyEntries,
  type AuditDraft,
  type AuditEntry,
} from '../../src/core/model/audit-entry.ts';
import type { TenantId } from '../../src/core/model/place.ts';
import type { AuditLog, AuditPeople } from '../../src/ports/audit.ts';
import { at, newTenant } from './samples.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const draftOf = (id: string): AuditDraft => ({
  at: at(0).toISOString(),
  action: 'write.answered',
  initiator: 'person-1',
  actingAs: null,
  subject: { kind: 'place', id },
  detail: { status: 201, share: 0.1, ok: true, code: null, requestId: 'r-1', naïve: 'ü' },
});

async function problemOf(log: AuditLog, tenant: TenantId, entries: readonly AuditEntry[]) {
  return verifyEntries(tenant, entries, CHAIN_START, sha256, await log.posted(tenant)).problem;
}

/** What every {@link AuditLog} and {@link AuditPeople} does. */
export function auditSuite(log: () => AuditLog, people: () => AuditPeople): void {
  chain(log);
  names(people);
}

function chain(log: () => AuditLog): void {
  describe('the audit log', () => {
    it('chains what is appended, in order, and verifies', async () => {
      const tenant = newTenant();
      expect(await log().head(tenant)).toBeNull();

      await log().append(tenant, [draftOf('p-1'), draftOf('p-2')]);
      const head = await log().append(tenant, [draftOf('p-3')]);
      const entries = await log().page(tenant, 0, 1000);

      expect(entries.map((entry) => [entry.seq, entry.subject.id])).toEqual([
        [1, 'p-1'],
        [2, 'p-2'],
        [3, 'p-3'],
      ]);
      expect(entries[0]).toMatchObject({ ...draftOf('p-1'), tenantId: tenant });
      expect(head).toMatchObject({ seq: 3, hash: entries[2]?.hash });
      expect(await log().head(tenant)).toMatchObject({ seq: 3, hash: entries[2]?.hash });
      expect(await problemOf(log(), tenant, entries)).toBeNull();
    });

    it('shows a page after a number, and nothing of other tenants', async () => {
      const tenant = newTenant();
      await log().append(tenant, ['a', 'b', 'c', 'd'].map(draftOf));

      expect((await log().page(tenant, 1, 2)).map((entry) => entry.seq)).toEqual([2, 3]);
      expect(await log().page(newTenant(), 0, 10)).toEqual([]);
    });

    it('is one chain, also when eight write at once', async () => {
      const tenant = newTenant();

      await Promise.all(
        Array.from({ length: 8 }, (_, n) => log().append(tenant, [draftOf(`${n}a`), draftOf(`${n}b`)])),
      );
      const entries = await log().page(tenant, 0, 1000);

      expect(entries).toHaveLength(16);
      expect(await problemOf(log(), tenant, entries)).toBeNull();
    });

    it('lets go of its beginning, up to what is young, and never of its end', async () => {
      const tenant = newTenant();
      const days = ['01', '02', '03'].map((day) => `2024-01-${day}T00:00:00.000Z`);
      await log().append(
        tenant,
        days.map((day) => ({ ...draftOf(day), at: day })),
      );
      expect(await log().lastBefore(tenant, new Date(days[0] ?? ''))).toBeNull();
      expect(await log().lastBefore(tenant, new Date(days[1] ?? ''))).toMatchObject({ seq: 1 });
      const last = await log().lastBefore(tenant, new Date('2025-01-01'));
      if (last === null) throw new Error('Nothing is old.');
      expect([last.seq, await log().anchor(tenant)]).toEqual([2, null]);

      expect(await log().removeThrough(tenant, last)).toBe(2);

      expect((await log().page(tenant, 0, 10)).map(({ seq }) => seq)).toEqual([3]);
      expect(await log().anchor(tenant)).toEqual(last);
      expect(await log().lastBefore(tenant, new Date('2025-01-01'))).toBeNull();
      expect((await log().append(tenant, [draftOf('next')])).seq).toBe(4);
    });

    it('seals what can be read again, also of a dirty text', async () => {
      const tenant = newTenant();
      await log().append(tenant, [{ ...draftOf('p'), detail: { code: 'a\u0000b\ud800' } }]);

      const entries = await log().page(tenant, 0, 10);

      expect(await problemOf(log(), tenant, entries)).toBeNull();
    });
  });
}

function names(people: () => AuditPeople): void {
  describe('people in the audit log', () => {
    it('keep one random reference, with the name they have now, until they are erased', async () => {
      const tenant = newTenant();
      const ref = await people().refOf(tenant, { userId: 'u-1', name: 'Ada' });
      const again = await people().refOf(tenant, { userId: 'u-1', name: 'Ada' });
      const other = await people().refOf(tenant, { userId: 'u-2', name: 'Bob' });

      expect(again).toBe(ref);
      expect(ref).not.toContain('u-1');
      expect([...(await people().namesOf(tenant, [ref, other, 'nobody']))].toSorted()).toEqual(
        [
          [ref, 'Ada'],
          [other, 'Bob'],
        ].toSorted(),
      );
      expect(await people().erase(tenant, 'u-1')).toBe(ref);
      expect(await people().erase(tenant, 'u-1')).toBeNull();
      expect([...(await people().namesOf(tenant, [ref, other])).keys()]).toEqual([other]);
      expect(await people().refOf(tenant, { userId: 'u-1', name: 'Ada' })).not.toBe(ref);
    });
  });
}
