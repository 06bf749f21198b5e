import type { Response } from 'express';

/**
 * The `WWW-Authenticate` header of a 401 (RFC 6750). With `claims`, the tab passes them on to the next sign-in:
 * Microsoft wants to be sure of the person first (conditional access, claims challenge).
 *
 * @param code of the refusal; `token-missing` gets no error part, as nothing was wrong with a token
 * @param claims JSON text as the sign-in service sent it
 */
export function askForSignIn(response: Response, code: string, claims?: string): void {
  const parts: string[] = [];
  if (claims !== undefined) {
    parts.push('error="insufficient_claims"', `claims="${Buffer.from(claims).toString('base64')}"`);
  } else if (code !== 'token-missing') {
    parts.push('error="invalid_token"', `error_description="${code}"`);
  }
  response.set('WWW-Authenticate', ['Bearer', parts.join(', ')].filter(Boolean).join(' '));
}
