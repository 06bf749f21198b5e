import { AppError } from '../../../core/model/app-error.ts';
import { type AllowedHosts, isAllowed } from './allowed-hosts.ts';
import { say, spoken } from '../../../core/model/sentence.ts';
import type { Sentence } from '../../../core/model/sentence.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
/**
 * Names under which sign-in data travel in addresses; they outlive the file and end up in the logs of others. The
 * signature of a shared file (Azure, S3, Google) is none of them: it opens this one file, for reading, for a while.
 */
const SECRET =
  /^(token|access_token|id_token|(api|subscription)?[-_]?key|password|pwd|secret|client_secret)$/i;

/** An address that may be called, before its name is looked up. */
export interface CheckedAddress {
  readonly url: URL;
  /** A listed loopback host of the simulated tenant's world. */
  readonly isLocal: boolean;
}

/**
 * @param sandbox plain http and loopback count, for listed hosts that say loopback in so many words
 * @throws AppError `input` `address-invalid`, `address-credentials`, `address-not-https`, `address-not-allowed`
 */
export function checkedAddress(address: string, allowed: AllowedHosts, sandbox: boolean): CheckedAddress {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === '')
    throw refused('address-invalid', 'This is not a web address.', 'It begins with https:// and a host.');
  if (url.username || url.password || [...url.searchParams.keys()].some((name) => SECRET.test(name)))
    throw refused(
      'address-credentials',
      'The address holds sign-in data.',
      'Offer the file at an address without a user, a key or a token in it (a signed address that ends is fine), or import the file itself.',
    );
  const isLocal = sandbox && LOOPBACK.has(url.hostname);
  if (url.protocol === 'http:' && !isLocal)
    throw refused('address-not-https', 'The address does not use https.', 'Only https addresses are read.');
  if (!isAllowed(allowed, url))
    throw refused(
      'address-not-allowed',
      say`The host ${{ host: url.host }} is not among those that may be read from.`,
      say`Whoever runs this server adds it to the setting SOURCE_ALLOWED_HOSTS and restarts.`,
    );
  url.hash = '';
  return { url, isLocal };
}

/** A refusal that is about the address itself. */
export const refused = (code: string, message: string | Sentence, hint: string | Sentence): AppError =>
  new AppError('input', code, message, { hint, errors: [{ path: 'address', ...spoken({ message }) }] });
