/** The sealed token caches, one per tenant, behind {@link TokenCacheStore}. */
import { z } from 'zod';
import type { TenantId } from '../../core/model/place.ts';
import type { Clock } from '../../ports/clock.ts';
import type { TokenCacheStore } from '../../ports/stores.ts';
import type { ConnectedAccount, ConnectionProblem, SignInNeeded } from '../../ports/token-source.ts';
import { open, reseal, seal, type Binding } from './sealed-box.ts';

const Problem = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string(),
  claims: z.string().optional(),
  since: z.string(),
});

/** What stands in clear beside the sealed cache. Without an account the tokens were wiped, and `problem` says why. */
const Row = z.object({
  account: z
    .object({ userId: z.string(), name: z.string(), connectedAt: z.string(), refreshedAt: z.string() })
    .nullable(),
  problem: Problem.nullable(),
});
type Row = z.infer<typeof Row>;
type Account = NonNullable<Row['account']>;

const DAY_MS = 86_400_000;
/** Microsoft lets a refresh token of this kind live for 90 days without use (reliability-security.md C25). */
const UNUSED_DAYS = 90;
const NOTHING = new Uint8Array(0);

export interface VaultOptions {
  readonly cache: TokenCacheStore;
  /** 32 bytes each: the first seals, all open. */
  readonly keys: readonly Uint8Array[];
  readonly clock: Clock;
}

/** An opened cache: `content` is null when no key opens it. */
export interface OpenedCache {
  readonly account: Account;
  readonly content: string | null;
}

export interface TokenVault {
  account(tenantId: TenantId): Promise<ConnectedAccount | null>;
  problem(tenantId: TenantId): Promise<ConnectionProblem | null>;
  /** null when nothing is connected. */
  load(tenantId: TenantId): Promise<OpenedCache | null>;
  /** A new connected account; what was there before is gone. */
  connect(
    tenantId: TenantId,
    person: { userId: string; name: string },
    content: string,
  ): Promise<ConnectedAccount>;
  /** After a refresh. A disconnect or a new account in the meantime wins. */
  replace(tenantId: TenantId, account: Account, content: string): Promise<void>;
  /** Remembers why a refresh failed, and wipes the tokens when they have become worthless. */
  refuse(tenantId: TenantId, account: Account, reason: SignInNeeded, wipe: boolean): Promise<void>;
}

export function createTokenVault({ cache: store, keys, clock }: VaultOptions): TokenVault {
  const rowOf = (tenantId: TenantId) => readRow(store, clock, tenantId);
  const save = (tenantId: TenantId, account: Account, content: string): Promise<void> => {
    const box = seal(keys, bindingOf(tenantId, account), Buffer.from(content));
    return store.save(tenantId, { account, problem: null } satisfies Row, box, clock.now());
  };
  /** The stored row, as long as it is still the one of this connection. */
  const current = async (tenantId: TenantId, account: Account) => {
    const found = await rowOf(tenantId);
    return found?.row.account?.connectedAt === account.connectedAt ? found : null;
  };
  return {
    account: async (tenantId) => toAccount(tenantId, (await rowOf(tenantId))?.row.account ?? null),
    problem: async (tenantId) => (await rowOf(tenantId))?.row.problem ?? null,
    async load(tenantId) {
      const found = await rowOf(tenantId);
      if (!found?.row.account) return null;
      const { account } = found.row;
      const content = open(keys, bindingOf(tenantId, account), found.sealed);
      return { account, content: content && Buffer.from(content).toString('utf8') };
    },
    async connect(tenantId, person, content) {
      const at = clock.now().toISOString();
      const account = { ...person, connectedAt: at, refreshedAt: at };
      await save(tenantId, account, content);
      return { tenantId, ...person, connectedAt: at };
    },
    async replace(tenantId, account, content) {
      if (!(await current(tenantId, account))) return;
      await save(tenantId, { ...account, refreshedAt: clock.now().toISOString() }, content);
    },
    async refuse(tenantId, account, { code, message, hint, claims }, wipe) {
      const found = await current(tenantId, account);
      if (!found || (found.row.problem?.code === code && !wipe)) return;
      const since = clock.now().toISOString();
      const problem = { code, message, hint, since, ...(claims === undefined ? {} : { claims }) };
      const row: Row = { account: wipe ? null : account, problem };
      await store.save(tenantId, row, wipe ? NOTHING : found.sealed, clock.now());
    },
  };
}

/** Seals every stored cache with the first key. Safe to repeat; `unreadable` counts those that no key opens. */
export async function rotateTokenCaches(
  options: VaultOptions,
  tenantIds: readonly TenantId[],
): Promise<{ resealed: number; current: number; unreadable: number }> {
  const { cache: store, keys, clock } = options;
  const counts = { resealed: 0, current: 0, unreadable: 0 };
  for (const tenantId of tenantIds) {
    const found = await readRow(store, clock, tenantId);
    if (!found?.row.account) continue;
    const box = reseal(keys, bindingOf(tenantId, found.row.account), found.sealed);
    if (box === null) counts.unreadable += 1;
    else if (box === found.sealed) counts.current += 1;
    else {
      await store.save(tenantId, found.row, box, clock.now());
      counts.resealed += 1;
    }
  }
  return counts;
}

/** A row that nobody used for too long is wiped on sight. */
async function readRow(
  store: TokenCacheStore,
  clock: Clock,
  tenantId: TenantId,
): Promise<{ row: Row; sealed: Uint8Array } | null> {
  const stored = await store.load(tenantId);
  const row = Row.safeParse(stored?.account).data;
  if (!stored || !row) return null;
  const lastUse = row.account?.refreshedAt ?? row.problem?.since ?? '';
  if (clock.now().getTime() - Date.parse(lastUse) < UNUSED_DAYS * DAY_MS)
    return { row, sealed: stored.sealed };
  await store.remove(tenantId);
  return null;
}

const bindingOf = (tenantId: TenantId, account: Account): Binding => ({
  tenantId,
  accountId: account.userId,
});

const toAccount = (tenantId: TenantId, account: Account | null): ConnectedAccount | null =>
  account && { tenantId, userId: account.userId, name: account.name, connectedAt: account.connectedAt };
