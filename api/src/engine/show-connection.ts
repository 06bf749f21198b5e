/** How the connection to Microsoft stands, from what is stored: nothing is sent. */
import type { TenantId } from '../core/model/place.ts';
import type { ConnectedAccount, ConnectionProblem, TokenSource } from '../ports/token-source.ts';

/** `needsSignIn`: tokens cannot be had; `account` is missing when they were wiped. */
export type ConnectionState =
  | { readonly state: 'connected'; readonly account: ConnectedAccount }
  | { readonly state: 'notConnected' }
  | {
      readonly state: 'needsSignIn';
      readonly account: ConnectedAccount | null;
      readonly problem: ConnectionProblem;
    };

export async function showConnection(
  { tokens }: { readonly tokens: TokenSource },
  tenant: TenantId,
): Promise<ConnectionState> {
  const [account, problem] = await Promise.all([tokens.account(tenant), tokens.problem?.(tenant) ?? null]);
  if (problem) return { state: 'needsSignIn', account, problem };
  return account ? { state: 'connected', account } : { state: 'notConnected' };
}
