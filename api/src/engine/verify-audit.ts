/** `places-sync verify-audit`: reads the whole log of a tenant and says whether it is what was written. */
import {
  CHAIN_START,
  cutOffProblem,
  verifyEntries,
  type ChainHead,
  type ChainProblem,
  type Hash,
} from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import type { AuditLog } from '../ports/audit.ts';

const PAGE = 1000;

/** What a check of the log found. */
export interface AuditVerdict {
  /** The last entry that holds. */
  readonly head: ChainHead;
  readonly problem: ChainProblem | null;
}

/** @param elsewhere heads a person kept from a card, mail or log system, besides those in the database */
export async function verifyAudit(
  deps: { readonly audit: AuditLog; readonly hash: Hash },
  tenant: TenantId,
  elsewhere: readonly ChainHead[] = [],
): Promise<AuditVerdict> {
  const posted = [...(await deps.audit.posted(tenant)), ...elsewhere];
  let head = CHAIN_START;
  for (;;) {
    const entries = await deps.audit.page(tenant, head.seq, PAGE);
    const checked = verifyEntries(tenant, entries, head, deps.hash, posted);
    if (checked.problem) return checked;
    head = checked.head;
    if (entries.length < PAGE) return { head, problem: cutOffProblem(head, posted) };
  }
}
