/** The connected account: an administrator's delegated rights, kept encrypted and refreshed for weeks. */
import type { AuthenticationResult } from '@azure/msal-node';
import { z } from 'zod';
import type { TenantId } from '../../core/model/place.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TokenCacheStore } from '../../ports/stores.ts';
import { SignInNeeded, type ConnectedAccount, type TokenSource } from '../../ports/token-source.ts';
import { createMsalClient, type MsalOptions } from './msal-client.ts';
import { open, reseal, seal, type Binding } from './sealed-box.ts';
import { refusalOf } from './sign-in-errors.ts';

export interface MsalTokenSourceOptions extends MsalOptions {
  /** The directory that is served; another one is refused before anything is sent. */
  readonly tenantId: string;
  /** Decides for which cloud a token is asked; on loopback it is `https://graph.microsoft.com`. */
  readonly graphUrl: string;
  readonly cache: TokenCacheStore;
  /** 32 bytes each: the first seals, all open. */
  readonly keys: readonly Uint8Array[];
  readonly clock: Clock;
}

/** What stands in clear beside the sealed cache: the connected account and when it was last of use. */
const Row = z.object({
  userId: z.string(),
  name: z.string(),
  connectedAt: z.string(),
  refreshedAt: z.string(),
});
type Row = z.infer<typeof Row>;

/** Row and opened cache, as MSAL wrote it. */
interface Stored {
  readonly row: Row;
  readonly cache: string;
}

const DAY_MS = 86_400_000;
/** Microsoft lets a refresh token of this kind live for 90 days without use (reliability-security.md C25). */
const UNUSED_DAYS = 90;

/** Builds the token source. MSAL refreshes a token when less than five minutes of it are left. */
export function createMsalTokenSource(options: MsalTokenSourceOptions): TokenSource {
  const vault = createVault(options);
  const scopes = [`${graphResource(options.graphUrl)}/Place.ReadWrite.All`];
  const asking = new Map<string, Promise<string>>();

  const ask = async (tenantId: TenantId, claims: string | undefined): Promise<string> => {
    const stored = await vault.load(tenantId);
    const client = createMsalClient(options, tenantId);
    const cache = client.getTokenCache();
    cache.deserialize(stored.cache);
    const account = (await cache.getAllAccounts()).find((each) => each.localAccountId === stored.row.userId);
    if (!account) throw notConnected();
    try {
      const result = await client.acquireTokenSilent({
        account,
        scopes,
        // MSAL skips its cache for claims that ask for something; `{}` asks for nothing but a fresh token.
        ...(claims === undefined ? {} : { claims, forceRefresh: true }),
      });
      checkTenant(result, tenantId);
      if (!result.fromCache) await vault.replace(tenantId, stored.row, cache.serialize());
      return result.accessToken;
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.wipe) await options.cache.remove(tenantId);
      throw refusal.error;
    }
  };

  return {
    account: (tenantId) => vault.account(tenantId),
    graphToken(tenantId, { claims } = {}) {
      const key = `${tenantId} ${claims ?? ''}`;
      const running = asking.get(key);
      if (running) return running;
      const started = ask(tenantId, claims).finally(() => asking.delete(key));
      asking.set(key, started);
      return started;
    },
    async connect(tenantId, tabToken) {
      if (tenantId !== options.tenantId) throw wrongTenant();
      const client = createMsalClient(options, tenantId);
      try {
        const result = await client.acquireTokenOnBehalfOf({ oboAssertion: tabToken, scopes });
        return await vault.connect(
          tenantId,
          checkTenant(result, tenantId),
          client.getTokenCache().serialize(),
        );
      } catch (error) {
        throw refusalOf(error).error;
      }
    },
    disconnect: (tenantId) => options.cache.remove(tenantId),
  };
}

/** Seals every stored cache with the first key. Safe to repeat; answers how many could not be opened. */
export async function rotateTokenCaches(
  store: TokenCacheStore,
  keys: readonly Uint8Array[],
  tenantIds: readonly TenantId[],
  now: Date,
): Promise<{ resealed: number; current: number; unreadable: number }> {
  const counts = { resealed: 0, current: 0, unreadable: 0 };
  for (const tenantId of tenantIds) {
    const stored = await store.load(tenantId);
    const row = Row.safeParse(stored?.account).data;
    if (!stored || !row) continue;
    const box = reseal(keys, bindingOf(tenantId, row), stored.sealed);
    if (box === null) counts.unreadable += 1;
    else if (box === stored.sealed) counts.current += 1;
    else {
      await store.save(tenantId, row, box, now);
      counts.resealed += 1;
    }
  }
  return counts;
}

