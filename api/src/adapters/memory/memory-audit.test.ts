import { describe } from 'vitest';
import { auditSuite } from '../../../test/port-suites/audit-suite.ts';
import { MemoryAuditLog, MemoryAuditPeople } from './memory-audit.ts';

describe('audit in memory', () => {
  const [log, people] = [new MemoryAuditLog(), new MemoryAuditPeople()];
  auditSuite(
    () => log,
    () => people,
  );
});
