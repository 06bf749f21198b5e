/** A simulated Microsoft Entra: OpenID Connect over HTTP, with people, consent, revocation and its own clock. */
import express, { type Router } from 'express';
import { adminConsent, authorize } from './authorize-endpoint.ts';
import { controlsRouter } from './controls.ts';
import { openDirectory, type People } from './directory.ts';
import { discoveryRouter } from './discovery.ts';
import { EntraError, sendEntraError } from './entra-error.ts';
import { verifyGraphToken, type GraphTokenAnswer } from './graph-token.ts';
import { createGrants } from './grants.ts';
import { openSigningKeys, type SigningKeys } from './signing-keys.ts';
import { managedIdentity } from './managed-identity.ts';
import { silentToken } from './silent-token.ts';
import { answerTokenRequest, type SignInService } from './token-endpoint.ts';

export interface SignInOptions {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly botId: string;
  readonly botSecret: string;
  /** Where the service is reached, without a slash at the end; asked at every call. */
  readonly baseUrl: () => string;
  /** Folder for keys and people; null keeps them in memory. */
  readonly stateDir: string | null;
  readonly now: () => Date;
}

export interface SignIn {
  readonly router: Router;
  /** The check of the simulated Graph; sees revocation, disabled people and role changes at once. */
  verifyGraphToken(authorizationHeader: string | undefined): Promise<GraphTokenAnswer>;
  /** Back to the seed people, consent given, clock right. Keys stay, so tokens stay good. */
  reset(): void;
  /** The clock of the tenant: the machine's, and the skew that was asked for. */
  now(): Date;
  readonly people: People;
  /** What Teams gets for a person without asking: a token for our API, or its own code for why not. */
  readonly silentToken: (
    person: { readonly oid: string },
    resource?: string,
  ) => Promise<{ readonly token: string } | { readonly failure: string }>;
  /** For the simulated bot connector: signs tokens with the same published keys. */
  readonly keys: Pick<SigningKeys, 'sign' | 'read' | 'published'>;
}

/** Opens the service; mount `router` at the root of the simulated tenant. */
export async function createSignIn(options: SignInOptions): Promise<SignIn> {
  const keys = await openSigningKeys(options.stateDir);
  const directory = openDirectory(options);
  const service: SignInService = {
    tenantId: options.tenantId,
    clientId: options.clientId,
    applications: [
      { id: options.clientId, secret: options.clientSecret, kind: 'api' },
      { id: options.botId, secret: options.botSecret, kind: 'bot' },
    ],
    baseUrl: options.baseUrl,
    keys,
    directory,
    grants: createGrants(keys, () => directory.now()),
  };
  return {
    router: createRouter(service),
    verifyGraphToken: (header) => verifyGraphToken(service, header),
    reset: () => directory.reset(),
    now: () => directory.now(),
    people: directory.people,
    silentToken: (person, resource) => silentToken(service, person.oid, resource),
    keys,
  };
}

function createRouter(service: SignInService): Router {
  const router = express.Router();
  router.use(discoveryRouter(service));
  router.use(managedIdentity(service));
  router.use('/_sandbox', controlsRouter(service));
  router.get('/:tenant/oauth2/v2.0/authorize', (request, response) => authorize(service, request, response));
  router.get('/:tenant/adminconsent', (request, response) => adminConsent(service, request, response));
  router.get('/:tenant/v2.0/adminconsent', (request, response) => adminConsent(service, request, response));
  router.options('/:tenant/oauth2/v2.0/token', (_request, response) => {
    response.set('Access-Control-Allow-Origin', '*').set('Access-Control-Allow-Headers', '*').sendStatus(204);
  });
  const form = express.urlencoded({ extended: false, limit: '200kb' });
  router.post('/:tenant/oauth2/v2.0/token', form, async (request, response) => {
    response.set('Access-Control-Allow-Origin', '*');
    try {
      const body = (request.body ?? {}) as Record<string, string>;
      const answer = await answerTokenRequest(service, request.params['tenant'] ?? '', body);
      response.set('Cache-Control', 'no-store').json(answer);
    } catch (error) {
      if (!(error instanceof EntraError)) throw error;
      sendEntraError(response, error, service.directory.now());
    }
  });
  return router;
}
