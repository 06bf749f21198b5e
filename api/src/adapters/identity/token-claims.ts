/** The rules for the claims of a token whose signature is right: one code per reason to refuse. */
import { z } from 'zod';
import { AppError } from '../../core/model/app-error.ts';
import type { Sentence } from '../../core/model/sentence.ts';

/** Whom the API lets in. */
export interface ClaimRules {
  /** Client id of the app registration: the audience of v2.0 tokens. */
  readonly audience: string;
  /** `api://host/<client id>`: the audience of v1.0 tokens, when the registration still issues them. */
  readonly appIdUri: string | undefined;
  readonly tenantIds: ReadonlySet<string>;
  readonly allowedClients: ReadonlySet<string>;
  /** Without a slash at the end. */
  readonly signInUrl: string;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Only the claims that are read. Times are seconds. */
export const TokenClaims = z.object({
  aud: z.string(),
  iss: z.string(),
  tid: z.string().regex(GUID),
  oid: z.string().regex(GUID),
  sub: z.string(),
  ver: z.enum(['1.0', '2.0']),
  exp: z.number().int(),
  nbf: z.number().int(),
  iat: z.number().int(),
  scp: z.string().optional(),
  azp: z.string().optional(),
  appid: z.string().optional(),
  idtyp: z.string().optional(),
  roles: z.array(z.string()).optional(),
  name: z.string().optional(),
  uti: z.string().optional(),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

const SCOPE = 'access_as_user';
const TOLERANCE_SECONDS = 60;
/** The longest lifetime Microsoft gives, with continuous access evaluation (reliability-security.md F21). */
const LONGEST_SECONDS = 28 * 3600;
/** v1.0 tokens come from here in every cloud but the Chinese one. */
const V1_ISSUERS = ['https://sts.windows.net', 'https://sts.chinacloudapi.cn'];

/** A refusal of a token; always answered with 401. */
export const refuseToken = (code: string, message: string | Sentence): AppError =>
  new AppError('permission', code, message, { hint: 'Sign in again.' });

/** @param nowSeconds the API's clock @throws AppError `token-…` */
export function checkClaims(claims: TokenClaims, rules: ClaimRules, nowSeconds: number): void {
  const problem = problemOf(claims, rules, nowSeconds);
  if (problem) throw refuseToken(problem[0], problem[1]);
}

type Problem = readonly [code: string, message: string] | null;

function problemOf(claims: TokenClaims, rules: ClaimRules, now: number): Problem {
  return originProblem(claims, rules) ?? timeProblem(claims, now) ?? useProblem(claims, rules);
}

function originProblem(claims: TokenClaims, rules: ClaimRules): Problem {
  const audience = claims.ver === '2.0' ? rules.audience : rules.appIdUri;
  if (claims.aud !== audience) return ['token-audience', 'The token was issued for another application.'];
  if (!rules.tenantIds.has(claims.tid.toLowerCase())) {
    return ['token-tenant', 'The token comes from a directory that is not served here.'];
  }
  const issuers =
    claims.ver === '2.0'
      ? [`${rules.signInUrl}/${claims.tid}/v2.0`]
      : V1_ISSUERS.map((issuer) => `${issuer}/${claims.tid}/`);
  return issuers.includes(claims.iss)
    ? null
    : ['token-issuer', 'The token was not issued by the sign-in service of its directory.'];
}

function timeProblem({ exp, nbf, iat }: TokenClaims, now: number): Problem {
  if (now >= exp + TOLERANCE_SECONDS) return ['token-expired', 'The token has expired.'];
  if (now < nbf - TOLERANCE_SECONDS || now < iat - TOLERANCE_SECONDS) {
    return ['token-not-yet-valid', 'The token is not valid yet: the clocks differ.'];
  }
  return exp - Math.min(nbf, iat) > LONGEST_SECONDS
    ? ['token-lifetime', 'The token is valid for longer than Microsoft issues tokens.']
    : null;
}

function useProblem(claims: TokenClaims, rules: ClaimRules): Problem {
  // `idtyp` is an optional claim; without it an application shows by having no scope and being its own subject.
  if (claims.idtyp === 'app' || (claims.scp === undefined && claims.oid === claims.sub))
    return ['token-app-only', 'The token stands for an application, not for a person.'];
  if (!claims.scp?.split(' ').includes(SCOPE)) {
    return ['token-scope', 'The token does not hold the scope access_as_user.'];
  }
  const client = claims.ver === '2.0' ? claims.azp : claims.appid;
  return client !== undefined && rules.allowedClients.has(client)
    ? null
    : ['token-client', 'The token was requested by a client that is not allowed here.'];
}
