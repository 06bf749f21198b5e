/**
 * Documents whose fields called `email` are sealed in the database (C43). All else stays readable, so that a person's
 * name can be found and taken out where it is. See docs/decisions/0008-addresses-sealed.md.
 */
import { addressesSealed } from '../../core/model/addresses-sealed.ts';
import type { TenantId } from '../../core/model/place.ts';
import type { AddressSeal } from '../../ports/address-seals.ts';
import type { LostAddresses } from '../../ports/stores.ts';
import { toJson } from './json.ts';

/** A field with an address, in json and in jsonb; a quote inside of a text is escaped, so nothing else looks like it. */
const ADDRESS = /"email": ?"((?:[^"\\]|\\.)+)"/g;

/** How a store gets one for the documents of a call. */
export type SealedFor = (tenant: TenantId) => SealedJson;

/** One tenant's, for the documents of one call: an address that occurs in them more than once is sealed once. */
export class SealedJson {
  readonly #seal: AddressSeal;
  readonly #sealed = new Map<string, string>();
  readonly #opened = new Map<string, string>();
  readonly #renewed = new Map<string, string | null>();

  constructor(seal: AddressSeal) {
    this.#seal = seal;
  }

  /** As {@link toJson}, with its addresses sealed; what looks sealed already is sealed once more. */
  write(value: unknown): string {
    return replaced(toJson(value), (inJson) =>
      once(this.#sealed, inJson, () => this.#seal.seal(textOf(inJson))),
    );
  }

  /**
   * The value again. An address in clear, from before they were sealed, is taken as it is.
   * @throws AppError `conflict` `addresses-sealed` when no key opens one of them and they may not be left empty
   */
  read<T>(json: string, lost: LostAddresses = 'refuse'): T {
    const clear = replaced(json, (inJson) => once(this.#opened, inJson, () => this.#clear(inJson, lost)));
    return JSON.parse(clear) as T;
  }

  /** Everything sealed with the first key; `unreadable` when something is left that no key opens. */
  renew(json: string): { readonly json: string; readonly unreadable: boolean } {
    let unreadable = false;
    const renewed = replaced(json, (inJson) => {
      const sealed = once(this.#renewed, inJson, () => this.#again(inJson));
      unreadable ||= sealed === null;
      return sealed ?? inJson;
    });
    return { json: renewed, unreadable };
  }

  #again(inJson: string): string | null {
    const clear = this.#seal.isSealed(inJson) ? this.#seal.open(inJson) : textOf(inJson);
    return clear === null ? null : this.#seal.seal(clear);
  }

  #clear(inJson: string, lost: LostAddresses): string {
    if (!this.#seal.isSealed(inJson)) return inJson;
    const clear = this.#seal.open(inJson);
    if (clear === null && lost === 'refuse') throw addressesSealed();
    return JSON.stringify(clear ?? '').slice(1, -1);
  }
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  const made = make();
  known.set(key, made);
  return made;
}

const replaced = (json: string, by: (inJson: string) => string): string =>
  json.replace(ADDRESS, (_field, inJson: string) => `"email":"${by(inJson)}"`);

const textOf = (inJson: string): string =>
  inJson.includes('\\') ? (JSON.parse(`"${inJson}"`) as string) : inJson;
