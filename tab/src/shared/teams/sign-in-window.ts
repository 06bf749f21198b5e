import { createStandardPublicClientApplication } from '@azure/msal-browser';
import type { Info } from '#contract';
import { SIGN_IN_PATH } from './host.ts';
import { apiScope, decodeClaims, msalAuth } from './msal-auth.ts';
import type { PersonToken } from './sign-in.ts';

/**
 * One step of the sign-in window: sends it to Microsoft, or reads what Microsoft sent it back with.
 * @returns the answer for the tab; undefined while the window is on its way to Microsoft
 * @throws Error with Microsoft's words when it refuses
 */
export async function signInStep(info: Info, loginHint: string | undefined): Promise<string | undefined> {
  const query = new URLSearchParams(location.search);
  const consent = query.has('consent') || query.has('admin_consent') || query.get('state') === 'consent';
  return consent ? consentStep(info, query) : await tokenStep(info, query, loginHint);
}

async function tokenStep(
  info: Info,
  query: URLSearchParams,
  loginHint: string | undefined,
): Promise<string | undefined> {
  const client = await createStandardPublicClientApplication({
    auth: { ...msalAuth(info), redirectUri: `${location.origin}${SIGN_IN_PATH}` },
    // Ends with the window: the tab keeps what it was given.
    cache: { cacheLocation: 'sessionStorage' },
  });
  const result = await client.handleRedirectPromise({ navigateToLoginRequestUrl: false });
  if (result !== null) {
    const token: PersonToken = {
      token: result.accessToken,
      expiresAt: result.expiresOn?.getTime() ?? 0,
    };
    return JSON.stringify(token);
  }
  const claims = query.get('claims');
  await client.acquireTokenRedirect({
    scopes: [apiScope(info)],
    ...(loginHint === undefined ? {} : { loginHint }),
    ...(claims === null ? {} : { claims: decodeClaims(claims) }),
  });
  return undefined;
}

/**
 * An administrator's consent for the whole directory. Whoever sends the window here with a made-up answer gains nothing:
 * the tab only tries again what was refused, and Microsoft decides anew.
 */
function consentStep(info: Info, query: URLSearchParams): string | undefined {
  if (query.get('admin_consent')?.toLowerCase() === 'true') return 'consented';
  const refused = query.get('error_description') ?? query.get('error');
  if (refused !== null) throw new Error(refused);
  const url = new URL(`${info.signInUrl}/${info.tenantId}/v2.0/adminconsent`);
  url.searchParams.set('client_id', info.clientId);
  url.searchParams.set('scope', 'https://graph.microsoft.com/.default');
  url.searchParams.set('redirect_uri', `${location.origin}${SIGN_IN_PATH}`);
  // Comes back with the answer: an error alone would not say what it is about.
  url.searchParams.set('state', 'consent');
  location.assign(url);
  return undefined;
}
