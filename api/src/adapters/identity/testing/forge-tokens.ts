/** Tokens nobody may get in with: real ones, changed in every way one can think of, the same ones for the same seed. */
import { createHmac, generateKeyPairSync, sign } from 'node:crypto';

/** What a forger has: tokens that were seen on the way, and the published key. */
export interface Loot {
  readonly tokens: readonly string[];
  /** PEM of the published key: the secret of the key confusion attack. */
  readonly publicKeyPem: string;
}

type Json = Record<string, unknown>;
type Parts = readonly [header: string, payload: string, signature: string];
type Forge = (parts: Parts, random: () => number, tools: Tools) => string;

interface Tools {
  readonly publicKeyPem: string;
  readonly ownJwk: Json;
  readonly ownKeyTokens: readonly string[];
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const encode = (value: Json | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const decode = (part: string): Json => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Json;
const pick = <T>(items: readonly T[], random: () => number): T =>
  items[Math.floor(random() * items.length)] as T;

const CLAIM_EDITS: readonly Json[] = [
  { roles: ['Places.Admin'] },
  {
    roles: ['Places.Viewer', 'Places.Operator', 'Places.Admin'],
    scp: 'access_as_user Directory.ReadWrite.All',
  },
  { oid: '00000001-5a4d-4c1e-8b5e-000000000001' },
  { exp: 4_102_444_800 },
  { exp: 4_102_444_800, nbf: 0, iat: 0 },
  { tid: '9c2e7b14-64f0-4d0a-b8a1-3f5c1d2e7a90' },
  { aud: '00000003-0000-0000-c000-000000000000' },
  { __proto__x: { roles: ['Places.Admin'] }, name: 'somebody else' },
  { idtyp: 'user', ver: '1.0' },
];
const ALGORITHMS = [
  'none',
  'None',
  'NONE',
  'nOnE',
  'HS256',
  'HS384',
  'RS384',
  'RS512',
  'PS256',
  'ES256',
  'EdDSA',
  '',
];
const FOREIGN_KEYS = 'https://evil.example/keys';

const FORGERIES: readonly Forge[] = [
  // One letter changed anywhere.
  ([header, payload, signature], random) => {
    const token = `${header}.${payload}.${signature}`;
    const at = Math.floor(random() * token.length);
    const letter = pick(
      [...ALPHABET].filter((each) => each !== token[at]),
      random,
    );
    return token.slice(0, at) + letter + token.slice(at + 1);
  },
  // Claims edited under the old signature.
  ([header, payload, signature], random) =>
    `${header}.${encode({ ...decode(payload), ...pick(CLAIM_EDITS, random), jti: random() })}.${signature}`,
  // Claims said twice, the second time better.
  ([header, payload, signature]) => {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    return `${header}.${encode(`${text.slice(0, -1)},"roles":["Places.Admin"]}`)}.${signature}`;
  },
  // Another algorithm named, with the old signature, with none, or with a code made from the public key.
  ([header, payload, signature], random) => {
    const other = encode({ ...decode(header), alg: pick(ALGORITHMS, random) });
    return `${other}.${payload}.${pick(['', signature, 'AA'], random)}`;
  },
  ([header, payload], _random, { publicKeyPem }) => {
    const input = `${encode({ ...decode(header), alg: 'HS256' })}.${payload}`;
    return `${input}.${createHmac('sha256', publicKeyPem).update(input).digest('base64url')}`;
  },
  // A key brought along or pointed at.
  ([header, payload, signature], random, { ownJwk }) => {
    const way = pick<Json>(
      [{ jwk: ownJwk }, { jku: FOREIGN_KEYS }, { x5u: FOREIGN_KEYS }, { x5c: ['MIIB'] }, { kid: '../../x' }],
      random,
    );
    return `${encode({ ...decode(header), ...way })}.${payload}.${signature}`;
  },
  // Signed properly, by the wrong key, with the id of the right one.
  (_parts, random, { ownKeyTokens }) => pick(ownKeyTokens, random),
  // Pieces of two tokens put together.
  ([header, payload, signature], random) =>
    pick([`${header}.${payload}`, `${header}..${signature}`, `${payload}.${header}.${signature}`], random),
  // Cut, padded, repeated, made critical.
  ([header, payload, signature], random) => {
    const token = `${header}.${payload}.${signature}`;
    const critical = encode({ ...decode(header), crit: ['b64'], b64: false });
    return pick(
      [
        token.slice(0, Math.floor(random() * (token.length - 1))),
        `${token}${pick(['=', '.', 'A', '\n', ' x'], random)}`,
        `${token}.${token}`,
        `${critical}.${payload}.${signature}`,
      ],
      random,
    );
  },
];

/** `count` forged tokens. Deterministic but for the forger's own key. */
export function* forgeTokens(loot: Loot, count: number, seed: number): Generator<string> {
  const random = numbers(seed);
  const tools = toolsFor(loot);
  const originals = new Set(loot.tokens);
  for (let made = 0; made < count;) {
    const parts = pick(loot.tokens, random).split('.') as unknown as Parts;
    const forged = pick(FORGERIES, random)(parts, random, tools);
    if (originals.has(forged)) continue;
    made += 1;
    yield forged;
  }
}

function toolsFor(loot: Loot): Tools {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ownJwk = publicKey.export({ format: 'jwk' }) as Json;
  const ownKeyTokens = loot.tokens.flatMap((token) => {
    const [header = '', payload = ''] = token.split('.');
    return CLAIM_EDITS.map((edit) => {
      const input = `${encode({ ...decode(header), jwk: ownJwk })}.${encode({ ...decode(payload), ...edit })}`;
      return `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`;
    });
  });
  return { publicKeyPem: loot.publicKeyPem, ownJwk, ownKeyTokens };
}

/** Mulberry32: small, even, and the same everywhere. */
function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
