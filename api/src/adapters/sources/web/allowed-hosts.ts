/** SOURCE_ALLOWED_HOSTS as the outbound client needs it: which hosts may be called, and which networks they may be in. */
import { BlockList, isIPv6 } from 'node:net';

/** One host of the list, as `URL` writes it; without a port, only the usual one of the protocol is called. */
interface AllowedHost {
  readonly host: string;
  readonly port: string;
}

export interface AllowedHosts {
  readonly hosts: readonly AllowedHost[];
  /** Networks of the customer's own that listed hosts may be in. */
  readonly networks: BlockList;
}

/** @param entries `host`, `host:port` or `address/prefix`; config/settings checks their form */
export function allowedHosts(entries: readonly string[]): AllowedHosts {
  const networks = new BlockList();
  const hosts: AllowedHost[] = [];
  for (const entry of entries) {
    const [network = '', prefix] = entry.split('/');
    if (prefix === undefined) hosts.push(hostOf(entry));
    else networks.addSubnet(network, Number(prefix), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return { hosts, networks };
}

function hostOf(entry: string): AllowedHost {
  const { hostname, port } = new URL(`https://${entry}`);
  return { host: hostname, port };
}

/** Exactly this host and port are on the list: no subdomains, no wildcards. */
export const isAllowed = ({ hosts }: AllowedHosts, { hostname, port }: URL): boolean =>
  hosts.some((allowed) => allowed.host === hostname && allowed.port === port);
