/** What stands in the tokens of the simulated tenant. */
import { createHash, randomUUID } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { PERMISSIONS } from './directory.ts';
import { widsOf, type Person } from './people.ts';

/** Teams in the browser: the client that asks for a tab's token (teams-platform.md section 7). */
const TEAMS_WEB_CLIENT = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';
/** Microsoft Graph as an audience, by address or by application id. */
export const GRAPH_AUDIENCES: readonly string[] = [
  'https://graph.microsoft.com',
  'https://graph.microsoft.us',
  'https://dod-graph.microsoft.us',
  'https://microsoftgraph.chinacloudapi.cn',
  '00000003-0000-0000-c000-000000000000',
];
export const HOUR_SECONDS = 3600;

/** Milliseconds of issue: `iat` is too coarse to say which of two tokens of one second came before a revocation. */
const ISSUED_MS = 'xms_issued_ms';

/** When a token was issued, in milliseconds. */
export const issuedMs = (claims: JWTPayload): number => {
  const exact = claims[ISSUED_MS];
  return typeof exact === 'number' ? exact : (claims.iat ?? 0) * 1000;
};

export interface Issue {
  readonly baseUrl: string;
  readonly tenantId: string;
  readonly now: Date;
  readonly expiresIn: number;
}

const times = ({ now, expiresIn }: Issue): JWTPayload => {
  const seconds = Math.floor(now.getTime() / 1000);
  // An expired token was valid once: it began an hour before it ended.
  const start = expiresIn > 0 ? seconds : seconds + expiresIn - HOUR_SECONDS;
  return { iat: start, nbf: start, exp: seconds + expiresIn, [ISSUED_MS]: now.getTime() };
};

/** A v2.0 issuer. */
export const issuerOf = (baseUrl: string, tenantId: string): string => `${baseUrl}/${tenantId}/v2.0`;

/** The id of a person for one application only. */
const pairwise = (person: Person, application: string): string =>
  createHash('sha256').update(`${person.oid}|${application}`).digest('base64url');

/** A token for an API of ours: v2.0, audience the client id, scope `access_as_user`. */
export function tabClaims(
  person: Person,
  issue: Issue,
  options: { audience: string; azp?: string; mfa?: boolean },
): JWTPayload {
  return {
    aud: options.audience,
    iss: issuerOf(issue.baseUrl, issue.tenantId),
    ...times(issue),
    azp: options.azp ?? TEAMS_WEB_CLIENT,
    azpacr: '0',
    name: person.name,
    oid: person.oid,
    preferred_username: person.upn,
    ...(person.appRoles.length > 0 ? { roles: person.appRoles } : {}),
    scp: 'access_as_user',
    sub: pairwise(person, options.audience),
    tid: issue.tenantId,
    uti: randomUUID(),
    ver: '2.0',
    ...(widsOf(person).length > 0 ? { wids: widsOf(person) } : {}),
    ...(options.mfa ? { amr: ['pwd', 'mfa'] } : {}),
  };
}

/** A delegated token for Microsoft Graph (v1.0 form, as Graph gets them). */
export function graphClaims(
  person: Person,
  issue: Issue,
  options: { audience: string; clientId: string; scopes: readonly string[]; continuousAccess: boolean },
): JWTPayload {
  return {
    aud: options.audience,
    iss: `${issue.baseUrl}/${issue.tenantId}/`,
    ...times(issue),
    appid: options.clientId,
    appidacr: '1',
    idtyp: 'user',
    name: person.name,
    oid: person.oid,
    scp: options.scopes.join(' '),
    sub: pairwise(person, options.audience),
    tid: issue.tenantId,
    upn: person.upn,
    uti: randomUUID(),
    ver: '1.0',
    wids: widsOf(person),
    // The client said that it understands claims challenges; only then does Graph send any.
    ...(options.continuousAccess ? { xms_cc: ['cp1'] } : {}),
  };
}

/** A token of an application for itself: no person, application roles instead of scopes. */
export function appClaims(
  issue: Issue,
  options: { audience: string; clientId: string; roles: readonly string[] },
): JWTPayload {
  return {
    aud: options.audience,
    iss: `${issue.baseUrl}/${issue.tenantId}/`,
    ...times(issue),
    appid: options.clientId,
    appidacr: '1',
    idtyp: 'app',
    oid: options.clientId,
    roles: [...options.roles],
    sub: options.clientId,
    tid: issue.tenantId,
    uti: randomUUID(),
    ver: '1.0',
  };
}

/** Says who signed in; never a key to an API. */
export function idClaims(person: Person, issue: Issue, clientId: string, nonce?: string): JWTPayload {
  return {
    aud: clientId,
    iss: issuerOf(issue.baseUrl, issue.tenantId),
    ...times(issue),
    name: person.name,
    oid: person.oid,
    preferred_username: person.upn,
    ...(person.appRoles.length > 0 ? { roles: person.appRoles } : {}),
    sub: pairwise(person, clientId),
    tid: issue.tenantId,
    uti: randomUUID(),
    ver: '2.0',
    ...(nonce === undefined ? {} : { nonce }),
  };
}

/** What a list of scopes asks for. */
export interface Wanted {
  /** Graph's address as it was written, or our own client id. */
  readonly audience: string;
  readonly kind: 'graph' | 'api' | 'signInOnly';
  readonly scopes: readonly string[];
  readonly offline: boolean;
  readonly openid: boolean;
}

const OPENID = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Reads a `scope` parameter; null when it mixes resources or names what does not exist. */
export function readScopes(scope: string, clientId: string): Wanted | null {
  const all = scope.split(' ').filter((each) => each !== '');
  const named = all.filter((each) => !OPENID.has(each)).map((each) => split(each, clientId));
  const common = { offline: all.includes('offline_access'), openid: all.includes('openid') };
  const [first] = named;
  if (!first) return { audience: clientId, kind: 'signInOnly', scopes: [], ...common };
  if (named.some((each) => each.audience !== first.audience)) return null;
  const scopes = named.map((each) => each.scope);
  const kind = first.audience === clientId ? 'api' : 'graph';
  const allowed = kind === 'api' ? ['access_as_user', '.default'] : [...PERMISSIONS, '.default'];
  if (kind === 'graph' && !GRAPH_AUDIENCES.includes(first.audience)) return null;
  return scopes.every((each) => allowed.includes(each))
    ? {
        audience: first.audience,
        kind,
        scopes: scopes.includes('.default') ? allowedAll(kind) : scopes,
        ...common,
      }
    : null;
}

const allowedAll = (kind: 'graph' | 'api'): readonly string[] =>
  kind === 'graph' ? PERMISSIONS : ['access_as_user'];

/** `https://graph.microsoft.com/User.Read`, `User.Read` (Graph), `api://host/<client id>/access_as_user`. */
function split(scope: string, clientId: string): { audience: string; scope: string } {
  const at = scope.lastIndexOf('/');
  if (at < 0) return { audience: 'https://graph.microsoft.com', scope };
  const resource = scope.slice(0, at);
  const own = resource === clientId || (resource.startsWith('api://') && resource.endsWith(clientId));
  return { audience: own ? clientId : resource, scope: scope.slice(at + 1) };
}
