/**
 * Makes everything stored forget who a person is: names in plans, runs, reports and approvals, ids, the address under
 * which desks are assigned to them, what chat knows, and the name behind their reference in the audit log, whose
 * entries and chain stay (reliability-security.md C43).
 */
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import { refOf, type AuditPerson } from './audit-trail.ts';
import type { Deps } from './deps.ts';

export interface ErasePerson {
  readonly tenant: TenantId;
  readonly userId: string;
  /** The address under which desks may be assigned to them. */
  readonly email?: string | undefined;
  readonly by: AuditPerson;
}

export type EraseDeps = Pick<Deps, 'audit' | 'clock' | 'personal' | 'forgetInChat' | 'tokens' | 'stores'>;

/**
 * @returns whether anything knew the person, and how many rows named them
 * @throws AppError `conflict` `person-connected` while runs act with the person's account; `run-active` while a run may
 *   still have to write the address
 */
export async function erasePerson(
  deps: EraseDeps,
  { tenant, userId, email, by }: ErasePerson,
): Promise<{ readonly erased: boolean; readonly rows: number }> {
  await refuseInUse(deps, tenant, userId, email);
  // The eraser first: somebody who erases themselves must not be written down anew afterwards.
  const initiator = await refOf(deps.audit, tenant, by);
  const rows = (await deps.personal?.erase(tenant, { userId, email })) ?? 0;
  const references = (await deps.forgetInChat?.(tenant, userId)) ?? 0;
  const ref = await deps.audit.people.erase(tenant, userId);
  const erased = ref !== null || rows + references > 0;
  if (erased) {
    const at = deps.clock.now().toISOString();
    const subject = { kind: 'person', id: ref ?? 'not in this log' } as const;
    const detail = { rows: rows + references };
    await deps.audit.log.append(tenant, [
      { at, action: 'person.erased', initiator, actingAs: null, subject, detail },
    ]);
  }
  return { erased, rows: rows + references };
}

async function refuseInUse(
  { tokens, stores }: EraseDeps,
  tenant: TenantId,
  userId: string,
  email: string | undefined,
): Promise<void> {
  if ((await tokens.account(tenant))?.userId === userId)
    throw new AppError('conflict', 'person-connected', 'Runs act with the account of this person.', {
      hint: 'Disconnect the account first, or connect another one.',
    });
  if (email === undefined) return;
  const active = (await stores.runs.unfinished()).find((run) => run.tenantId === tenant);
  if (active === undefined) return;
  throw new AppError('conflict', 'run-active', 'A run is not finished that may still write this address.', {
    runId: active.id,
    hint: 'Let it end or cancel it, then erase the person.',
  });
}
