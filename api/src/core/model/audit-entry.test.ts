import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CHAIN_START,
  chainEntries,
  cutOffProblem,
  verifyEntries,
  type AuditDraft,
  type AuditEntry,
} from './audit-entry.ts';
import type { TenantId } from './place.ts';

const tenant = 'tenant-a' as TenantId;
const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

const draft = fc.record<AuditDraft>({
  at: fc.constantFrom('2026-03-01T08:00:00.000Z', '2026-03-01T08:00:01.000Z'),
  action: fc.constantFrom('run.requested', 'write.intended', 'write.answered', 'run.ended'),
  initiator: fc.option(fc.uuid()),
  actingAs: fc.option(fc.uuid()),
  subject: fc.record({ kind: fc.constantFrom('run', 'place', 'plan'), id: fc.string() }),
  detail: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null))),
});
const drafts = fc.array(draft, { minLength: 2, maxLength: 12 });
const chainOf = (items: readonly AuditDraft[]): AuditEntry[] =>
  chainEntries(tenant, CHAIN_START, items, hash);
const check = (entries: readonly AuditEntry[], posted: Parameters<typeof verifyEntries>[4] = []) => {
  const { head, problem } = verifyEntries(tenant, entries, CHAIN_START, hash, posted);
  return problem ?? cutOffProblem(head, posted);
};

/** Everything somebody with access to the table could do, short of reckoning the chain anew. */
const TAMPERINGS: readonly ((chain: AuditEntry[], at: number, other: number) => AuditEntry[])[] = [
  (chain, at) => chain.toSpliced(at, 1),
  (chain, at, other) => {
    const swapped = [...chain];
    [swapped[at], swapped[other]] = [chain[other] as AuditEntry, chain[at] as AuditEntry];
    return swapped;
  },
  (chain, at) => chain.toSpliced(at, 0, chain[at] as AuditEntry),
  ...(
    [
      { at: '2026-03-01T08:00:02.000Z' },
      { action: 'person.erased' },
      { initiator: 'somebody-else' },
      { actingAs: 'somebody-else' },
      { subject: { kind: 'run', id: 'another run' } },
      { detail: { status: 204 } },
      { tenantId: 'tenant-b' as TenantId },
      { hash: hash('x') },
      { previousHash: hash('x') },
    ] satisfies Partial<AuditEntry>[]
  ).map(
    (change) => (chain: AuditEntry[], at: number) =>
      chain.with(at, { ...(chain[at] as AuditEntry), ...change }),
  ),
  // Changed and sealed again, but the entries behind were left.
  (chain, at) => {
    const before = chain[at - 1] ?? CHAIN_START;
    const [forged] = chainEntries(tenant, before, [{ ...(chain[at] as AuditEntry), at: 'forged' }], hash);
    return chain.with(at, forged as AuditEntry);
  },
];

describe('C42 I12 the audit chain', () => {
  it('of any entries verifies, whole and in stretches', () => {
    fc.assert(
      fc.property(drafts, fc.nat(12), (items, cut) => {
        const chain = chainOf(items);
        expect(check(chain)).toBeNull();
        const first = verifyEntries(tenant, chain.slice(0, cut), CHAIN_START, hash);
        const second = verifyEntries(tenant, chain.slice(cut), first.head, hash);
        expect(second.problem).toBeNull();
        expect(second.head.seq).toBe(chain.length);
      }),
      { numRuns: 100 },
    );
  });

  it('shows every one of 10,000 tamperings', () => {
    let tried = 0;
    fc.assert(
      fc.property(
        drafts,
        fc.nat(),
        fc.nat(),
        fc.nat(TAMPERINGS.length - 1),
        (items, first, second, which) => {
          const chain = chainOf(items);
          // The last entry is looked at below: nothing follows that would give it away.
          const at = first % (chain.length - 1);
          const other = second % chain.length;
          const tampered = TAMPERINGS[which]?.(chain, at, other) ?? chain;
          if (JSON.stringify(tampered) === JSON.stringify(chain)) return;
          tried += 1;
          expect(check(tampered)).not.toBeNull();
        },
      ),
      { numRuns: 11_500 },
    );
    expect(tried).toBeGreaterThanOrEqual(10_000);
  });

  it('shows a cut-off end and a chain reckoned anew by a head that was posted outside', () => {
    fc.assert(
      fc.property(drafts, fc.nat(), (items, number) => {
        const chain = chainOf(items);
        const posted = [chain.at(-1) as AuditEntry];
        const kept = number % chain.length;
        expect(check(chain.slice(0, kept), posted)).toMatchObject({ kind: 'cutOff', seq: kept + 1 });
        const forged = items.map((item, index) => (index === kept ? { ...item, at: 'forged' } : item));
        expect(check(chainOf(forged), posted)).toMatchObject({ kind: 'rewritten' });
        expect(check(chain, posted)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('names the entry and what is wrong with it', () => {
    const item: AuditDraft = {
      at: '2026-03-01T08:00:00.000Z',
      action: 'run.requested',
      initiator: 'a',
      actingAs: null,
      subject: { kind: 'run', id: 'r1' },
      detail: {},
    };
    const chain = chainOf([item, item, item]);
    expect(check(chain.toSpliced(1, 1))).toMatchObject({ seq: 2, kind: 'missing' });
    const changed = chain.with(1, { ...(chain[1] as AuditEntry), actingAs: 'b' });
    expect(check(changed)).toMatchObject({ seq: 2, kind: 'changed' });
  });

  it('takes the order of details as nothing, and where one text ends and the next begins as something', () => {
    const item = (detail: AuditDraft['detail'], id: string): AuditDraft => ({
      at: 't',
      action: 'run.ended',
      initiator: null,
      actingAs: null,
      subject: { kind: 'run', id },
      detail,
    });
    const hashOf = (one: AuditDraft) => chainOf([one])[0]?.hash;
    expect(hashOf(item({ a: 1, b: 2 }, 'x'))).toBe(hashOf(item({ b: 2, a: 1 }, 'x')));
    expect(hashOf(item({ a: 1 }, 'x'))).not.toBe(hashOf(item({ a: '1' }, 'x')));
    expect(hashOf(item({}, 'x"],["a'))).not.toBe(hashOf(item({}, 'x')));
  });
});
