/** Nothing of another directory is sent anywhere, and nothing that comes back for another one is used (F25). */
import type { AuthenticationResult } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import { SignInNeeded } from '../../ports/token-source.ts';

/** One claim of a token that the door has checked; undefined when there is none. */
export function claimOf(token: string, claim: 'tid' | 'oid'): unknown {
  try {
    return decodeJwt(token)[claim];
  } catch {
    return undefined;
  }
}

/** @throws SignInNeeded `wrong-tenant` when the tokens are not for this directory */
export function checkTenant(result: AuthenticationResult | null, tenantId: string): AuthenticationResult {
  if (!result || result.tenantId.toLowerCase() !== tenantId.toLowerCase()) throw wrongTenant();
  return result;
}

export const wrongTenant = (): SignInNeeded =>
  new SignInNeeded(
    'wrong-tenant',
    'The token belongs to another directory than the one that is served here.',
    'Sign in with an account of the directory in TENANT_ID.',
  );
