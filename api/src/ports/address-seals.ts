import type { TenantId } from '../core/model/place.ts';

/** Closes the addresses of people that a desk is allocated to, before they are stored (reliability-security.md C43). */
export interface AddressSeals {
  /** What is sealed for one tenant opens for no other. */
  of(tenant: TenantId): AddressSeal;
}

export interface AddressSeal {
  /** What every text begins with that the first key has sealed. */
  readonly current: string;
  /** The same address gives the same text, until there is another first key. Letters, digits, `.`, `:`, `-`, `_`. */
  seal(address: string): string;
  /** Whether it has the form of a sealed text, whichever key sealed it. */
  isSealed(text: string): boolean;
  /** null when no key opens it. */
  open(sealed: string): string | null;
  /** What is in the sealed text of this address however it is spelled in capitals; one for each key. */
  marksOf(address: string): readonly string[];
}
