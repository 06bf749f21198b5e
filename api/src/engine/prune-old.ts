/** Lets go of what is old: details of runs, plans, snapshots, and in the end the audit log itself (C43). */
import type { TenantId } from '../core/model/place.ts';
import type { Pruned, Retention } from '../ports/retention.ts';
import { recordAudit } from './audit-trail.ts';
import type { Deps } from './deps.ts';

const DAY_MS = 86_400_000;

/** Days that things are kept; 0: for ever. */
export interface KeptDays {
  /** Runs with their details, plans, snapshots, decided approvals, sent messages. */
  readonly details: number;
  /** Entries of the audit log. */
  readonly audit: number;
}

export interface PrunedAll extends Pruned {
  readonly auditEntries: number;
}

const NOTHING: Pruned = { runs: 0, plans: 0, snapshots: 0, approvals: 0, messages: 0, answers: 0 };

/** Safe to repeat, and to do in several processes at once. What went is counted in the audit log. */
export async function pruneOld(
  deps: Pick<Deps, 'audit' | 'clock'> & { readonly retention: Retention },
  tenant: TenantId,
  kept: KeptDays,
): Promise<PrunedAll> {
  const before = (days: number) => new Date(deps.clock.now().getTime() - days * DAY_MS);
  const pruned = kept.details > 0 ? await deps.retention.prune(tenant, before(kept.details)) : NOTHING;
  if (Object.values(pruned).some((rows) => rows > 0)) {
    await record(deps, tenant, 'data.pruned', { ...pruned, days: kept.details });
  }
  const auditEntries = kept.audit > 0 ? await pruneAudit(deps, tenant, before(kept.audit)) : 0;
  return { ...pruned, auditEntries };
}

/** First the entry that says so, then the removal: verify-audit looks for it (verify-audit.ts). */
async function pruneAudit(
  deps: Pick<Deps, 'audit' | 'clock'>,
  tenant: TenantId,
  before: Date,
): Promise<number> {
  const last = await deps.audit.log.lastBefore(tenant, before);
  if (last === null) return 0;
  await record(deps, tenant, 'audit.pruned', { seq: last.seq, hash: last.hash });
  return deps.audit.log.removeThrough(tenant, last);
}

const record = (
  { audit, clock }: Pick<Deps, 'audit' | 'clock'>,
  tenant: TenantId,
  action: 'data.pruned' | 'audit.pruned',
  detail: Readonly<Record<string, string | number>>,
): Promise<void> =>
  recordAudit(audit, clock, tenant, [
    { action, initiator: null, actingAs: null, subject: { kind: 'retention', id: tenant }, detail },
  ]);
