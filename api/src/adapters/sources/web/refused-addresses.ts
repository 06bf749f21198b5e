/**
 * Which IP addresses an outbound call may reach (reliability-security.md C35): the public internet, and the networks
 * that the operator lists. Special ranges after the IANA special-purpose address registries.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net';

const ranges = (family: 'ipv4' | 'ipv6', subnets: readonly string[]): BlockList => {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = '', prefix] = subnet.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
};

/** This machine, the link it is on, metadata services of clouds, groups of machines: never, whoever lists them. */
const NEVER_V4 = ranges('ipv4', [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);
/** Inside a network, or reserved. */
const PRIVATE_V4 = ranges('ipv4', [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
]);
/** Of IPv6 only what is given out to the internet counts, less what leads elsewhere: tunnels, examples. */
const PUBLIC_V6 = ranges('ipv6', ['2000::/3']);
const NEVER_V6 = ranges('ipv6', [
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  'fd00:ec2::254/128',
]);
const PRIVATE_V6 = ranges('ipv6', ['fc00::/7']);
/** NAT64 carries an IPv4 address in its last 32 bits, and is judged by it. */
const NAT64 = ranges('ipv6', ['64:ff9b::/96']);

/** @param networks what the operator lists; lifts private ranges, nothing else */
export function isRefused(address: string, networks: BlockList): boolean {
  if (isIPv4(address)) {
    if (NEVER_V4.check(address)) return true;
    return PRIVATE_V4.check(address) && !networks.check(address);
  }
  if (!isIPv6(address)) return true;
  if (NAT64.check(address, 'ipv6')) return isRefused(embeddedV4(address), networks);
  if (NEVER_V6.check(address, 'ipv6')) return true;
  if (PUBLIC_V6.check(address, 'ipv6')) return false;
  return !(PRIVATE_V6.check(address, 'ipv6') && networks.check(address, 'ipv6'));
}

/** `URL` writes every form of one address the same way: `64:ff9b::a00:1`. */
function embeddedV4(address: string): string {
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const groups = canonical.split('::')[1]?.split(':') ?? [];
  const [high = 0, low = 0] = ['0', '0', ...groups].slice(-2).map((group) => parseInt(group || '0', 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
