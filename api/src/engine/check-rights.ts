/**
 * May the connected account really manage places? Asked before a run writes anything, because reads work without the
 * role, Graph names no call that would tell, and an update without the role may be answered with success and behave
 * wrongly (graph-places.md sections 7, 10 and 16, question 17).
 *
 * The probe changes a field of a place that does not exist: an id made up for this one request. Whoever may manage
 * places is told that there is no such place; whoever may not is refused. Nothing can be changed by it either way.
 * Where the account's token names its directory roles, they have to fit as well: a second opinion, for a service that
 * only pretends.
 *
 * Only a real tenant can settle: whether Graph looks at the role before it looks for the place (if not, the answer is
 * 404 for everybody), how it answers where it reports success without the role, and whether tokens name roles that were
 * assigned a moment ago. That is why what is written is read back whatever this says.
 */
import type { PlaceDirectory, WriteOutcome } from '../ports/place-directory.ts';

/** What the probe found. */
export type Rights =
  | { readonly state: 'may' }
  | { readonly state: 'mayNot'; readonly detail: string; readonly hint: string }
  /** Not refused, but the account's roles do not fit: a person decides. */
  | { readonly state: 'doubtful'; readonly detail: string; readonly hint: string }
  | { readonly state: 'unknown'; readonly detail: string; readonly hint?: string };

/** Directory roles that may manage places: Exchange Administrator, Global Administrator. */
const SUITABLE = ['29232cdf-9323-42fd-ade2-1d097af3e4de', '62e90394-69f5-4237-9190-012177145e10'];

/** What an administrator has to do about a missing role. */
export const ASK_FOR_ROLE =
  'Assign the role Exchange Administrator directly to the connected account (Entra admin centre, Roles and administrators); a role through a group may not count. It can take an hour to arrive.';

/** Whether one of these role templates is known to manage places. */
export const mayManagePlaces = (roleTemplates: readonly string[]): boolean =>
  roleTemplates.some((id) => SUITABLE.includes(id));

/**
 * One PATCH of a place that does not exist.
 *
 * @param newId makes a random GUID
 * @param roleTemplates of the account's token; null when it names none
 */
export async function checkRights(
  directory: PlaceDirectory,
  newId: () => string,
  roleTemplates: readonly string[] | null,
): Promise<Rights> {
  const [outcome] = await directory.write([
    { kind: 'update', ref: 'rights-probe', type: 'building', id: newId(), fields: { phone: null } },
  ]);
  const rights = outcome ? meaningOf(outcome) : unknown('The probe got no answer.');
  const doubtful = roleTemplates !== null && !mayManagePlaces(roleTemplates);
  return rights.state !== 'mayNot' && doubtful
    ? {
        state: 'doubtful',
        detail:
          'Microsoft did not refuse, but the connected account is neither Exchange nor Global Administrator.',
        hint: [
          ASK_FOR_ROLE,
          'If a custom role of yours may manage places, resume the run: it goes on as it is.',
        ].join(' '),
      }
    : rights;
}

const unknown = (detail: string): Rights => ({ state: 'unknown', detail });

function meaningOf(outcome: WriteOutcome): Rights {
  switch (outcome.result) {
    case 'done':
      return {
        state: 'unknown',
        detail: 'Microsoft reported success for a place that does not exist: writes may be ignored.',
        hint: [ASK_FOR_ROLE, 'After the sync, plan again: it must show no changes.'].join(' '),
      };
    case 'refused':
      return refusal(outcome.error.status, outcome.error.message);
    case 'signIn':
    case 'unclear':
    case 'waiting':
      return unknown(outcome.error.message);
  }
}

function refusal(status: number | null, message: string): Rights {
  if (status === 404) return { state: 'may' };
  if (status === 403) return { state: 'mayNot', detail: message, hint: ASK_FOR_ROLE };
  return unknown(message);
}
