import type { Info } from '#contract';

/**
 * MSAL takes no authority without https. On loopback there is none, so MSAL gets this name, which never resolves
 * (RFC 6761), with endpoints at the real address. Everything MSAL does stays as it is.
 */
const STAND_IN = 'sign-in.invalid';

/** Where and as which application msal-browser signs in. */
export function msalAuth({ clientId, tenantId, signInUrl }: Info) {
  if (new URL(signInUrl).protocol === 'https:') {
    return {
      clientId,
      authority: `${signInUrl}/${tenantId}`,
      knownAuthorities: [new URL(signInUrl).host],
    };
  }
  const base = `${signInUrl}/${tenantId}`;
  const authority = `https://${STAND_IN}/${tenantId}`;
  const authorityMetadata = JSON.stringify({
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    issuer: `${authority}/v2.0`,
  });
  return { clientId, authority, knownAuthorities: [STAND_IN], authorityMetadata };
}

/** The one permission that the tab asks for: to speak to our API as the person. */
export const apiScope = ({ clientId }: Info): string => `api://${location.host}/${clientId}/access_as_user`;

/** Claims arrive base64url-encoded in the challenge; MSAL takes the JSON. */
export const decodeClaims = (claims: string): string =>
  claims.startsWith('{') ? claims : atob(claims.replaceAll('-', '+').replaceAll('_', '/'));
