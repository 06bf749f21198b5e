/** What the sign-in service's refusals mean, and the one step that helps. */
import { AuthError, InteractionRequiredAuthError } from '@azure/msal-node';
import { AppError } from '../../core/model/app-error.ts';
import { SignInNeeded } from '../../ports/token-source.ts';

interface Meaning {
  readonly code: string;
  readonly message: string;
  /** What an administrator does, to the menu. */
  readonly hint: string;
  /** The stored tokens are worthless: they are wiped at once (reliability-security.md F22). */
  readonly wipe: boolean;
}

/** The step that helps when nothing else is wrong. */
export const CONNECT_AGAIN =
  'An administrator opens Places Sync, clicks the account at the top, and chooses "Connect Microsoft account".';

const MEANINGS = {
  consent: {
    code: 'consent-required',
    message: 'Places Sync may no longer use Place.ReadWrite.All: admin consent is missing or was withdrawn.',
    hint: 'In the Entra admin centre, App registrations, the registration of Places Sync: API permissions, "Grant admin consent" for Place.ReadWrite.All. Then resume.',
    wipe: false,
  },
  challenge: {
    code: 'claims-challenge',
    message: 'Microsoft wants the connected person to confirm who they are (conditional access).',
    hint: [CONNECT_AGAIN, 'The sign-in window asks for what is missing.'].join(' '),
    wipe: false,
  },
  disabled: {
    code: 'account-disabled',
    message: 'The connected account is disabled or deleted.',
    hint: [CONNECT_AGAIN, 'It has to be another account with the Exchange Administrator role.'].join(' '),
    wipe: true,
  },
  revoked: {
    code: 'refresh-revoked',
    message:
      'The sign-in of the connected account has ended: it was revoked, its password changed, or it expired.',
    hint: CONNECT_AGAIN,
    wipe: true,
  },
  secretExpired: {
    code: 'secret-expired',
    message: 'The client secret of Places Sync has expired.',
    hint: 'In the Entra admin centre, App registrations, the registration of Places Sync: Certificates & secrets, add one, put its value into CLIENT_SECRET and restart.',
    wipe: false,
  },
  secretWrong: {
    code: 'secret-wrong',
    message: 'The client secret or certificate of Places Sync is not accepted.',
    hint: "In the Entra admin centre, App registrations, the registration of Places Sync: Certificates & secrets. Compare with CLIENT_SECRET or CLIENT_CERTIFICATE_PATH: the value counts, not the secret's id.",
    wipe: false,
  },
  appDisabled: {
    code: 'app-disabled',
    message: 'Places Sync is switched off in this directory.',
    hint: 'In the Entra admin centre, Enterprise applications, Places Sync, Properties: "Enabled for users to sign in" has to be Yes.',
    wipe: false,
  },
  appUnknown: {
    code: 'app-unknown',
    message: 'The application id of Places Sync does not exist in this directory.',
    hint: 'Compare CLIENT_ID and TENANT_ID with the overview page of the app registration.',
    wipe: false,
  },
  notAssigned: {
    code: 'not-assigned',
    message: 'The account is not assigned to Places Sync.',
    hint: 'In the Entra admin centre, Enterprise applications, Places Sync, Users and groups: add the account.',
    wipe: false,
  },
  assertion: {
    code: 'sign-in-outdated',
    message: 'The sign-in in Teams is too old to connect with.',
    hint: 'Reload the tab and connect again.',
    wipe: false,
  },
} as const satisfies Record<string, Meaning>;

/** AADSTS numbers (Microsoft's list of sign-in error codes) by what they mean here. */
const NUMBERS: Record<number, keyof typeof MEANINGS> = {
  65001: 'consent',
  65004: 'consent',
  50005: 'challenge',
  50076: 'challenge',
  50078: 'challenge',
  50079: 'challenge',
  50097: 'challenge',
  50158: 'challenge',
  53000: 'challenge',
  53001: 'challenge',
  53003: 'challenge',
  530003: 'challenge',
  50034: 'disabled',
  50057: 'disabled',
  50020: 'disabled',
  50055: 'revoked',
  50089: 'revoked',
  50132: 'revoked',
  50133: 'revoked',
  50173: 'revoked',
  54005: 'revoked',
  70000: 'revoked',
  70008: 'revoked',
  70043: 'revoked',
  700082: 'revoked',
  700084: 'revoked',
  7000222: 'secretExpired',
  7000215: 'secretWrong',
  7000218: 'secretWrong',
  700027: 'secretWrong',
  7000112: 'appDisabled',
  700016: 'appUnknown',
  90002: 'appUnknown',
  50105: 'notAssigned',
  50013: 'assertion',
  500131: 'assertion',
  500133: 'assertion',
};

/** A refusal in the product's words, and whether what is stored has become worthless. */
export interface Refusal {
  readonly error: SignInNeeded | AppError;
  readonly wipe: boolean;
}

/** Translates what MSAL threw. Never holds a token. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof SignInNeeded || error instanceof AppError) return { error, wipe: false };
  if (!(error instanceof AuthError)) return { error: unreachable(error), wipe: false };
  const number = Number(/AADSTS(\d+)/.exec(error.errorMessage)?.[1] ?? Number.NaN);
  const claims = error instanceof InteractionRequiredAuthError && error.claims ? error.claims : undefined;
  const meaning = meaningOf(error, number, claims);
  if (meaning) {
    return {
      error: new SignInNeeded(meaning.code, meaning.message, meaning.hint, claims),
      wipe: meaning.wipe,
    };
  }
  if (Number.isNaN(number)) return { error: unreachable(error), wipe: false };
  const message = ['Microsoft refused the sign-in with this code:', `AADSTS${number}.`].join(' ');
  const hint = 'Look it up at https://login.microsoftonline.com/error, then connect again.';
  return { error: new SignInNeeded('sign-in-refused', message, hint), wipe: false };
}

function meaningOf(error: AuthError, number: number, claims: string | undefined): Meaning | undefined {
  const named = NUMBERS[number];
  if (named !== undefined) return MEANINGS[named];
  if (claims !== undefined) return MEANINGS.challenge;
  if (error.subError === 'consent_required') return MEANINGS.consent;
  // MSAL found no refresh token for the account: nothing was sent.
  const gone = error.errorCode === 'no_tokens_found' || error.errorCode === 'refresh_token_expired';
  return gone ? MEANINGS.revoked : undefined;
}

const unreachable = (cause: unknown): AppError =>
  new AppError('transient', 'sign-in-unreachable', 'The sign-in service of Microsoft does not answer.', {
    hint: 'Check that this server reaches the address in SIGN_IN_URL; the run goes on by itself.',
    retryAfterMs: 30_000,
    cause,
  });
