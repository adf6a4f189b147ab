import { isIP } from 'node:net';
import { Agent, request } from 'undici';
import type { DeliveryAttempt } from '../deliveries/outlet.js';
import { ForbiddenAddressError, hostOf, isPublicAddress, publicLookup, type Resolver } from './addresses.js';

export interface SenderOptions {
  allowPrivate: boolean;
  timeoutMs: number;
  resolve?: Resolver;
}

/** As much of an answer as is read before its connection is given up: nothing of it is used. */
const ANSWER_LIMIT = 16 * 1024;

/** Makes the requests. Redirects are not followed: they would lead past the check of the address. */
export class Sender {
  private readonly agent: Agent;

  constructor(private readonly options: SenderOptions) {
    const { allowPrivate, timeoutMs, resolve } = options;
    this.agent = new Agent({
      connect: { lookup: publicLookup(allowPrivate, resolve), timeout: timeoutMs },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      keepAliveTimeout: 10_000,
      pipelining: 1,
      maxHeaderSize: 16 * 1024,
    });
  }

  /** Never throws, whatever the receiver does; it takes no longer than the timeout. An aborted attempt is null. */
  async send(
    url: string,
    headers: Record<string, string>,
    body: string,
    abort: AbortSignal,
  ): Promise<DeliveryAttempt | null> {
    // Not AbortSignal.any: a signal that lives long keeps something of each that was made of it.
    const ending = new AbortController();
    const end = (): void => ending.abort();
    abort.addEventListener('abort', end, { once: true });
    if (abort.aborted) end();
    const timer = setTimeout(end, this.options.timeoutMs);
    try {
      return await this.attempt(new URL(url), headers, body, ending.signal);
    } catch (error) {
      if (abort.aborted) return null;
      const isLate = ending.signal.aborted || LATE.test(codeOf(error));
      const reason = isLate ? `no answer within ${this.options.timeoutMs} ms` : kindOf(error);
      return { delivered: false, status: null, error: reason };
    } finally {
      clearTimeout(timer);
      abort.removeEventListener('abort', end);
    }
  }

  async close(): Promise<void> {
    await this.agent.destroy();
  }

  private async attempt(
    url: URL,
    headers: Record<string, string>,
    body: string,
    signal: AbortSignal,
  ): Promise<DeliveryAttempt> {
    const host = hostOf(url);
    if (!this.options.allowPrivate) {
      // Kept from a time when the configuration allowed it.
      if (url.protocol !== 'https:')
        return { delivered: false, status: null, error: 'it must begin with https://' };
      // Sockets look up names only: an address that stands in the URL is checked here.
      if (isIP(host) !== 0 && !isPublicAddress(host)) throw new ForbiddenAddressError(host);
    }
    const {
      statusCode,
      headers: answered,
      body: answer,
    } = await request(url, {
      dispatcher: this.agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Purser', ...headers },
      body,
      signal,
    });
    await answer.dump({ limit: ANSWER_LIMIT, signal });
    const delivered = statusCode >= 200 && statusCode < 300;
    const attempt = { delivered, status: statusCode, error: delivered ? null : failureOf(statusCode) };
    const retryAfterMs = BUSY.includes(statusCode) ? retryAfterOf(answered['retry-after']) : 0;
    return retryAfterMs > 0 ? { ...attempt, retryAfterMs } : attempt;
  }
}

/** Answers of a receiver that is there, and wants nothing for a while. */
const BUSY = [429, 503];

/** The longest wait that a busy receiver is believed to want. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Seconds, as those write it who are busy; a date is not looked at. */
function retryAfterOf(header: string | string[] | undefined): number {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS) : 0;
}

const failureOf = (status: number): string =>
  status >= 300 && status < 400 ? `answered ${status}: redirects are not followed` : `answered ${status}`;

/** The agent has timers of its own, which may be a moment quicker. */
const LATE = /^(?:ETIMEDOUT|UND_ERR_\w*TIMEOUT)$/;

/** Codes of OpenSSL and of Node for certificates, names in them, and handshakes. */
const OF_TLS = /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_|EPROTO)/;

/**
 * What is reported of a failure: its kind, in words of our own. What the system says would answer questions about the network
 * behind the service: which names there are in it, who listens, and what is written in their certificates.
 */
function kindOf(error: unknown): string {
  const code = codeOf(error);
  // A name that is not there and one that leads inside get the same error.
  if (error instanceof ForbiddenAddressError || /^(?:ENOTFOUND|ENODATA|EAI_)/.test(code))
    return 'its host has no public address';
  return OF_TLS.test(code) ? 'its certificate, or its TLS, is not accepted' : 'the connection failed';
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
