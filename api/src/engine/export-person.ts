/** Everything stored that names a person, for the person (reliability-security.md C43). */
import type { AuditEntry, PersonRef } from '../core/model/audit-entry.ts';
import type { TenantId } from '../core/model/place.ts';
import type { PersonalRow } from '../ports/personal-data.ts';
import { recordAudit, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';

const PAGE = 1000;

export interface ExportedPerson {
  /** null when the audit log does not know the person. */
  readonly name: string | null;
  readonly rows: readonly PersonalRow[];
  /** Entries of the audit log that the person asked for, or whose account acted. */
  readonly entries: readonly AuditEntry[];
}

export async function exportPerson(
  deps: Pick<Deps, 'audit' | 'clock' | 'personal'>,
  {
    tenant,
    userId,
    email,
    by,
  }: {
    readonly tenant: TenantId;
    readonly userId: string;
    readonly email?: string | undefined;
    readonly by: AuditPerson;
  },
): Promise<ExportedPerson> {
  const { people, log } = deps.audit;
  const ref = await people.find(tenant, userId);
  const rows = (await deps.personal?.find(tenant, { userId, email })) ?? [];
  const entries = ref === null ? [] : await entriesOf(log, tenant, ref);
  await recordAudit(deps.audit, deps.clock, tenant, [
    {
      action: 'person.exported',
      initiator: by,
      actingAs: null,
      subject: { kind: 'person', id: ref ?? 'not in this log' },
      detail: { rows: rows.length, entries: entries.length },
    },
  ]);
  const name = ref === null ? null : ((await people.namesOf(tenant, [ref])).get(ref) ?? null);
  return { name, rows, entries };
}

async function entriesOf(log: Deps['audit']['log'], tenant: TenantId, ref: PersonRef): Promise<AuditEntry[]> {
  const found: AuditEntry[] = [];
  for (let after = 0; ;) {
    const page = await log.page(tenant, after, PAGE);
    found.push(...page.filter(({ initiator, actingAs }) => initiator === ref || actingAs === ref));
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return found;
    after = last.seq;
  }
}
