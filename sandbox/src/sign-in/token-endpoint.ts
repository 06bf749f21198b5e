/** `POST /{tenant}/oauth2/v2.0/token`: code, on-behalf-of, refresh and client credentials. */
import type { JWTPayload } from 'jose';
import { authenticateClient, type Application, type Form } from './client-authentication.ts';
import { READ_PERMISSION, type Directory } from './directory.ts';
import { EntraError } from './entra-error.ts';
import { livingPerson, type Grants, type Session } from './grants.ts';
import { OTHER_TENANT_ID, type Person } from './people.ts';
import type { SigningKeys } from './signing-keys.ts';
import {
  appClaims,
  GRAPH_AUDIENCES,
  graphClaims,
  HOUR_SECONDS,
  idClaims,
  issuedMs,
  readScopes,
  tabClaims,
  type Issue,
  type Wanted,
} from './tokens.ts';

/** What every endpoint of the service works with. */
export interface SignInService {
  readonly tenantId: string;
  readonly clientId: string;
  readonly applications: readonly Application[];
  readonly baseUrl: () => string;
  readonly keys: SigningKeys;
  readonly directory: Directory;
  readonly grants: Grants;
}

const BOT_AUDIENCE = 'https://api.botframework.com';

/** Answers one token request. @throws EntraError */
export async function answerTokenRequest(
  service: SignInService,
  tenant: string,
  form: Form,
): Promise<Record<string, unknown>> {
  const tenantId = tenantOf(service, tenant);
  switch (form['grant_type']) {
    case 'authorization_code':
      return redeemCode(service, tenantId, form);
    case 'refresh_token':
      return refresh(service, tenantId, form);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return onBehalfOf(service, tenantId, form);
    case 'client_credentials':
      return clientCredentials(service, tenantId, form);
    default:
      throw new EntraError(form['grant_type'] === undefined ? 90014 : 70003);
  }
}

/** The directory a path names. The application is registered in one only. @throws EntraError */
export function tenantOf(service: SignInService, tenant: string): string {
  const wanted = tenant.toLowerCase();
  if (['common', 'organizations', 'botframework.com'].includes(wanted)) return service.tenantId;
  if (wanted === service.tenantId) return service.tenantId;
  throw new EntraError(wanted === OTHER_TENANT_ID ? 700016 : 90002);
}

const need = (form: Form, name: string): string => {
  const value = form[name];
  if (value === undefined || value === '') throw new EntraError(90014);
  return value;
};

async function redeemCode(service: SignInService, tenantId: string, form: Form) {
  const application = await authenticateClient(form, service.applications, service.directory, true);
  const grant = service.grants.redeemCode(need(form, 'code'), need(form, 'code_verifier'));
  if (grant.clientId !== application.id || grant.redirectUri !== form['redirect_uri']) {
    throw new EntraError(70000);
  }
  const person = livingPerson(service.directory, grant);
  const session = { ...sessionOf(grant), spa: form['client_secret'] === undefined };
  return issueFor(service, tenantId, person, form['scope'] ?? grant.scope, session, form, grant.nonce);
}

async function refresh(service: SignInService, tenantId: string, form: Form) {
  const session = await service.grants.readRefreshToken(need(form, 'refresh_token'));
  const application = await authenticateClient(form, service.applications, service.directory, session.spa);
  if (session.clientId !== application.id) throw new EntraError(70000);
  const person = livingPerson(service.directory, session);
  return issueFor(service, tenantId, person, form['scope'] ?? '', sessionOf(session), form);
}

async function onBehalfOf(service: SignInService, tenantId: string, form: Form) {
  const application = await authenticateClient(form, service.applications, service.directory, false);
  if (form['requested_token_use'] !== 'on_behalf_of') throw new EntraError(90014);
  const claims = await checkAssertion(service, need(form, 'assertion'), application.id);
  const session: Session = {
    oid: String(claims['oid']),
    clientId: application.id,
    signedInMs: issuedMs(claims),
    mfaMs: Array.isArray(claims['amr']) && claims['amr'].includes('mfa') ? issuedMs(claims) : 0,
    spa: false,
  };
  const person = livingPerson(service.directory, session);
  if (person.tenantId !== tenantId || claims['tid'] !== tenantId) throw new EntraError(50034);
  return issueFor(service, tenantId, person, need(form, 'scope'), session, form);
}

