/** App tokens of the bot for the Bot Connector, from a secret, a certificate or the managed identity of the machine. */
import { ManagedIdentityApplication } from '@azure/msal-node';
import { createMsalClient } from '../adapters/identity/msal-client.ts';
import type { Settings } from '../config/settings.ts';
import { AppError } from '../core/model/app-error.ts';

const CONNECTOR = 'https://api.botframework.com';

/** MSAL keeps the token until shortly before it expires. @param certificate PEM with its private key */
export function botToken(
  settings: Settings,
  signInUrl: string,
  certificate: string | undefined,
): () => Promise<string> {
  if (settings.botManagedIdentity) {
    const identity = new ManagedIdentityApplication({
      managedIdentityIdParams: { userAssignedClientId: settings.botId },
    });
    return async () => (await identity.acquireToken({ resource: CONNECTOR })).accessToken;
  }
  const client = createMsalClient(
    {
      signInUrl,
      clientId: settings.botId,
      ...(certificate === undefined ? { clientSecret: settings.botSecret ?? '' } : { certificate }),
    },
    settings.tenantId,
  );
  return async () => {
    const result = await client.acquireTokenByClientCredential({ scopes: [`${CONNECTOR}/.default`] });
    if (result) return result.accessToken;
    throw new AppError('transient', 'no-bot-token', 'The sign-in service gave the bot no token.');
  };
}
