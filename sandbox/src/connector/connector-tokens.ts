/** Tokens between bot and connector, in both directions, signed with the keys of sign-in. */
import express, { type RequestHandler, type Router } from 'express';

/** What sign-in lends the connector. */
export interface Keys {
  sign(claims: Record<string, unknown>): Promise<string>;
  read(token: string): Promise<Record<string, unknown> | null>;
  published(): { keys: readonly object[] };
}

/** Issuer of what the connector sends, and audience of what it takes. */
const CONNECTOR = 'https://api.botframework.com';
const LIFETIME_SECONDS = 3600;

/** A token for one activity; the bot checks `serviceurl` against the activity. */
export function activityToken(keys: Keys, botId: string, serviceUrl: string, now: Date): Promise<string> {
  const seconds = Math.floor(now.getTime() / 1000);
  return keys.sign({
    iss: CONNECTOR,
    aud: botId,
    serviceurl: serviceUrl,
    nbf: seconds - 60,
    iat: seconds,
    exp: seconds + LIFETIME_SECONDS,
  });
}

/** Lets only the bot in, with a token for the connector. */
export function onlyTheBot(keys: Keys, botId: string, now: () => Date): RequestHandler {
  return async (request, response, next) => {
    const token = /^Bearer (\S+)$/i.exec(request.get('authorization') ?? '')?.[1];
    const claims = token === undefined ? null : await keys.read(token);
    const application = claims?.['appid'] ?? claims?.['azp'];
    const isAlive = Number(claims?.['exp']) * 1000 > now().getTime();
    if (claims?.['aud'] === CONNECTOR && application === botId && isAlive) next();
    else
      response.status(401).json({
        error: { code: 'Unauthorized', message: 'Authorization has been denied for this request.' },
      });
  };
}

/** Where a bot finds the keys; every key is endorsed for Teams. */
export function connectorKeys(keys: Keys, baseUrl: () => string): Router {
  const router = express.Router();
  router.get('/v1/.well-known/openidconfiguration', (_request, response) => {
    response.json({
      issuer: CONNECTOR,
      authorization_endpoint: 'https://invalid.botframework.com',
      jwks_uri: `${baseUrl()}/v1/.well-known/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
    });
  });
  router.get('/v1/.well-known/keys', (_request, response) => {
    response.json({ keys: keys.published().keys.map((key) => ({ ...key, endorsements: ['msteams'] })) });
  });
  return router;
}
