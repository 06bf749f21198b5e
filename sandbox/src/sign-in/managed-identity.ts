/** The identity endpoint of an App Service: tokens for what runs on the machine, without any secret. */
import express, { type Router } from 'express';
import { issueOf, type SignInService } from './token-endpoint.ts';
import { appClaims, HOUR_SECONDS } from './tokens.ts';

/** For `IDENTITY_HEADER`: what only processes on the machine know. */
export const IDENTITY_HEADER = 'sandbox-identity-header';
const CONNECTOR = 'https://api.botframework.com';

/** For `IDENTITY_ENDPOINT`: `/MSI/token`. Only the bot has a user-assigned identity here, and only for the connector. */
export function managedIdentity(service: SignInService): Router {
  const router = express.Router();
  router.get('/MSI/token', async (request, response) => {
    const { resource, client_id: clientId, 'api-version': version } = request.query;
    const bot = service.applications.find(({ kind }) => kind === 'bot');
    if (request.get('X-IDENTITY-HEADER') !== IDENTITY_HEADER) {
      return void response.status(401).json({ statusCode: 401, message: 'Unauthorized' });
    }
    if (version !== '2019-08-01' || bot === undefined || clientId !== bot.id || resource !== CONNECTOR) {
      return void response.status(400).json({ statusCode: 400, message: 'No such managed identity.' });
    }
    const issue = issueOf(service, service.tenantId, HOUR_SECONDS);
    const claims = appClaims(issue, { audience: resource, clientId: bot.id, roles: [] });
    const expires = Math.floor(issue.now.getTime() / 1000) + HOUR_SECONDS;
    response.set('Cache-Control', 'no-store').json({
      access_token: await service.keys.sign(claims),
      expires_on: String(expires),
      resource,
      token_type: 'Bearer',
      client_id: bot.id,
    });
  });
  return router;
}
