/** What a person may do in a chat, where no token comes along: asked at the moment of the click (reliability-security.md C19). */
import { AppError } from '../core/model/app-error.ts';
import type { TenantId } from '../core/model/place.ts';
import type { SeenRoles } from '../ports/token-check.ts';
import type { Person } from './the-run.ts';
import { say } from '../core/model/sentence.ts';

/** Least first; whoever has a later one may do what an earlier one may. */
const RANKS = ['Places.Viewer', 'Places.Operator', 'Places.Admin'] as const;
export type ChatRole = (typeof RANKS)[number];

/**
 * The person with what they may do now, from a token of theirs that was checked within the last hour.
 * @throws AppError `permission` `unproven` when there was none, `role-missing`
 */
export async function personInChat(
  seen: SeenRoles,
  tenant: TenantId,
  who: { readonly userId: string; readonly name: string },
  needed: ChatRole,
): Promise<Person> {
  const roles = await seen.rolesOf(tenant, who.userId);
  if (roles === null) {
    throw new AppError('permission', 'unproven', 'A chat message does not prove what you may do.', {
      hint: 'Open the Places Sync tab once, then try again.',
    });
  }
  const rank = Math.max(...roles.map((role) => RANKS.indexOf(role as ChatRole)), -1);
  if (rank < RANKS.indexOf(needed)) {
    throw new AppError('permission', 'role-missing', say`This needs the role ${{ role: needed }}.`, {
      hint: 'An administrator assigns it in the Entra admin centre, under Enterprise applications.',
    });
  }
  return { ...who, isAdmin: rank === RANKS.indexOf('Places.Admin') };
}
