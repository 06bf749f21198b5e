/** Plain words for Microsoft's refusals. Decided by status and code, never by the text of a message. */
import type { Step } from '../plan/plan.ts';
import type { ServiceFault } from '../run/outcome.ts';

type Test = (step: Step, fault: ServiceFault) => boolean;

const status =
  (...values: readonly number[]): Test =>
  (_step, fault) =>
    fault.status !== null && values.includes(fault.status);
const code =
  (...values: readonly string[]): Test =>
  (_step, fault) =>
    values.includes(fault.code.toLowerCase());
const kind =
  (...values: readonly Step['kind'][]): Test =>
  (step) =>
    values.includes(step.kind);
const both =
  (a: Test, b: Test): Test =>
  (step, fault) =>
    a(step, fault) && b(step, fault);
const either =
  (a: Test, b: Test): Test =>
  (step, fault) =>
    a(step, fault) || b(step, fault);

/** The first that fits is given. */
const ADVICE: readonly (readonly [Test, string])[] = [
  [
    either(status(401), code('unauthenticated', 'invalidauthenticationtoken')),
    'The connected account has to sign in again. Connect it, then retry the failed items.',
  ],
  [
    either(status(403), code('accessdenied', 'erroraccessdenied', 'authorization_requestdenied')),
    'The connected account may not do this. Give it the role Exchange Administrator directly (not through a group) and allow some minutes before retrying.',
  ],
  [
    kind('rename'),
    'Graph does not rename every place. Use the command under "To do by hand", or rename it in Microsoft Places or Exchange; the next sync notices.',
  ],
  [
    code('extensionerror', 'mailboxnotenabledforrestapi', 'mailboxnothostedinexchangeonline'),
    'Its mailbox is on premises or blocked by a policy. Change it where the mailbox is managed.',
  ],
  [
    code('quotalimitreached', 'errorquotaexceeded'),
    'A limit of the tenant is reached. Remove what is not needed any more, or ask Microsoft support.',
  ],
  [
    both(status(404, 410), kind('create')),
    'The place above it is gone from Microsoft Places. Make a new plan.',
  ],
  [
    status(404, 410),
    'Somebody removed it in Microsoft Places. It is not created again in the same run; the next plan offers that.',
  ],
  [
    both(status(400, 409), kind('create')),
    'Microsoft refused to create it. Often a place with this name, or its mailbox, exists already: look for it in Microsoft Places, then make a new plan, which offers to take it over.',
  ],
  [
    both(status(400, 409), kind('remove')),
    'It could not be removed, probably because something is still in it. Make a new plan.',
  ],
  [
    status(400, 422),
    'Microsoft did not accept a value. Compare the wanted values with what Microsoft says and correct the source.',
  ],
  [status(409, 412), 'Somebody changed it at the same moment. Make a new plan to see how it is now.'],
  [status(413), 'It was too large for Microsoft.'],
  [status(423), 'Microsoft had it locked. Retry the failed items later.'],
  [
    either(status(429), code('activitylimitreached', 'toomanyrequests')),
    'Microsoft asked to slow down for longer than the run could wait. Retry the failed items later.',
  ],
  [
    (_step, fault) => fault.status !== null && fault.status >= 500,
    'Microsoft 365 had a problem. Look at the service health, then retry the failed items.',
  ],
  [
    (_step, fault) => fault.status === null,
    'No usable answer came. Check the connection, then retry the failed items.',
  ],
];

const UNKNOWN =
  'It is not certain whether this was created. Look for it in Microsoft Places first; if it is there, the next plan takes it over.';

/** What a failure means and what to do next, for a person who does not know Graph. */
export function adviceFor(step: Step, state: 'failed' | 'unknown', fault: ServiceFault): string {
  if (state === 'unknown') return UNKNOWN;
  const fitting = ADVICE.find(([fits]) => fits(step, fault));
  return fitting?.[1] ?? 'Give the request id to Microsoft support, and retry the failed items.';
}