async function checkAssertion(
  service: SignInService,
  assertion: string,
  clientId: string,
): Promise<JWTPayload> {
  const claims = await service.keys.read(assertion);
  if (!claims) throw new EntraError(50013);
  if (claims.aud !== clientId) throw new EntraError(500131);
  const seconds = service.directory.now().getTime() / 1000;
  if ((claims.exp ?? 0) < seconds || (claims.nbf ?? 0) > seconds + 300) throw new EntraError(500133);
  // An ID token or a token of an application stands for no person who delegated anything.
  if (typeof claims['scp'] !== 'string') throw new EntraError(50013);
  return claims;
}

async function clientCredentials(service: SignInService, tenantId: string, form: Form) {
  const application = await authenticateClient(form, service.applications, service.directory, false);
  const scope = need(form, 'scope');
  if (!scope.endsWith('/.default')) throw new EntraError(70011);
  const audience = scope.slice(0, -'/.default'.length);
  const graph = GRAPH_AUDIENCES.includes(audience) && application.kind === 'api';
  const bot = audience === BOT_AUDIENCE && application.kind === 'bot';
  if (!graph && !bot) throw new EntraError(500011);
  const claims = appClaims(issueOf(service, tenantId, HOUR_SECONDS), {
    audience,
    clientId: application.id,
    // No application permission for places is ever granted: the product asks for delegated ones only.
    roles: [],
  });
  return {
    token_type: 'Bearer',
    expires_in: HOUR_SECONDS,
    ext_expires_in: HOUR_SECONDS,
    access_token: await service.keys.sign(claims),
  };
}

async function issueFor(
  service: SignInService,
  tenantId: string,
  person: Person,
  scope: string,
  session: Session,
  form: Form,
  nonce?: string,
): Promise<Record<string, unknown>> {
  const wanted = readScopes(scope, service.clientId);
  if (!wanted) throw new EntraError(70011);
  const { consented, tabConsented, readConsented } = service.directory.app;
  if (wanted.kind === 'graph' && !consented) throw new EntraError(65001);
  if (scope.includes(READ_PERMISSION) && readConsented === false) throw new EntraError(65001);
  if (wanted.kind === 'api' && tabConsented === false) throw new EntraError(65001);
  const issue = issueOf(service, tenantId, HOUR_SECONDS);
  return {
    token_type: 'Bearer',
    scope: grantedScope(wanted),
    expires_in: HOUR_SECONDS,
    ext_expires_in: HOUR_SECONDS,
    access_token: await service.keys.sign(accessClaims(service, person, issue, wanted, session, form)),
    ...(wanted.offline ? { refresh_token: await service.grants.refreshToken(session) } : {}),
    ...(wanted.openid
      ? { id_token: await service.keys.sign(idClaims(person, issue, session.clientId, nonce)) }
      : {}),
    client_info: Buffer.from(JSON.stringify({ uid: person.oid, utid: tenantId })).toString('base64url'),
  };
}

function accessClaims(
  service: SignInService,
  person: Person,
  issue: Issue,
  wanted: Wanted,
  session: Session,
  form: Form,
): JWTPayload {
  return wanted.kind === 'graph'
    ? graphClaims(person, issue, {
        audience: wanted.audience,
        clientId: session.clientId,
        scopes: wanted.scopes,
        continuousAccess: form['claims']?.includes('"cp1"') ?? false,
      })
    : tabClaims(person, issue, {
        audience: service.clientId,
        azp: session.clientId,
        mfa: session.mfaMs > 0,
      });
}

/** A token begins at the service's own now. */
export const issueOf = (service: SignInService, tenantId: string, expiresIn: number): Issue => ({
  baseUrl: service.baseUrl(),
  tenantId,
  now: service.directory.now(),
  expiresIn,
});

const grantedScope = (wanted: Wanted): string => {
  const prefix = wanted.kind === 'api' ? `api://${wanted.audience}/` : `${wanted.audience}/`;
  return [...wanted.scopes.map((each) => prefix + each), 'openid', 'profile', 'email'].join(' ');
};

const sessionOf = ({ oid, clientId, signedInMs, mfaMs, spa }: Session): Session => ({
  oid,
  clientId,
  signedInMs,
  mfaMs,
  spa,
});
