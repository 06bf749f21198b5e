import { createHash, randomUUID } from 'node:crypto';
import { CHAIN_START, chainEntries, type AuditEntry, type ChainHead } from '../../core/model/audit-entry.ts';
import type { AuditLog, AuditPeople } from '../../ports/audit.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** An audit log whose entries a test can tamper with. */
export interface MemoryAuditLog extends AuditLog {
  entries: AuditEntry[];
  heads: ChainHead[];
}

export function memoryAuditLog(): MemoryAuditLog {
  const log: MemoryAuditLog = {
    entries: [],
    heads: [],
    append(tenant, drafts) {
      const head = log.entries.findLast((entry) => entry.tenantId === tenant) ?? CHAIN_START;
      log.entries.push(...chainEntries(tenant, head, drafts, sha256));
      const { seq, hash } = log.entries.findLast((entry) => entry.tenantId === tenant) ?? CHAIN_START;
      return Promise.resolve({ seq, hash });
    },
    page: (tenant, afterSeq, limit) =>
      Promise.resolve(
        log.entries.filter((entry) => entry.tenantId === tenant && entry.seq > afterSeq).slice(0, limit),
      ),
    head: (tenant) => Promise.resolve(log.entries.findLast((entry) => entry.tenantId === tenant) ?? null),
    posted: () => Promise.resolve(log.heads),
  };
  return log;
}

export function memoryAuditPeople(): AuditPeople {
  const people = new Map<string, { ref: string; name: string }>();
  return {
    refOf(tenant, { userId, name }) {
      const key = `${tenant} ${userId}`;
      const known = people.get(key) ?? { ref: randomUUID(), name };
      people.set(key, known);
      return Promise.resolve(known.ref);
    },
    namesOf: (_tenant, refs) =>
      Promise.resolve(
        new Map(
          [...people.values()].filter(({ ref }) => refs.includes(ref)).map(({ ref, name }) => [ref, name]),
        ),
      ),
    erase(tenant, userId) {
      const key = `${tenant} ${userId}`;
      const ref = people.get(key)?.ref ?? null;
      people.delete(key);
      return Promise.resolve(ref);
    },
  };
}
