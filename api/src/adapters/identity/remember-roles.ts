/** Roles of people whose token was checked lately: a chat message carries no token to read them from (C19). */
import { decodeJwt } from 'jose';
import type { TenantId } from '../../core/model/place.ts';
import type { AuditPeople } from '../../ports/audit.ts';
import type { ProvenRolesStore } from '../../ports/chat.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Caller, SeenRoles, TokenCheck } from '../../ports/token-check.ts';

export interface RememberRolesOptions {
  readonly store: ProvenRolesStore;
  readonly people: AuditPeople;
  readonly clock: Pick<Clock, 'now'>;
  readonly warn: (what: string, error: unknown) => void;
}

const MAX_AGE_MS = 3_600_000;
/** The tab shows its token with every request; writing it down this often keeps the hour going. */
const WRITE_EVERY_MS = 300_000;
/** Far more people than use a tab within five minutes; what is beyond is written once more. */
const MAX_PEOPLE = 10_000;

/**
 * The same check, writing down whose token it let in: over restarts, and for every process on the database. A role
 * counts for 60 minutes after its token was checked, never longer than the token itself, and only until a token that
 * was issued later says otherwise.
 */
export function rememberRoles(
  tokenCheck: TokenCheck,
  options: RememberRolesOptions,
): {
  readonly tokenCheck: TokenCheck;
  readonly seenRoles: SeenRoles;
  /** Writes down what a checked token says. */
  readonly remember: (caller: Caller) => Promise<void>;
} {
  const { store, people, clock } = options;
  const written = new Map<string, { readonly token: string; readonly atMs: number }>();

  const remember = async (caller: Caller): Promise<void> => {
    const { tenantId, userId, name, roles, token } = caller;
    const key = `${tenantId}/${userId}`;
    const nowMs = clock.now().getTime();
    const last = written.get(key);
    if (last?.token === token && nowMs - last.atMs < WRITE_EVERY_MS) return;
    const { iat = 0, exp = 0 } = decodeJwt(token);
    const until = new Date(Math.min(exp * 1000, nowMs + MAX_AGE_MS));
    const ref = await people.refOf(tenantId, { userId, name });
    await store.save(tenantId, ref, { roles, issuedAt: new Date(iat * 1000), until });
    // Taken out first, so that the oldest stay in front.
    written.delete(key);
    written.set(key, { token, atMs: nowMs });
    const [oldest] = written.keys();
    if (written.size > MAX_PEOPLE && oldest !== undefined) written.delete(oldest);
  };

  return {
    remember,
    tokenCheck: {
      async check(authorizationHeader) {
        const caller = await tokenCheck.check(authorizationHeader);
        // The request itself stands on its token; only chat has to do without.
        await remember(caller).catch((error: unknown) =>
          options.warn('What a person may do in chat could not be kept.', error),
        );
        return caller;
      },
    },
    seenRoles: { rolesOf: (tenantId, userId) => rolesOf(options, tenantId, userId) },
  };
}

async function rolesOf(
  { store, people, clock }: RememberRolesOptions,
  tenantId: TenantId,
  userId: string,
): Promise<readonly string[] | null> {
  const ref = await people.find(tenantId, userId.toLowerCase());
  const proven = ref === null ? null : await store.load(tenantId, ref);
  return proven !== null && clock.now() < proven.until ? proven.roles : null;
}
