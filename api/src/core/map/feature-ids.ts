/** Ids of map features: stable between exports, because maps and correlations are keyed by them (imdf.md section 2.2). */

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Gives ids within one package.
 *
 * A source key that is a version-4 UUID already (an IMDF archive) is the feature's id; anything else is hashed into
 * one. A key that is used twice is hashed the second time, so ids never clash.
 */
export class FeatureIds {
  readonly #hash: (text: string) => string;
  readonly #building: string;
  readonly #given = new Set<string>();

  /** @param hash text to at least 32 hexadecimal digits */
  constructor(building: string, hash: (text: string) => string) {
    this.#building = building;
    this.#hash = hash;
  }

  /** @param part what of the key it is when it is not the thing itself: `outline`, `piece 2` */
  of(type: string, key: string, part = ''): string {
    if (part === '' && UUID_V4.test(key) && !this.#given.has(key.toLowerCase())) {
      this.#given.add(key.toLowerCase());
      return key.toLowerCase();
    }
    const id = uuidOf(this.#hash(JSON.stringify([this.#building, type, key, part])));
    this.#given.add(id);
    return id;
  }
}

/** Version 4 and its variant bits set on a hash. */
function uuidOf(hash: string): string {
  const variant = '89ab'[Number.parseInt(hash[16] ?? '0', 16) & 3] ?? '8';
  const at = (from: number, to: number): string => hash.slice(from, to);
  return `${at(0, 8)}-${at(8, 12)}-4${at(13, 16)}-${variant}${at(17, 20)}-${at(20, 32)}`;
}