const bindingOf = (tenantId: TenantId, row: Row): Binding => ({ tenantId, accountId: row.userId });

/** The sealed caches behind {@link TokenCacheStore}. */
function createVault({ cache: store, keys, clock }: MsalTokenSourceOptions) {
  const rowOf = async (tenantId: TenantId): Promise<{ row: Row; sealed: Uint8Array } | null> => {
    const stored = await store.load(tenantId);
    const row = Row.safeParse(stored?.account).data;
    if (!stored || !row) return null;
    if (clock.now().getTime() - Date.parse(row.refreshedAt) < UNUSED_DAYS * DAY_MS) {
      return { row, sealed: stored.sealed };
    }
    await store.remove(tenantId);
    return null;
  };
  const save = (tenantId: TenantId, row: Row, cache: string): Promise<void> =>
    store.save(tenantId, row, seal(keys, bindingOf(tenantId, row), Buffer.from(cache)), clock.now());
  return {
    async account(tenantId: TenantId): Promise<ConnectedAccount | null> {
      const found = await rowOf(tenantId);
      return found && toAccount(tenantId, found.row);
    },
    /** @throws SignInNeeded `not-connected`, `cache-unreadable` */
    async load(tenantId: TenantId): Promise<Stored> {
      const found = await rowOf(tenantId);
      if (!found) throw notConnected();
      const cache = open(keys, bindingOf(tenantId, found.row), found.sealed);
      if (cache === null) throw unreadable();
      return { row: found.row, cache: Buffer.from(cache).toString('utf8') };
    },
    /** After a refresh. A disconnect or a new account in the meantime wins. */
    async replace(tenantId: TenantId, row: Row, cache: string): Promise<void> {
      const current = await rowOf(tenantId);
      if (current?.row.connectedAt !== row.connectedAt) return;
      await save(tenantId, { ...row, refreshedAt: clock.now().toISOString() }, cache);
    },
    async connect(
      tenantId: TenantId,
      result: AuthenticationResult,
      cache: string,
    ): Promise<ConnectedAccount> {
      const at = clock.now().toISOString();
      const userId = result.account?.localAccountId ?? result.uniqueId;
      const name = result.account?.name ?? result.account?.username ?? userId;
      const row: Row = { userId, name, connectedAt: at, refreshedAt: at };
      await save(tenantId, row, cache);
      return toAccount(tenantId, row);
    },
  };
}

const toAccount = (tenantId: TenantId, { userId, name, connectedAt }: Row): ConnectedAccount => ({
  tenantId,
  userId,
  name,
  connectedAt,
});

/** The address a token is asked for: Graph of the cloud, also when the simulated tenant stands in for it. */
function graphResource(graphUrl: string): string {
  const { protocol, origin } = new URL(graphUrl);
  return protocol === 'https:' ? origin : 'https://graph.microsoft.com';
}

function checkTenant(result: AuthenticationResult | null, tenantId: TenantId): AuthenticationResult {
  if (!result || result.tenantId.toLowerCase() !== tenantId.toLowerCase()) throw wrongTenant();
  return result;
}

const CONNECT = 'An administrator opens Places Sync, Settings, and chooses "Connect Microsoft account".';

const notConnected = (): SignInNeeded =>
  new SignInNeeded('not-connected', 'No Microsoft account is connected.', CONNECT);

const unreadable = (): SignInNeeded =>
  new SignInNeeded(
    'cache-unreadable',
    'The stored tokens cannot be opened: their key is not in TOKEN_CACHE_KEY, or they were changed.',
    `Put the earlier key back behind the new one (new,old), or connect again. ${CONNECT}`,
  );

const wrongTenant = (): SignInNeeded =>
  new SignInNeeded(
    'wrong-tenant',
    'The token belongs to another directory than the one that is served here.',
    'Sign in with an account of the directory in TENANT_ID.',
  );
