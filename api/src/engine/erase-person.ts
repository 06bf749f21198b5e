/** Makes the audit log forget who a person is; the entries stay, and so does the chain (reliability-security.md C43). */
import type { TenantId } from '../core/model/place.ts';
import { recordAudit, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';

/** @returns false when the log does not know the person */
export async function erasePerson(
  deps: Pick<Deps, 'audit' | 'clock'>,
  { tenant, userId, by }: { readonly tenant: TenantId; readonly userId: string; readonly by: AuditPerson },
): Promise<boolean> {
  const ref = await deps.audit.people.erase(tenant, userId);
  if (ref === null) return false;
  const subject = { kind: 'person', id: ref } as const;
  await recordAudit(deps.audit, deps.clock, tenant, [
    { action: 'person.erased', initiator: by, actingAs: null, subject, detail: {} },
  ]);
  return true;
}
