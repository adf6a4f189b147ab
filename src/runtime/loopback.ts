import ipaddr from 'ipaddr.js';

/** Whether a host, with its port or without, is this machine. */
export function isLoopback(host = ''): boolean {
  const name = host.replace(/^(\[.*\]|[^:]*):\d+$/, '$1').replace(/^\[(.*)\]$/, '$1');
  return name === 'localhost' || (ipaddr.isValid(name) && ipaddr.process(name).range() === 'loopback');
}
