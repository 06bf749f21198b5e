/** The check of every access token that comes to the API (reliability-security.md C01-C10). */
import { compactVerify, decodeProtectedHeader, errors, type CryptoKey } from 'jose';
import type { TenantId } from '../../core/model/place.ts';
import type { Caller, TokenCheck } from '../../ports/token-check.ts';
import { createKeySet } from './key-set.ts';
import { checkClaims, refuseToken, TokenClaims, type ClaimRules } from './token-claims.ts';
import { say } from '../../core/model/sentence.ts';

export interface TokenCheckOptions {
  /** `https://login.microsoftonline.com`, or the one of the cloud or of the simulated tenant. */
  readonly signInUrl: string;
  /** Directories that are served; self-hosted usually one. */
  readonly tenantIds: readonly string[];
  /** Client id of the app registration. */
  readonly audience: string;
  /** Exact App-ID URI; only needed while the registration issues v1.0 tokens. */
  readonly appIdUri?: string;
  /** Client ids a token may have been requested by; see {@link TEAMS_CLIENTS}. */
  readonly allowedClients: readonly string[];
  readonly now?: () => Date;
  readonly fetch?: typeof fetch;
}

/** The Microsoft hosts that show a tab (teams-platform.md section 7). */
export const TEAMS_CLIENTS: readonly string[] = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264', // Teams on desktop and phone
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', // Teams in a browser
  '4765445b-32c6-49b0-83e6-1d93765276ca', // Microsoft 365 in a browser
  '0ec893e0-5785-4de6-99da-4ed124e5296c', // Microsoft 365 on desktop
  'd3590ed6-52b3-4102-aeff-aad2292ab01c', // Microsoft 365 on phone, Outlook on desktop
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3', // Outlook in a browser
  '27922004-5251-4030-b22d-91ecd9a37ea4', // Outlook on phone
];

/** Least first; other values of the `roles` claim mean nothing here. */
const ROLES: readonly string[] = ['Places.Viewer', 'Places.Operator', 'Places.Admin'];
const LONGEST_TOKEN = 16_384;
const BEARER = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i;

/** Builds the check. Nothing is fetched before the first token comes. */
export function createTokenCheck(options: TokenCheckOptions): TokenCheck {
  const [keyTenant] = options.tenantIds;
  const now = options.now ?? (() => new Date());
  const signInUrl = options.signInUrl.replace(/\/+$/, '');
  const rules: ClaimRules = {
    audience: options.audience,
    appIdUri: options.appIdUri,
    tenantIds: new Set(options.tenantIds.map((each) => each.toLowerCase())),
    allowedClients: new Set(options.allowedClients),
    signInUrl,
  };
  // Entra signs for every tenant of a cloud with the same keys; `iss` and `tid` say which tenant it is.
  const keySet = createKeySet({
    url: `${signInUrl}/${keyTenant ?? 'common'}/discovery/v2.0/keys`,
    now: () => now().getTime(),
    fetch: options.fetch ?? fetch,
  });
  return {
    async check(authorizationHeader) {
      const token = bearerToken(authorizationHeader);
      const claims = readClaims(await verifiedPayload(token, (kid) => keySet.find(kid)));
      checkClaims(claims, rules, Math.floor(now().getTime() / 1000));
      return callerOf(claims, token);
    },
  };
}

function bearerToken(header: string | undefined): string {
  if (header === undefined || header === '') {
    throw refuseToken('token-missing', 'The request carries no Authorization header.');
  }
  const token = header.length > LONGEST_TOKEN ? undefined : BEARER.exec(header)?.[1];
  if (token === undefined || !isCanonical(token))
    throw refuseToken('token-malformed', 'The Authorization header holds no bearer token.');
  return token;
}

/**
 * The last letter of a signature has bits that stand for nothing: without this, each token would have 15 twins that
 * pass as well. Header and payload need no such look, as the signature is over their letters.
 */
function isCanonical(token: string): boolean {
  const signature = token.slice(token.lastIndexOf('.') + 1);
  return Buffer.from(signature, 'base64url').toString('base64url') === signature;
}

/** Of the header only `alg` and `kid` are looked at; `jku`, `x5u`, `jwk` and `x5c` have no meaning here. */
async function verifiedPayload(
  token: string,
  findKey: (kid: string) => Promise<CryptoKey | null>,
): Promise<Uint8Array> {
  const { alg, kid } = headerOf(token);
  if (alg !== 'RS256') throw refuseToken('token-algorithm', 'The token is not signed with RS256.');
  if (typeof kid !== 'string') throw refuseToken('token-signature', 'The token names no signing key.');
  const key = await findKey(kid);
  if (!key) throw refuseToken('token-signature', 'The signing key of the token is not published.');
  try {
    return (await compactVerify(token, key, { algorithms: ['RS256'] })).payload;
  } catch (error) {
    throw error instanceof errors.JWSSignatureVerificationFailed
      ? refuseToken('token-signature', 'The signature of the token is wrong.')
      : refuseToken('token-malformed', 'The token is not a signed token in compact form.');
  }
}

function headerOf(token: string): { alg?: unknown; kid?: unknown } {
  try {
    return decodeProtectedHeader(token);
  } catch {
    throw refuseToken('token-malformed', 'The header of the token cannot be read.');
  }
}

function readClaims(payload: Uint8Array): TokenClaims {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    throw refuseToken('token-malformed', 'The claims of the token cannot be read.');
  }
  const claims = TokenClaims.safeParse(raw);
  if (claims.success) return claims.data;
  const names = [...new Set(claims.error.issues.map((issue) => String(issue.path[0] ?? 'claims')))];
  throw refuseToken('token-claims', say`Claims of the token are missing or malformed: ${{ names }}.`);
}

function callerOf(claims: TokenClaims, token: string): Caller {
  const caller: Caller = {
    tenantId: claims.tid.toLowerCase() as TenantId,
    userId: claims.oid.toLowerCase(),
    name: claims.name ?? claims.oid,
    roles: ROLES.filter((role) => claims.roles?.includes(role)),
    tokenId: claims.uti ?? '',
    endsAt: claims.exp * 1000,
    token,
  };
  return Object.defineProperty(caller, 'token', { enumerable: false });
}
