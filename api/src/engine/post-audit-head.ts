/** Puts the end of the audit log where nobody who owns the database can change it (reliability-security.md C42). */
import type { ChainHead } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import type { Deps } from './deps.ts';

/** @param post hands the head to the outside, for example to a log system; what it throws is thrown on */
export async function postAuditHead(
  { audit }: Pick<Deps, 'audit'>,
  tenant: TenantId,
  post: (head: ChainHead) => void,
): Promise<void> {
  const head = await audit.log.head(tenant);
  if (head === null) return;
  post(head);
  await audit.log.keepPosted(tenant, head);
}
