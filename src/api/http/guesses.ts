import ipaddr from 'ipaddr.js';
import type { FastifyRequest } from 'fastify';
import type { Logger } from '../../runtime/logger.js';
import { refusedKeys } from '../../runtime/metrics.js';
import { UnknownCredential } from '../auth/bearer.js';
import { Problem } from '../problems/problem.js';

/** What one address may get wrong at once, and every second from then on, before its answers come later. */
const BURST = 100;
const PER_SECOND = 20;
const INTERVAL_MS = 1_000 / PER_SECOND;

/** No answer waits longer: an address that far ahead is refused. */
const LONGEST_MS = 5_000;

/** Answers that wait at once, in each process, and addresses that are remembered. */
const MAX_WAITING = 2_000;
const MAX_ADDRESSES = 10_000;

const LOG_EVERY_MS = 60_000;

/**
 * Those who try keys that nobody has: counted, answered ever later, and put into the log now and then. Looked at once a key
 * has turned out to be unknown, and never before, so that a key that is known always opens, whoever else shares its
 * address (all do, behind a proxy).
 */
export class Guesses {
  /** When each address will be even again (a leaky bucket is one number), by when it was last heard of. */
  private readonly evenAt = new Map<string, number>();
  private waiting = 0;
  private unlogged = 0;
  private loggedAt = -Infinity;

  constructor(
    private readonly logger: Logger,
    private readonly now = () => performance.now(),
  ) {}

  /** Passes a refusal on to the answer: at once, unless it is of a key and its address has had too many. */
  refuse(request: FastifyRequest, error: Error, answer: (error: Error) => void): void {
    if (!(error instanceof UnknownCredential)) {
      if (error instanceof Problem && error.code === 'unauthenticated')
        refusedKeys.inc({ reason: 'missing' });
      return answer(error);
    }
    refusedKeys.inc({ reason: 'unknown' });
    const delay = this.delayOf(request.ip);
    if (delay === 0) return answer(error);
    if (delay === null) return answer(tooMany());
    this.waiting += 1;
    setTimeout(() => {
      this.waiting -= 1;
      answer(error);
    }, delay);
  }

  /** How many milliseconds the answer to one more guess waits; null where it is not worth the waiting any more. */
  delayOf(ip: string): number | null {
    const now = this.now();
    const address = networkOf(ip);
    const evenAt = Math.max(now, this.evenAt.get(address) ?? 0) + INTERVAL_MS;
    const delay = Math.max(0, evenAt - now - BURST * INTERVAL_MS);
    this.unlogged += 1;
    if (delay > 0) this.log(address, now);
    if (delay > LONGEST_MS || (delay > 0 && this.waiting >= MAX_WAITING)) return null;
    this.evenAt.delete(address);
    if (this.evenAt.size >= MAX_ADDRESSES) this.evenAt.delete(this.evenAt.keys().next().value!);
    this.evenAt.set(address, evenAt);
    return delay;
  }

  private log(address: string, now: number): void {
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.logger.warn({ address, refused: this.unlogged }, 'keys that nobody has are being tried');
    this.loggedAt = now;
    this.unlogged = 0;
  }
}

/** The address, or of IPv6 the network: the owner of one address has all 2^64 of its network. */
function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return 'unknown';
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

const tooMany = (): Problem =>
  new Problem(
    'rate_limited',
    'Too many unknown keys came from this address.',
    {},
    { 'Retry-After': String(LONGEST_MS / 1_000), Connection: 'close' },
  );
