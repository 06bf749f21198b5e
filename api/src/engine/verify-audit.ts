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
  const anchor = await deps.audit.anchor(tenant);
  let head = anchor ?? CHAIN_START;
  const isOther = posted.some((each) => each.seq === anchor?.seq && each.hash !== anchor.hash);
  let recorded = anchor === null;
  for (;;) {
    const entries = await deps.audit.page(tenant, head.seq, PAGE);
    const checked = verifyEntries(tenant, entries, head, deps.hash, posted);
    if (checked.problem) return checked;
    head = checked.head;
    recorded ||= entries.some(
      ({ action, detail }) =>
        action === 'audit.pruned' && detail['seq'] === anchor?.seq && detail['hash'] === anchor?.hash,
    );
    if (entries.length < PAGE) break;
  }
  if (anchor !== null && (isOther || !recorded)) return { head: CHAIN_START, problem: unrecorded(anchor) };
  return { head, problem: cutOffProblem(head, posted) };
}

/** What goes for its age is announced in the log itself before it goes (engine/prune-old.ts). */
const unrecorded = ({ seq }: ChainHead): ChainProblem => ({
  seq: 1,
  kind: 'missing',
  message: `The entries up to ${seq} are gone, and the log does not say that they were old.`,
});
