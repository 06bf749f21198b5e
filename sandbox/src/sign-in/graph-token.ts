/** What Graph says to a token: the check the simulated Graph makes before every call. */
import type { JWTPayload } from 'jose';
import type { Person } from './people.ts';
import type { SignInService } from './token-endpoint.ts';
import { GRAPH_AUDIENCES, issuedMs } from './tokens.ts';

/** Whose rights a Graph call has. */
interface GraphCaller {
  readonly tenantId: string;
  readonly userId: string;
  readonly scopes: string[];
  /** Display names, as they are now and not as they were when the token was issued. */
  readonly directoryRoles: string[];
  readonly appOnly: boolean;
}

export type GraphTokenAnswer =
  | { readonly ok: true; readonly caller: GraphCaller }
  | {
      readonly ok: false;
      readonly status: 401 | 403;
      readonly code: string;
      readonly message: string;
      readonly wwwAuthenticate?: string;
    };

const refuse = (message: string, wwwAuthenticate?: string): GraphTokenAnswer => ({
  ok: false,
  status: 401,
  code: 'InvalidAuthenticationToken',
  message,
  ...(wwwAuthenticate === undefined ? {} : { wwwAuthenticate }),
});

/** Checks a bearer token for Graph: signature, audience, times, and continuous access evaluation. */
export async function verifyGraphToken(
  service: SignInService,
  authorizationHeader: string | undefined,
): Promise<GraphTokenAnswer> {
  const token = /^Bearer (\S+)$/i.exec(authorizationHeader ?? '')?.[1];
  if (token === undefined) return refuse('Access token is empty.');
  const claims = await service.keys.read(token);
  if (!claims) return refuse('Access token validation failure. Invalid signature or malformed token.');
  if (!GRAPH_AUDIENCES.includes(String(claims.aud))) {
    return refuse('Access token validation failure. Invalid audience.');
  }
  const seconds = service.directory.now().getTime() / 1000;
  if ((claims.exp ?? 0) <= seconds) return refuse('Lifetime validation failed, the token is expired.');
  if ((claims.nbf ?? 0) > seconds + 300)
    return refuse('Lifetime validation failed, the token is not yet valid.');
  return claims['idtyp'] === 'app' ? ofApplication(claims) : ofPerson(service, claims);
}

function ofApplication(claims: JWTPayload): GraphTokenAnswer {
  const scopes = Array.isArray(claims['roles']) ? claims['roles'].map(String) : [];
  const caller = {
    tenantId: String(claims['tid']),
    userId: String(claims['oid']),
    scopes,
    directoryRoles: [],
  };
  return { ok: true, caller: { ...caller, appOnly: true } };
}

function ofPerson(service: SignInService, claims: JWTPayload): GraphTokenAnswer {
  const person = service.directory.people.find(String(claims['oid']));
  if (!person) return refuse('The identity of the calling user could not be established.');
  const evaluated = Array.isArray(claims['xms_cc']) && claims['xms_cc'].includes('cp1');
  const since = evaluated ? challengedSince(person, issuedMs(claims), service.directory.now()) : null;
  if (since !== null) {
    return refuse(
      'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
      claimsChallenge(service.baseUrl(), since),
    );
  }
  return {
    ok: true,
    caller: {
      tenantId: String(claims['tid']),
      userId: person.oid,
      scopes: scopesOf(claims),
      directoryRoles: [...person.directoryRoles],
      appOnly: false,
    },
  };
}

const scopesOf = (claims: JWTPayload): string[] =>
  typeof claims['scp'] === 'string' ? claims['scp'].split(' ').filter(Boolean) : [];

/** The moment a token has to be younger than, or null when nothing is asked. */
function challengedSince(person: Person, issued: number, now: Date): number | null {
  if (person.disabled || person.deleted) return now.getTime();
  const since = Math.max(person.tokensValidFrom, person.challenge?.since ?? 0);
  return issued < since ? since : null;
}

function claimsChallenge(baseUrl: string, since: number): string {
  const claims = { access_token: { nbf: { essential: true, value: String(Math.floor(since / 1000)) } } };
  const encoded = Buffer.from(JSON.stringify(claims)).toString('base64');
  return `Bearer realm="", authorization_uri="${baseUrl}/common/oauth2/v2.0/authorize", error="insufficient_claims", claims="${encoded}"`;
}
