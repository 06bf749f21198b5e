/** Writes what happened into the audit log, with people as references that can be forgotten. */
import type { AuditDraft } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import type { AuditLog, AuditPeople } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';

/** A person by object id; the name is for showing and is kept apart from the log. */
interface AuditPerson {
  readonly userId: string;
  readonly name: string;
}

/** The log and the table of names beside it. */
export interface AuditTrail {
  readonly log: AuditLog;
  readonly people: AuditPeople;
}

/** One thing that happened: who asked, and whose token acted (reliability-security.md C20). */
export interface AuditEvent extends Pick<AuditDraft, 'action' | 'subject' | 'detail'> {
  readonly initiator: AuditPerson | null;
  readonly actingAs: AuditPerson | null;
}

/** Appends events, in their order, all or none. */
export async function recordAudit(
  { log, people }: AuditTrail,
  clock: Clock,
  tenant: TenantId,
  events: readonly AuditEvent[],
): Promise<void> {
  const at = clock.now().toISOString();
  const refOf = (person: AuditPerson | null) => (person ? people.refOf(tenant, person) : null);
  const drafts: AuditDraft[] = [];
  for (const { action, subject, detail, initiator, actingAs } of events) {
    const [asked, acted] = [await refOf(initiator), await refOf(actingAs)];
    drafts.push({ at, action, initiator: asked, actingAs: acted, subject, detail });
  }
  await log.append(tenant, drafts);
}
