/** Refresh tokens and authorization codes: what the service hands out to be traded in later. */
import { createHash, randomBytes } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import type { Directory } from './directory.ts';
import { EntraError } from './entra-error.ts';
import type { Person } from './people.ts';
import type { SigningKeys } from './signing-keys.ts';

/** What a refresh token stands for. */
export interface Session {
  readonly oid: string;
  readonly clientId: string;
  /** Milliseconds of the sign-in it goes back to. */
  readonly signedInMs: number;
  /** Milliseconds of the last second factor, 0 when there was none. */
  readonly mfaMs: number;
  /** Of a page in a browser: no secret, 24 hours. */
  readonly spa: boolean;
}

/** What an authorization code stands for, once, for ten minutes. */
interface CodeGrant extends Session {
  readonly redirectUri: string;
  readonly scope: string;
  readonly codeChallenge: string;
  readonly nonce: string | undefined;
}

const DAY_SECONDS = 86_400;
const CODE_MS = 600_000;

export interface Grants {
  refreshToken(session: Session): Promise<string>;
  /** @throws EntraError 70000 malformed, 70008 expired */
  readRefreshToken(token: string): Promise<Session>;
  code(grant: CodeGrant): string;
  /** @throws EntraError 70000 unknown or used, 501481 wrong verifier */
  redeemCode(code: string, verifier: string): CodeGrant;
}

/** Refresh tokens are sealed with the persistent secret, so they survive a restart without being stored. */
export function createGrants(keys: SigningKeys, now: () => Date): Grants {
  const codes = new Map<string, CodeGrant & { expiresMs: number }>();
  return {
    refreshToken(session) {
      const seconds = Math.floor(now().getTime() / 1000);
      return new SignJWT({ ...session })
        .setProtectedHeader({ alg: 'HS256', typ: 'refresh' })
        .setExpirationTime(seconds + (session.spa ? 1 : 90) * DAY_SECONDS)
        .sign(keys.refreshSecret);
    },
    async readRefreshToken(token) {
      try {
        const { payload } = await jwtVerify<Session>(token, keys.refreshSecret, {
          algorithms: ['HS256'],
          currentDate: now(),
        });
        return payload;
      } catch (error) {
        throw new EntraError(error instanceof errors.JWTExpired ? 70008 : 70000);
      }
    },
    code(grant) {
      const code = randomBytes(32).toString('base64url');
      codes.set(code, { ...grant, expiresMs: now().getTime() + CODE_MS });
      return code;
    },
    redeemCode(code, verifier) {
      const grant = codes.get(code);
      codes.delete(code);
      if (!grant) throw new EntraError(70000);
      if (grant.expiresMs < now().getTime()) throw new EntraError(70008);
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      if (challenge !== grant.codeChallenge) throw new EntraError(501481);
      return grant;
    },
  };
}

/** The person of a session, if Microsoft would still issue tokens for it. @throws EntraError */
export function livingPerson(
  directory: Directory,
  session: Pick<Session, 'oid' | 'signedInMs' | 'mfaMs'>,
): Person {
  const person = directory.people.find(session.oid);
  if (!person || person.deleted) throw new EntraError(50034);
  if (person.disabled) throw new EntraError(50057);
  if (session.signedInMs < person.tokensValidFrom) throw new EntraError(50173);
  if (person.challenge?.interactive && session.mfaMs < person.challenge.since) {
    throw new EntraError(50079, stepUpClaims(person.oid));
  }
  return person;
}

/** The claims a client has to send along at the next interactive sign-in. */
const stepUpClaims = (oid: string): string =>
  JSON.stringify({ access_token: { polids: { essential: true, values: [oid] } } });
