/** `GET /{tenant}/oauth2/v2.0/authorize` and `/adminconsent`: the pages where a person signs in or consents. */
import type { Request, Response } from 'express';
import { tenantOf, type SignInService } from './token-endpoint.ts';
import type { Person } from './people.ts';

const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

type Query = Readonly<Record<string, string | undefined>>;

/** Signs in the person of `login_hint` at once; without one, a page lets the visitor choose. */
export function authorize(service: SignInService, request: Request, response: Response): void {
  const query = request.query as Query;
  const problem = requestProblem(service, request, query);
  if (problem !== null)
    return void page(response, 400, 'Sign-in is not possible', `<p>${escape(problem)}</p>`);
  const redirectUri = query['redirect_uri'] ?? '';
  const hint = query['login_hint'];
  if (hint === undefined || query['prompt'] === 'select_account') {
    return query['prompt'] === 'none'
      ? sendBack(response, query, {
          error: 'login_required',
          error_description: 'AADSTS50058: Nobody is signed in.',
        })
      : picker(service, request, response);
  }
  const person = service.directory.people.find(hint);
  const refusal = personRefusal(service, person, query);
  if (refusal !== null || !person) return sendBack(response, query, refusal ?? { error: 'access_denied' });
  if (service.directory.app.tabConsented === false) {
    if (query['consent'] !== 'yes') return askForConsent(request, response, query);
    service.directory.app.tabConsented = true;
    service.directory.save();
  }
  const now = service.directory.now().getTime();
  const secondFactor = query['claims'] !== undefined && query['prompt'] !== 'none';
  const code = service.grants.code({
    oid: person.oid,
    clientId: service.clientId,
    signedInMs: now,
    mfaMs: secondFactor ? now : 0,
    spa: true,
    redirectUri,
    scope: query['scope'] ?? '',
    codeChallenge: query['code_challenge'] ?? '',
    nonce: query['nonce'],
  });
  const clientInfo = JSON.stringify({ uid: person.oid, utid: person.tenantId });
  sendBack(response, query, { code, client_info: Buffer.from(clientInfo).toString('base64url') });
}

function requestProblem(service: SignInService, request: Request, query: Query): string | null {
  try {
    tenantOf(service, String(request.params['tenant']));
  } catch {
    return 'AADSTS90002: there is no such tenant here.';
  }
  if (query['client_id'] !== service.clientId)
    return 'AADSTS700016: the application is not in this directory.';
  if (!isOurs(query['redirect_uri'])) return 'AADSTS50011: the redirect address is not registered.';
  if (query['response_type'] !== 'code') return 'AADSTS700054: only response_type=code is enabled.';
  if (query['code_challenge_method'] !== 'S256' || !query['code_challenge']) {
    return 'AADSTS9002325: PKCE with S256 is required.';
  }
  return null;
}

/** Pages on this machine only: the simulated tenant never sends a code anywhere else. */
function isOurs(redirectUri: string | undefined): boolean {
  if (redirectUri === undefined || !URL.canParse(redirectUri)) return false;
  return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(redirectUri).hostname);
}

function personRefusal(
  service: SignInService,
  person: Person | undefined,
  query: Query,
): Record<string, string> | null {
  const refuse = (error: string, text: string) => ({ error, error_description: text });
  if (!person || person.deleted || person.tenantId !== service.tenantId) {
    return refuse('access_denied', 'AADSTS50020: the account does not exist in this directory.');
  }
  if (person.disabled) return refuse('access_denied', 'AADSTS50057: the account is disabled.');
  if (query['prompt'] === 'none' && person.challenge?.interactive) {
    return refuse('interaction_required', 'AADSTS50079: a second factor is required.');
  }
  return null;
}

function sendBack(response: Response, query: Query, values: Record<string, string>): void {
  const all = new URLSearchParams({
    ...values,
    ...(query['state'] === undefined ? {} : { state: query['state'] }),
  });
  const target = new URL(query['redirect_uri'] ?? '');
  if (query['response_mode'] === 'fragment') target.hash = all.toString();
  else for (const [name, value] of all) target.searchParams.set(name, value);
  response.redirect(302, target.toString());
}

function picker(service: SignInService, request: Request, response: Response): void {
  const people = service.directory.people
    .all()
    .filter((each) => each.tenantId === service.tenantId && !each.deleted)
    .map((person) => {
      const query = new URLSearchParams(request.query as Record<string, string>);
      query.set('login_hint', person.upn);
      query.delete('prompt');
      const label = `${escape(person.name)} <small>${escape(person.upn)}</small>`;
      return `<li><a href="?${escape(query.toString())}">${label}</a></li>`;
    });
  page(response, 200, 'Simulated sign-in', `<p>Who are you?</p><ul>${people.join('')}</ul>`);
}

/** What a person has to agree to before the tab may know who they are. */
function askForConsent(request: Request, response: Response, query: Query): void {
  if (query['prompt'] === 'none') {
    const error_description = 'AADSTS65001: The person has not consented to the permissions asked for.';
    return sendBack(response, query, { error: 'consent_required', error_description });
  }
  const link = (change: Record<string, string>, words: string) => {
    const target = new URLSearchParams({ ...(request.query as Record<string, string>), ...change });
    return `<li><a href="?${escape(target.toString())}">${words}</a></li>`;
  };
  if (query['consent'] === 'no') {
    const error_description = 'AADSTS65004: The person declined to consent.';
    return sendBack(response, query, { error: 'access_denied', error_description });
  }
  const choices = link({ consent: 'yes' }, 'Accept') + link({ consent: 'no' }, 'Cancel');
  page(
    response,
    200,
    'Simulated consent',
    `<p>Places Sync asks to sign you in and to read your name.</p><ul>${choices}</ul>`,
  );
}

/** Admin consent: a click of an administrator gives the application its permissions. */
export function adminConsent(service: SignInService, request: Request, response: Response): void {
  const query = request.query as Query;
  if (!isOurs(query['redirect_uri']) || query['client_id'] !== service.clientId) {
    return void page(
      response,
      400,
      'Consent is not possible',
      '<p>Wrong application or redirect address.</p>',
    );
  }
  if (query['accept'] !== 'yes') {
    const accept = new URLSearchParams({ ...(request.query as Record<string, string>), accept: 'yes' });
    const body = `<p>Places Sync asks for Place.ReadWrite.All and Place.Read.All.</p><a href="?${escape(accept.toString())}">Accept as an administrator</a>`;
    return void page(response, 200, 'Simulated admin consent', body);
  }
  Object.assign(service.directory.app, { consented: true, readConsented: true });
  service.directory.save();
  sendBack(response, query, { admin_consent: 'True', tenant: service.tenantId });
}

function page(response: Response, status: number, title: string, body: string): void {
  response
    .status(status)
    .type('html')
    .set('Content-Security-Policy', "default-src 'none'")
    .set('Cache-Control', 'no-store')
    .send(`<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}</html>`);
}
