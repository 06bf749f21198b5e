/**
 * Reads a file from a web address without being led anywhere else (SSRF, reliability-security.md C35): the host is
 * listed by the operator, every IP address behind it is checked, and the connection goes to exactly those.
 */
import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { AppError } from '../../../core/model/app-error.ts';
import type { WebSource } from '../../../ports/web-source.ts';
import { allowedHosts, type AllowedHosts } from './allowed-hosts.ts';
import { type CheckedAddress, checkedAddress, refused } from './checked-address.ts';
import { download } from './download.ts';
import { isRefused } from './refused-addresses.ts';
import { say } from '../../../core/model/sentence.ts';

export interface WebSourceOptions {
  /** SOURCE_ALLOWED_HOSTS. */
  readonly allowed: readonly string[];
  readonly sandbox: boolean;
  /** Every address of a name. */
  readonly lookup?: (host: string) => Promise<LookupAddress[]>;
  readonly isRefused?: typeof isRefused;
  /** Certificates that count besides those of Node, for tests; NODE_EXTRA_CA_CERTS does it for an installation. */
  readonly ca?: string;
  /** Name look-up, connection and file together. */
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
}

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 50 * 1024 * 1024;
const THIS_MACHINE = new Set(['127.0.0.1', '::1']);

export function createWebSource(options: WebSourceOptions): WebSource {
  const allowed = allowedHosts(options.allowed);
  const { timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES } = options;
  return {
    get: async (address) => {
      const checked = checkedAddress(address, allowed, options.sandbox);
      const { url } = checked;
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const addresses = await inTime(signal, addressesOf(checked, allowed, options));
        const connect = {
          lookup: pinned(addresses),
          ...(options.ca === undefined ? {} : { ca: options.ca }),
        };
        const dispatcher = new Agent({ connect });
        try {
          const bytes = await download({ url, dispatcher, signal, mostBytes });
          return { name: nameOf(url), bytes };
        } finally {
          await dispatcher.destroy();
        }
      } catch (error) {
        throw error instanceof AppError ? error : connectionError(error, url, timeoutMs);
      }
    },
  };
}

/** All addresses of the host, every one of them checked: a name with one bad address is refused as a whole. */
async function addressesOf(
  { url, isLocal }: CheckedAddress,
  { networks }: AllowedHosts,
  options: WebSourceOptions,
): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const all = (name: string) => systemLookup(name, { all: true });
  const addresses = family ? [{ address: host, family }] : await (options.lookup ?? all)(host);
  const judge = options.isRefused ?? isRefused;
  const bad = ({ address }: LookupAddress) =>
    isLocal ? !THIS_MACHINE.has(address) : judge(address, networks);
  if (addresses.length === 0 || addresses.some(bad))
    throw refused(
      'address-private',
      say`The host ${{ host: url.hostname }} is inside a network, not on the internet.`,
      'If it is meant to be read, whoever runs this server adds its network to SOURCE_ALLOWED_HOSTS, for example 10.20.0.0/16.',
    );
  return addresses;
}

/** Hands the connection the addresses that were checked; the name is not looked up a second time. */
const pinned =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_host, options, answer) => {
    const [first = { address: '', family: 0 }] = addresses;
    if (options.all) answer(null, [...addresses]);
    else answer(null, first.address, first.family);
  };

/** The look-up of a name cannot be called off, only left behind. */
function inTime<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(signal.reason as Error);
    signal.addEventListener('abort', late, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}

function connectionError(cause: unknown, { host }: URL, timeoutMs: number): AppError {
  if (rootOf(cause).name === 'TimeoutError')
    return new AppError(
      'transient',
      'source-timeout',
      say`${{ host }} did not send the whole file within ${{ count: timeoutMs / 1000 }} seconds.`,
      { hint: 'Try again, or import the file itself.', cause },
    );
  const { code } = rootOf(cause) as { code?: unknown };
  const says =
    typeof code === 'string'
      ? say`${{ host }} cannot be reached (${{ code }}).`
      : say`${{ host }} cannot be reached.`;
  return new AppError('transient', 'source-unreachable', says, {
    hint: 'Check the address, its certificate, and that this server may reach it.',
    cause,
  });
}

/** fetch wraps what happened. */
function rootOf(error: unknown): Error {
  let root = error as Error;
  while (root.cause instanceof Error) root = root.cause;
  return root;
}

/** The last part of the path; only for messages, the kind is recognised from the content. */
function nameOf({ pathname, hostname }: URL): string {
  const last = pathname.split('/').at(-1) ?? '';
  return last === '' ? hostname : last.slice(0, 200);
}
