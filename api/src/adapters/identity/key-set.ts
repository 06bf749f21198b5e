/** The public keys of the sign-in service: fetched from one configured address, never from what a token says. */
import { importJWK, type CryptoKey } from 'jose';
import { z } from 'zod';
import { AppError } from '../../core/model/app-error.ts';

/** Only the fields that are read. */
const RsaKey = z.object({ kty: z.literal('RSA'), kid: z.string().min(1), n: z.string(), e: z.string() });
/** Keys of other kinds are passed over: they verify nothing here. */
const KeyDocument = z.object({
  keys: z.array(z.unknown()).transform((keys) => keys.flatMap((key) => RsaKey.safeParse(key).data ?? [])),
});

const REFRESH_AFTER_MS = 3_600_000;
const KEEP_MS = 24 * 3_600_000;
/** Unknown key ids, and an outage, ask at most this often (reliability-security.md C02). */
const COOL_DOWN_MS = 30_000;
const TIMEOUT_MS = 10_000;

export interface KeySetOptions {
  readonly url: string;
  readonly now: () => number;
  readonly fetch: typeof fetch;
}

/** @throws AppError `transient` `sign-in-unreachable` when there are no keys, or only ones older than 24 hours */
export interface KeySet {
  /** The key of that id, or null when the service does not publish it. */
  find(kid: string): Promise<CryptoKey | null>;
}

/** Keys are read again every hour and on an unknown id; in an outage the last good ones serve for 24 hours. */
export function createKeySet({ url, now, fetch }: KeySetOptions): KeySet {
  let keys = new Map<string, CryptoKey>();
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let reading: Promise<void> | null = null;

  const read = async (): Promise<void> => {
    try {
      keys = await readKeys(url, fetch);
      readAt = now();
    } catch {
      // An outage is judged by the age of the keys below; the next attempt waits for the cool-down.
    }
  };
  const readAtMostOften = async (): Promise<void> => {
    if (reading === null && now() - triedAt >= COOL_DOWN_MS) {
      triedAt = now();
      reading = read().finally(() => (reading = null));
    }
    await reading;
  };
  return {
    async find(kid) {
      if (!keys.has(kid) || now() - readAt > REFRESH_AFTER_MS) await readAtMostOften();
      if (now() - readAt > KEEP_MS) throw unreachable();
      return keys.get(kid) ?? null;
    },
  };
}

const unreachable = (): AppError =>
  new AppError('transient', 'sign-in-unreachable', 'The keys of the sign-in service cannot be read.', {
    hint: 'Check that this server reaches the address in SIGN_IN_URL.',
    retryAfterMs: COOL_DOWN_MS,
  });

async function readKeys(url: string, fetchIt: typeof fetch): Promise<Map<string, CryptoKey>> {
  const response = await fetchIt(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!response.ok) throw unreachable();
  const { keys } = KeyDocument.parse(await response.json());
  const imported = await Promise.all(keys.map(importKey));
  if (imported.length === 0) throw unreachable();
  return new Map(imported);
}

/** Only the numbers of the key are taken, and they only ever verify RS256. */
async function importKey({ kid, n, e }: z.infer<typeof RsaKey>): Promise<[string, CryptoKey]> {
  const key = await importJWK({ kty: 'RSA', alg: 'RS256', n, e }, 'RS256');
  if (key instanceof Uint8Array) throw unreachable();
  return [kid, key];
}
