/** The connected account: an administrator's delegated rights, kept encrypted and refreshed for weeks. */
import type { AuthenticationResult } from '@azure/msal-node';
import { decodeJwt } from 'jose';
import type { TenantId } from '../../core/model/place.ts';
import { SignInNeeded, type TokenSource } from '../../ports/token-source.ts';
import { createMsalClient, type MsalOptions } from './msal-client.ts';
import { checkTenant, claimOf, wrongTenant } from './own-tenant.ts';
import { CONNECT_AGAIN, refusalOf } from './sign-in-errors.ts';
import { createTokenVault, type OpenedCache, type TokenVault, type VaultOptions } from './token-vault.ts';
import { createViewerTokens } from './viewer-tokens.ts';

export interface MsalTokenSourceOptions extends MsalOptions, VaultOptions {
  /** The directory that is served; another one is refused before anything is sent. */
  readonly tenantId: string;
  /** Decides for which cloud a token is asked; on loopback it is `https://graph.microsoft.com`. */
  readonly graphUrl: string;
}

/** Builds the token source. MSAL refreshes a token when less than five minutes of it are left. */
export function createMsalTokenSource(options: MsalTokenSourceOptions): Required<TokenSource> {
  const vault = createTokenVault(options);
  const resource = graphResource(options.graphUrl);
  const scopes = [`${resource}/Place.ReadWrite.All`];
  const asking = new Map<string, Promise<string>>();
  const graphToken: TokenSource['graphToken'] = (tenantId, { claims } = {}) => {
    const key = `${tenantId} ${claims ?? ''}`;
    const running = asking.get(key);
    if (running) return running;
    const started = askSilently(options, vault, scopes, tenantId, claims).finally(() => asking.delete(key));
    asking.set(key, started);
    return started;
  };
  return {
    account: (tenantId) => vault.account(tenantId),
    problem: (tenantId) => vault.problem(tenantId),
    graphToken,
    viewerToken: createViewerTokens(options, resource),
    async roleTemplates(tenantId, { fresh = false } = {}) {
      // A fresh one, or the one there is while the sign-in service is away.
      const token = await graphToken(tenantId, fresh ? { claims: '{}' } : {}).catch((error: unknown) => {
        if (error instanceof SignInNeeded || !fresh) throw error;
        return graphToken(tenantId);
      });
      const { wids } = decodeJwt<{ wids?: unknown }>(token);
      return Array.isArray(wids) ? wids.map(String) : null;
    },
    async connect(tenantId, tabToken) {
      if (tenantId !== options.tenantId || claimOf(tabToken, 'tid') !== tenantId) throw wrongTenant();
      const client = createMsalClient(options, tenantId);
      try {
        const result = await client.acquireTokenOnBehalfOf({ oboAssertion: tabToken, scopes });
        const person = personOf(checkTenant(result, tenantId));
        return await vault.connect(tenantId, person, client.getTokenCache().serialize());
      } catch (error) {
        throw refusalOf(error).error;
      }
    },
    disconnect: (tenantId) => options.cache.remove(tenantId),
  };
}

/** A token from the cache, or a fresh one by the refresh token; the person is not needed for either. */
async function askSilently(
  options: MsalTokenSourceOptions,
  vault: TokenVault,
  scopes: string[],
  tenantId: TenantId,
  claims: string | undefined,
): Promise<string> {
  const stored = await vault.load(tenantId);
  if (!stored) throw await whyNotConnected(vault, tenantId);
  try {
    const client = createMsalClient(options, tenantId);
    const cache = client.getTokenCache();
    cache.deserialize(opened(stored));
    const accounts = await cache.getAllAccounts();
    const account = accounts.find((each) => each.localAccountId === stored.account.userId);
    if (!account) throw notConnected();
    const result = await client.acquireTokenSilent({
      account,
      scopes,
      // MSAL skips its cache for claims that ask for something; `{}` asks for nothing but a fresh token.
      ...(claims === undefined ? {} : { claims, forceRefresh: true }),
    });
    checkTenant(result, tenantId);
    if (!result.fromCache) await vault.replace(tenantId, stored.account, cache.serialize());
    return result.accessToken;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.error instanceof SignInNeeded) {
      await vault.refuse(tenantId, stored.account, refusal.error, refusal.wipe);
    }
    throw refusal.error;
  }
}

/** A connection that Microsoft ended says so until somebody connects again. */
async function whyNotConnected(vault: TokenVault, tenantId: TenantId): Promise<SignInNeeded> {
  const problem = await vault.problem(tenantId);
  return problem
    ? new SignInNeeded(problem.code, problem.message, problem.hint, problem.claims)
    : notConnected();
}

function personOf(result: AuthenticationResult): { userId: string; name: string } {
  const userId = result.account?.localAccountId ?? result.uniqueId;
  return { userId, name: result.account?.name ?? result.account?.username ?? userId };
}

/** The address a token is asked for: Graph of the cloud, also when the simulated tenant stands in for it. */
function graphResource(graphUrl: string): string {
  const { protocol, origin } = new URL(graphUrl);
  return protocol === 'https:' ? origin : 'https://graph.microsoft.com';
}

function opened({ content }: OpenedCache): string {
  if (content !== null) return content;
  throw new SignInNeeded(
    'cache-unreadable',
    'The stored tokens cannot be opened: their key is not in TOKEN_CACHE_KEY, or they were changed.',
    ['Put the earlier key back behind the new one (new,old), or connect again.', CONNECT_AGAIN].join(' '),
  );
}

const notConnected = (): SignInNeeded =>
  new SignInNeeded('not-connected', 'No Microsoft account is connected.', CONNECT_AGAIN);
