/**
 * Encryption of what is stored: AES-256-GCM with a fresh data key per write, which is itself sealed by the first key of
 * the list. Tenant, account and key id are associated data, so a box opens only where it belongs.
 *
 * Layout in bytes: version 1 · key id 8 · nonce 12 · sealed data key 32 + tag 16 · nonce 12 · sealed content + tag 16.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Where a box belongs. */
export interface Binding {
  readonly tenantId: string;
  readonly accountId: string;
}

const VERSION = 1;
const [KEY_ID, NONCE, KEY, TAG] = [8, 12, 32, 16];
const HEAD = 1 + KEY_ID;
const CONTENT = HEAD + NONCE + KEY + TAG;

/** Seals with the first key. @param keys 32 bytes each */
export function seal(keys: readonly Uint8Array[], binding: Binding, clear: Uint8Array): Uint8Array {
  const dataKey = randomBytes(KEY);
  const head = headOf(keys);
  const body = encrypt(dataKey, clear, Buffer.concat([Buffer.from([VERSION]), associated(binding)]));
  return Buffer.concat([head, wrap(keys, head, binding, dataKey), body]);
}

/** The content, or null when no key of the list, or another tenant or account, or one changed bit, stands in the way. */
export function open(keys: readonly Uint8Array[], binding: Binding, box: Uint8Array): Uint8Array | null {
  const dataKey = unwrap(keys, binding, box);
  return dataKey === null
    ? null
    : decrypt(dataKey, box.subarray(CONTENT), Buffer.concat([Buffer.from([VERSION]), associated(binding)]));
}

/** The same content under the first key; the box itself when it is there already, null when it cannot be opened. */
export function reseal(keys: readonly Uint8Array[], binding: Binding, box: Uint8Array): Uint8Array | null {
  const dataKey = unwrap(keys, binding, box);
  if (dataKey === null) return null;
  const head = headOf(keys);
  if (head.equals(box.subarray(0, HEAD))) return box;
  return Buffer.concat([head, wrap(keys, head, binding, dataKey), box.subarray(CONTENT)]);
}

/** Which key of a list sealed a box, for counting what is left before an old key is taken away. */
export const keyIdOf = (key: Uint8Array): Buffer =>
  createHash('sha256').update('places-sync/key-id').update(key).digest().subarray(0, KEY_ID);

const headOf = (keys: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([VERSION]), keyIdOf(firstOf(keys))]);

function firstOf(keys: readonly Uint8Array[]): Uint8Array {
  const [first] = keys;
  if (first?.length !== KEY) throw new TypeError('A key of 32 bytes is needed to seal.');
  return first;
}

/** Lengths in front keep ("ab", "c") and ("a", "bc") apart. */
const associated = ({ tenantId, accountId }: Binding): Buffer =>
  Buffer.from(JSON.stringify(['places-sync/token-cache', tenantId, accountId]));

const wrap = (keys: readonly Uint8Array[], head: Buffer, binding: Binding, dataKey: Uint8Array): Buffer =>
  encrypt(firstOf(keys), dataKey, Buffer.concat([head, associated(binding)]));

function unwrap(keys: readonly Uint8Array[], binding: Binding, box: Uint8Array): Buffer | null {
  if (box.length < CONTENT + NONCE + TAG || box[0] !== VERSION) return null;
  const head = Buffer.from(box.subarray(0, HEAD));
  const key = keys.find((each) => keyIdOf(each).equals(head.subarray(1)));
  return key ? decrypt(key, box.subarray(HEAD, CONTENT), Buffer.concat([head, associated(binding)])) : null;
}

function encrypt(key: Uint8Array, clear: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad).setAuthTag(sealed.subarray(sealed.length - TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, sealed.length - TAG)), decipher.final()]);
  } catch {
    return null;
  }
}
