/**
 * Addresses of assignees as they are stored: AES-256-GCM with keys of their own, which HKDF derives for each tenant from
 * the keys that seal the tokens. The nonce comes from the address itself (a keyed hash, as in AES-GCM-SIV), so that a plan
 * with thousands of desks seals each address once, and the mark beside it finds one person in the database.
 *
 * Text: `sealed:1.` key id `.` mark `.` nonce 12 + sealed address + tag 16, each in base64url. All in front of the last
 * part is associated data.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { canonicalEmail } from '../../core/plan/canonical.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { AddressSeal, AddressSeals } from '../../ports/address-seals.ts';
import { keyIdOf } from './sealed-box.ts';

const FORM = 'sealed:1.';
const SEALED = /^sealed:1\.([\w-]{11})\.[\w-]{22}\.([\w-]{38,})$/;
const [KEY, NONCE, TAG, MARK] = [32, 12, 16, 16];

/** @param keys 32 bytes each: the first seals, all open */
export function createAddressSeals(keys: readonly Uint8Array[]): AddressSeals {
  const made = new Map<TenantId, AddressSeal>();
  return {
    of(tenant) {
      const seal = made.get(tenant) ?? sealOf(keys.map((key) => derive(key, tenant)));
      made.set(tenant, seal);
      return seal;
    },
  };
}

/** What one key of the list is for one tenant; as key objects, which are five times as fast as bytes. */
interface TenantKey {
  readonly id: string;
  readonly sealing: KeyObject;
  readonly nonces: KeyObject;
  readonly marks: KeyObject;
}

function derive(key: Uint8Array, tenant: TenantId): TenantKey {
  if (key.length !== KEY) throw new TypeError('A key of 32 bytes is needed to seal.');
  const bytes = Buffer.from(hkdfSync('sha256', key, tenant, 'places-sync/assignee-address', 3 * KEY));
  const part = (index: number) => createSecretKey(bytes.subarray(index * KEY, (index + 1) * KEY));
  return {
    id: keyIdOf(key).toString('base64url'),
    sealing: part(0),
    nonces: part(1),
    marks: part(2),
  };
}

function sealOf(keys: readonly TenantKey[]): AddressSeal {
  const [first] = keys;
  if (first === undefined) throw new TypeError('A key is needed to seal.');
  const byId = new Map(keys.map((key) => [key.id, key]));
  return {
    current: `${FORM}${first.id}.`,
    seal: (address) => sealWith(first, address),
    isSealed: (text) => SEALED.test(text),
    open(sealed) {
      const [, id = '', box = ''] = SEALED.exec(sealed) ?? [];
      const key = byId.get(id);
      const clear = sealed.slice(0, sealed.length - box.length);
      return key === undefined ? null : openWith(key, Buffer.from(box, 'base64url'), clear);
    },
    marksOf: (address) => keys.map((key) => markOf(key, address)),
  };
}

const markOf = (key: TenantKey, address: string): string =>
  hashed(key.marks, canonicalEmail(address)).subarray(0, MARK).toString('base64url');

const hashed = (key: KeyObject, text: string): Buffer => createHmac('sha256', key).update(text).digest();

function sealWith(key: TenantKey, address: string): string {
  const head = `${FORM}${key.id}.${markOf(key, address)}.`;
  const nonce = hashed(key.nonces, address).subarray(0, NONCE);
  const cipher = createCipheriv('aes-256-gcm', key.sealing, nonce).setAAD(Buffer.from(head));
  const sealed = [nonce, cipher.update(address, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return head + Buffer.concat(sealed).toString('base64url');
}

function openWith(key: TenantKey, box: Buffer, head: string): string | null {
  const decipher = createDecipheriv('aes-256-gcm', key.sealing, box.subarray(0, NONCE), {
    authTagLength: TAG,
  });
  decipher.setAAD(Buffer.from(head)).setAuthTag(box.subarray(box.length - TAG));
  try {
    const clear = decipher.update(box.subarray(NONCE, box.length - TAG));
    return Buffer.concat([clear, decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}
