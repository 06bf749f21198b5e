/** Whether the roles in the connected account's token fit: a reading only, nothing is sent to Microsoft Places. */
import type { TenantId } from '../core/model/place.ts';
import { SignInNeeded, type TokenSource } from '../ports/token-source.ts';
import { ASK_FOR_ROLE, mayManagePlaces } from './check-rights.ts';
import type { ReadinessItem } from './readiness-item.ts';

const CHECK = { code: 'role', title: 'The account may manage places' };

/** As the token has them, up to an hour old, or `fresh`. A custom role may do as well, so a role that does not fit is no problem yet; a run asks before it writes. */
export async function checkRole(
  tokens: TokenSource,
  tenant: TenantId,
  fresh: boolean,
): Promise<ReadinessItem> {
  const roles = await rolesOf(tokens, tenant, fresh);
  if (typeof roles === 'string') return { ...CHECK, state: 'unknown', detail: roles };
  return mayManagePlaces(roles)
    ? { ...CHECK, state: 'ok', detail: 'It is Exchange Administrator or Global Administrator.' }
    : {
        ...CHECK,
        state: 'unknown',
        detail: 'It is neither Exchange nor Global Administrator.',
        hint: ASK_FOR_ROLE,
      };
}

/** The roles, or why they are not known. */
async function rolesOf(
  tokens: TokenSource,
  tenant: TenantId,
  fresh: boolean,
): Promise<readonly string[] | string> {
  if ((await tokens.account(tenant)) === null) return 'Checked as soon as an account is connected.';
  try {
    const roles = await tokens.roleTemplates?.(tenant, { fresh });
    return roles ?? 'Microsoft does not say; the first run asks before it writes.';
  } catch (error) {
    if (!(error instanceof SignInNeeded)) throw error;
    return error.message;
  }
}
