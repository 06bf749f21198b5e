/** `/_sandbox/...`: what a test or a curious person does to the sign-in service. */
import { X509Certificate } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import type { JWTPayload } from 'jose';
import type { RegisteredCertificate } from './directory.ts';
import type { Person } from './people.ts';
import { issueOf, type SignInService } from './token-endpoint.ts';
import { graphClaims, HOUR_SECONDS, idClaims, tabClaims } from './tokens.ts';

type Body = Readonly<Record<string, unknown>>;
const bodyOf = (request: Request): Body => (request.body ?? {}) as Body;
const json = express.json({ limit: '100kb' });
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Tokens, people, consent, the application, the keys and the clock. */
export function controlsRouter(service: SignInService): Router {
  const router = express.Router();
  router.post('/token', json, (request, response) => issueToken(service, request, response));
  router.post('/keys/rotate', json, async (request, response) => {
    response.json({ kid: await service.keys.rotate(bodyOf(request)['forgetOld'] === true) });
  });
  router.post('/clock', json, (request, response) => {
    service.directory.setSkew(Number(bodyOf(request)['skewSeconds'] ?? 0));
    response.json({ now: service.directory.now().toISOString() });
  });
  addAppControls(router, service);
  addPeopleControls(router, service);
  return router;
}

function addAppControls(router: Router, service: SignInService): void {
  const { directory } = service;
  router.post('/consent', json, (request, response) => {
    const { granted, to } = bodyOf(request);
    const which = to === 'tab' ? 'tabConsented' : to === 'reading' ? 'readConsented' : 'consented';
    directory.app[which] = granted !== false;
    directory.save();
    response.json({ granted: directory.app[which] });
  });
  router.post('/app', json, (request, response) => {
    const { secretExpired, disabled, certificatePem, application } = bodyOf(request);
    if (typeof secretExpired === 'boolean') directory.app.secretExpired = secretExpired;
    if (typeof disabled === 'boolean') directory.app.disabled = disabled;
    // `application: "bot"` registers it with the bot, anything else with the API.
    const applicationId = service.applications.find(({ kind }) => kind === (application ?? 'api'))?.id;
    if (typeof certificatePem === 'string' && applicationId !== undefined)
      directory.app.certificates.push({ applicationId, ...readCertificate(certificatePem) });
    directory.save();
    response.json({ secretExpired: directory.app.secretExpired, disabled: directory.app.disabled });
  });
}

function readCertificate(pem: string): Omit<RegisteredCertificate, 'applicationId'> {
  const certificate = new X509Certificate(pem);
  return {
    thumbprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    publicKeyPem: certificate.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function addPeopleControls(router: Router, service: SignInService): void {
  const { directory } = service;
  const change = (path: string, act: (person: Person, body: Body) => void): void => {
    router.post(`/people/:user${path}`, json, (request, response) => {
      const person = directory.people.find(request.params['user'] ?? '');
      if (!person) return void unknownPerson(response);
      act(person, bodyOf(request));
      directory.save();
      response.json(person);
    });
  };
  const nowMs = (): number => directory.now().getTime();
  router.get('/people', (_request, response) => void response.json({ items: directory.people.all() }));
  change('', applyPatch);
  change('/revoke', (person) => void (person.tokensValidFrom = nowMs()));
  change('/challenge', (person, body) => {
    person.challenge = { since: nowMs(), interactive: body['interactive'] === true };
  });
  router.delete('/people/:user/challenge', (request, response) => {
    const person = directory.people.find(request.params['user']);
    if (!person) return void unknownPerson(response);
    person.challenge = null;
    directory.save();
    response.json(person);
  });
}

/** `disabled`, `deleted`, `directoryRoles`, `appRoles`; what is not named stays. */
function applyPatch(person: Person, body: Body): void {
  const { disabled, deleted, directoryRoles, appRoles } = body;
  if (typeof disabled === 'boolean') person.disabled = disabled;
  if (typeof deleted === 'boolean') person.deleted = deleted;
  if (Array.isArray(directoryRoles)) person.directoryRoles = directoryRoles.map(String);
  if (Array.isArray(appRoles)) person.appRoles = appRoles.map(String);
}

const unknownPerson = (response: Response): void =>
  void response.status(404).json({ error: { code: 'unknownPerson', message: 'See GET /_sandbox/people.' } });

/**
 * With `silent`, as a host's single sign-on: refused where the person would have to be asked.
 *
 * `{user, audience?, tenant?, expiresIn?, mfa?, kind?, claims?, silent?}` -> `{token, expiresAt}`. `claims` replaces claims one by
 * one (null takes one away), so that a test can have any wrong token with a right signature.
 */
async function issueToken(service: SignInService, request: Request, response: Response): Promise<void> {
  const body = bodyOf(request);
  const person = service.directory.people.find(text(body['user']) ?? '');
  if (!person) return unknownPerson(response);
  if (body['silent'] === true && service.directory.app.tabConsented === false) {
    return void response.status(403).json({ problems: ['resourceRequiresConsent'] });
  }
  const asked = body['expiresIn'];
  const expiresIn = typeof asked === 'number' && Number.isFinite(asked) ? Math.trunc(asked) : HOUR_SECONDS;
  const issue = issueOf(service, text(body['tenant']) ?? person.tenantId, expiresIn);
  const changes = (body['claims'] ?? {}) as Record<string, unknown>;
  const claims = Object.entries({ ...plainClaims(service, person, issue, body), ...changes });
  const token = await service.keys.sign(Object.fromEntries(claims.filter(([, value]) => value !== null)));
  const expiresAt = new Date(issue.now.getTime() + expiresIn * 1000).toISOString();
  response.set('Cache-Control', 'no-store').json({ token, expiresAt });
}

function plainClaims(
  service: SignInService,
  person: Person,
  issue: ReturnType<typeof issueOf>,
  body: Body,
): JWTPayload {
  if (body['kind'] === 'id') return idClaims(person, issue, service.clientId);
  const audience = text(body['audience']) ?? service.clientId;
  if (audience !== 'graph') return tabClaims(person, issue, { audience, mfa: body['mfa'] === true });
  return graphClaims(person, issue, {
    audience: 'https://graph.microsoft.com',
    clientId: service.clientId,
    scopes: ['Place.ReadWrite.All'],
    continuousAccess: true,
  });
}
