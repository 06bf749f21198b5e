/** The RSA keys that sign every token of the simulated tenant, and their published halves. */
import { createPrivateKey, createPublicKey, generateKeyPair, randomBytes, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, compactVerify, exportJWK, SignJWT, type JWK, type JWTPayload } from 'jose';
import { readJson, writeJson } from './directory.ts';

interface Saved {
  /** PKCS#8 PEM, newest first. */
  readonly keys: { readonly kid: string; readonly pem: string }[];
  /** Seals refresh tokens and codes; never published. */
  readonly refreshSecret: string;
}

interface SigningKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly jwk: JWK;
}

export interface SigningKeys {
  /** Signs with the newest key, RS256. */
  sign(claims: JWTPayload): Promise<string>;
  /** Checks the signature alone and returns the claims, or null. */
  read(token: string): Promise<JWTPayload | null>;
  /** The JWKS document. */
  published(): { keys: JWK[] };
  /** A new newest key. The old ones stay published unless `forgetOld`. */
  rotate(forgetOld: boolean): Promise<string>;
  readonly refreshSecret: Uint8Array;
}

const generate = promisify(generateKeyPair);

/** Opens the keys of `stateDir`, or makes the first one. */
export async function openSigningKeys(stateDir: string | null): Promise<SigningKeys> {
  const file = stateDir === null ? null : join(stateDir, 'sign-in-keys.json');
  const saved = readJson<Saved>(file);
  const refreshSecret = saved?.refreshSecret ?? randomBytes(32).toString('base64');
  let keys = saved ? await Promise.all(saved.keys.map(({ pem }) => load(pem))) : [await create()];
  const save = (): void =>
    writeJson(file, { keys: keys.map((key) => ({ kid: key.kid, pem: pemOf(key) })), refreshSecret });
  save();
  return {
    refreshSecret: Buffer.from(refreshSecret, 'base64'),
    sign(claims) {
      const [newest] = keys as [SigningKey];
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: newest.kid })
        .sign(newest.privateKey);
    },
    read: (token) => readWith(keys, token),
    published: () => ({ keys: keys.map((key) => key.jwk) }),
    async rotate(forgetOld) {
      const fresh = await create();
      keys = [fresh, ...(forgetOld ? [] : keys)].slice(0, 5);
      save();
      return fresh.kid;
    },
  };
}

async function readWith(keys: readonly SigningKey[], token: string): Promise<JWTPayload | null> {
  try {
    // Times are judged by the caller, against the service's own clock and with Microsoft's own error numbers.
    const { payload } = await compactVerify(token, (header) => keyOf(keys, header.kid), {
      algorithms: ['RS256'],
    });
    return JSON.parse(Buffer.from(payload).toString('utf8')) as JWTPayload;
  } catch {
    return null;
  }
}

function keyOf(keys: readonly SigningKey[], kid: string | undefined): KeyObject {
  const key = keys.find((each) => each.kid === kid);
  if (!key) throw new Error('not one of our keys');
  return key.publicKey;
}

async function create(): Promise<SigningKey> {
  const { privateKey } = await generate('rsa', { modulusLength: 2048 });
  return load(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

async function load(pem: string): Promise<SigningKey> {
  const privateKey = createPrivateKey(pem);
  const publicKey = createPublicKey(privateKey);
  const { kty, n, e } = (await exportJWK(publicKey)) as { kty: string; n: string; e: string };
  const kid = await calculateJwkThumbprint({ kty, n, e });
  return { kid, privateKey, publicKey, jwk: { kty, use: 'sig', alg: 'RS256', kid, n, e } };
}

const pemOf = (key: SigningKey): string => key.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
