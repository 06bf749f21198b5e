/** Writes what happened into the audit log, with people as references that can be forgotten. */
import type { AuditDraft, PersonRef } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import type { AuditLog, AuditPeople } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';

/** A person by object id; the name is for showing and is kept apart from the log. */
export interface AuditPerson {
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

/** Appends events, in their order, all or none. @throws what the database throws: what cannot be recorded is not done */
export async function recordAudit(
  trail: AuditTrail,
  clock: Clock,
  tenant: TenantId,
  events: readonly AuditEvent[],
): Promise<void> {
  const at = clock.now().toISOString();
  const drafts: AuditDraft[] = [];
  for (const { action, subject, detail, ...people } of events) {
    const initiator = await refOf(trail, tenant, people.initiator);
    const actingAs = await refOf(trail, tenant, people.actingAs);
    drafts.push({ at, action, initiator, actingAs, subject, detail });
  }
  await trail.log.append(tenant, drafts);
}

/** How the log knows a person; null for nobody. */
export async function refOf(
  { people }: AuditTrail,
  tenant: TenantId,
  person: AuditPerson | null,
): Promise<PersonRef | null> {
  return person && people.refOf(tenant, { userId: person.userId, name: person.name });
}

/** A person asked for something of a run; nothing was sent to Microsoft. */
export function runEvent(
  action: 'run.cancelled' | 'run.resumed',
  runId: string,
  initiator: AuditPerson,
): AuditEvent {
  return { action, initiator, actingAs: null, subject: { kind: 'run', id: runId }, detail: {} };
}

/** Buildings were taken in from a source; by itself when nobody asked. */
export function importEvents(
  { source, host }: { readonly source: string; readonly host?: string },
  stored: readonly { readonly buildingId: string; readonly revision: string }[],
  initiator: AuditPerson | null,
): AuditEvent[] {
  return stored.map(({ buildingId, revision }) => ({
    action: 'source.imported',
    initiator,
    actingAs: null,
    subject: { kind: 'building', id: buildingId },
    detail: { source, revision, ...(host === undefined ? {} : { host }) },
  }));
}
