import { createNestablePublicClientApplication, type IPublicClientApplication } from '@azure/msal-browser';
import type { Info } from '#contract';
import { apiScope, decodeClaims, msalAuth } from './msal-auth.ts';

let client: Promise<IPublicClientApplication> | undefined;

/**
 * A token for our API through nested app authentication. Silently it is refused where Entra wants the person; with
 * `prompt` the host shows whatever Entra asks.
 */
export async function getNestedToken(
  info: Info,
  options: { fresh?: boolean; claims?: string; prompt?: boolean },
): Promise<{ token: string; expiresAt: number }> {
  client ??= createNestablePublicClientApplication({ auth: msalAuth(info) });
  const nested = await client;
  const request = {
    scopes: [apiScope(info)],
    ...(options.claims === undefined ? {} : { claims: decodeClaims(options.claims) }),
  };
  const answer =
    options.prompt === true
      ? await nested.acquireTokenPopup(request)
      : await nested.acquireTokenSilent({ ...request, forceRefresh: options.fresh === true });
  return { token: answer.accessToken, expiresAt: answer.expiresOn?.getTime() ?? 0 };
}
