import {
  createNestablePublicClientApplication,
  InteractionRequiredAuthError,
  type IPublicClientApplication,
} from '@azure/msal-browser';
import type { Info } from '#contract';

let client: Promise<IPublicClientApplication> | undefined;

/** Claims arrive base64url-encoded in the challenge; MSAL takes the JSON. */
const decodeClaims = (claims: string) =>
  claims.startsWith('{') ? claims : atob(claims.replaceAll('-', '+').replaceAll('_', '/'));

/** A token for our API through nested app authentication: silently, and with a prompt only when Entra asks for one. */
export async function getNestedToken(
  info: Info,
  options: { fresh?: boolean; claims?: string },
): Promise<string> {
  client ??= createNestablePublicClientApplication({
    auth: { clientId: info.clientId, authority: `${info.signInUrl}/${info.tenantId}` },
  });
  const nested = await client;
  const request = {
    scopes: [`api://${location.host}/${info.clientId}/access_as_user`],
    forceRefresh: options.fresh === true,
    ...(options.claims === undefined ? {} : { claims: decodeClaims(options.claims) }),
  };
  try {
    return (await nested.acquireTokenSilent(request)).accessToken;
  } catch (error) {
    if (!(error instanceof InteractionRequiredAuthError)) throw error;
    return (await nested.acquireTokenPopup(request)).accessToken;
  }
}
