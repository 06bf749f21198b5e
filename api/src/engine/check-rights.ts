/**
 * May the connected account really manage places? Asked before a run writes anything, because reads work without the
 * role and Graph names no call that would tell (graph-places.md section 10 and section 16, question 17).
 *
 * The probe changes a field of a place that does not exist: an id made up for this one request. Whoever may manage
 * places is told that there is no such place; whoever may not is refused. Nothing can be changed by it either way.
 *
 * Only a real tenant can settle: whether Graph looks at the role before it looks for the place (if not, the answer is
 * 404 for everybody and the first write of the run tells), and how it answers where it is said to report success
 * without the role; a success for a place that does not exist is therefore taken as a warning, never as a yes.
 */
import type { PlaceDirectory, WriteOutcome } from '../ports/place-directory.ts';

/** What the probe found. */
export type Rights =
  | { readonly state: 'may' }
  | { readonly state: 'mayNot'; readonly detail: string; readonly hint: string }
  | { readonly state: 'unknown'; readonly detail: string; readonly hint?: string };

const ASK_FOR_ROLE =
  'Assign the role Exchange Administrator directly to the connected account (Entra admin centre, Roles and administrators); a role through a group may not count. It can take an hour to arrive.';

/** One PATCH of a place that does not exist. @param newId makes a random GUID */
export async function checkRights(directory: PlaceDirectory, newId: () => string): Promise<Rights> {
  const [outcome] = await directory.write([
    { kind: 'update', ref: 'rights-probe', type: 'building', id: newId(), fields: { phone: null } },
  ]);
  return outcome ? meaningOf(outcome) : { state: 'unknown', detail: 'The probe got no answer.' };
}

function meaningOf(outcome: WriteOutcome): Rights {
  switch (outcome.result) {
    case 'done':
      return {
        state: 'unknown',
        detail: 'Microsoft reported success for a place that does not exist: writes may be ignored.',
        hint: `${ASK_FOR_ROLE} After the sync, plan again: it must show no changes.`,
      };
    case 'refused':
      return refusal(outcome.error.status, outcome.error.message);
    case 'signIn':
    case 'unclear':
    case 'waiting':
      return { state: 'unknown', detail: outcome.error.message };
  }
}

function refusal(status: number | null, message: string): Rights {
  if (status === 404) return { state: 'may' };
  if (status === 403) return { state: 'mayNot', detail: message, hint: ASK_FOR_ROLE };
  return { state: 'unknown', detail: message };
}
