import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Why a request was not sent: its receiver is not on the public network. */
export class ForbiddenAddressError extends Error {
  constructor(host: string) {
    super(`${host} is, or resolves to, an address that is not public`);
  }
}

/**
 * Networks of clouds that look public and are answered from within: Azure's host of a virtual machine, and IBM Cloud's
 * services. The others have theirs at addresses with a special meaning (169.254.169.254, 100.100.100.200 of Alibaba,
 * 192.0.0.192 of Oracle, fd00:ec2::254 of Amazon, fd20:ce::254 of Google), which need not be listed.
 */
const INNER_NETWORKS = ['168.63.129.16/32', '161.26.0.0/16', '166.8.0.0/14'].map((network) =>
  ipaddr.IPv4.parseCIDR(network),
);

/**
 * Whether an address is one of the public network. Everything with a special meaning is not: loopback, private,
 * link-local, carrier-grade NAT, multicast, unspecified, the IPv6 forms that carry an IPv4 address in them, and what clouds
 * keep for themselves. Of IPv6 only 2000::/3 is given out to anybody.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // An IPv4 address mapped into IPv6 is judged as what it is.
  const judged = ipaddr.process(address);
  if (judged.range() !== 'unicast') return false;
  if (judged instanceof ipaddr.IPv4) return !INNER_NETWORKS.some((network) => judged.match(network));
  return (judged.parts[0]! & 0xe000) === 0x2000;
}

/** The host of a URL as a lookup or a socket wants it: without the brackets of IPv6. */
export const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

/** The longest URL of a webhook, as it is written down. */
export const MAX_URL_LENGTH = 2_048;

/** What is wrong with the URL of a webhook, as the end of a sentence; null when nothing is, as far as it shows. */
export function urlFault(text: string, allowPrivate: boolean): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !url.hostname) return 'must be a URL such as https://example.com/purser';
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:'))
    return 'must begin with https://';
  if (url.username || url.password) return 'must hold no user and no password';
  if (url.hash) return 'must hold no fragment';
  if (url.href.length > MAX_URL_LENGTH) return `must have at most ${MAX_URL_LENGTH} characters`;
  const host = hostOf(url);
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) return 'must lead to a public address';
  return null;
}

/** How names are looked up: Node's own way, unless a test has another. */
export type Resolver = (
  host: string,
  options: { all: true; verbatim: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup for sockets that hands out addresses only after it has seen all of them to be public. The socket connects to
 * what was checked: a name that leads elsewhere the next time (DNS rebinding) is looked up, and checked, anew.
 */
export function publicLookup(allowPrivate: boolean, resolve: Resolver = dnsLookup): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { all: true, verbatim: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const addresses = found.filter(({ family }) => !options.family || options.family === family);
      const [first] = addresses;
      if (!first || (!allowPrivate && !found.every(({ address }) => isPublicAddress(address))))
        return callback(new ForbiddenAddressError(host), '', 0);
      if (options.all) return callback(null, addresses);
      callback(null, first.address, first.family);
    });
  };
}
