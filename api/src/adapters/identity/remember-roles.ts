/** Roles of people whose token was checked lately: a chat message carries no token to read them from (C19). */
import type { TenantId } from '../../core/model/place.ts';
import type { SeenRoles, TokenCheck } from '../../ports/token-check.ts';

const MAX_AGE_MS = 3_600_000;
/** Far more people than use a tab within an hour; what is beyond signs in again. */
const MAX_PEOPLE = 10_000;

/** The same check, remembering whom it let in; the roles are forgotten after 60 minutes. */
export function rememberRoles(
  tokenCheck: TokenCheck,
  now: () => Date = () => new Date(),
): { readonly tokenCheck: TokenCheck; readonly seenRoles: SeenRoles } {
  const seen = new Map<string, { roles: readonly string[]; atMs: number }>();
  const keyOf = (tenantId: TenantId, userId: string): string => `${tenantId}/${userId}`;
  return {
    tokenCheck: {
      async check(authorizationHeader) {
        const caller = await tokenCheck.check(authorizationHeader);
        const key = keyOf(caller.tenantId, caller.userId);
        // Taken out first, so that the oldest stay in front.
        seen.delete(key);
        seen.set(key, { roles: caller.roles, atMs: now().getTime() });
        const [oldest] = seen.keys();
        if (seen.size > MAX_PEOPLE && oldest !== undefined) seen.delete(oldest);
        return caller;
      },
    },
    seenRoles: {
      rolesOf(tenantId, userId) {
        const found = seen.get(keyOf(tenantId, userId.toLowerCase()));
        return found && now().getTime() - found.atMs <= MAX_AGE_MS ? found.roles : null;
      },
    },
  };
}
