import { digestOf, toBase64 } from './json.js';
import type { Cheque } from './cheque.js';

/** What `fetch` is called with. */
export type FetchArguments = Parameters<typeof globalThis.fetch>;

/** A request that can be sent again: with its body at hand, and a name by which another that is the same is known. */
export class PayableCall {
  private constructor(
    private readonly request: Request,
    private readonly body: ArrayBuffer | undefined,
    /** What the caller calls it: its `Idempotency-Key`. */
    readonly key: string | undefined,
    /** Equal for requests that are the same: by their key or, without one, in all that is sent but headers. */
    readonly identity: string,
  ) {}

  static async of(...[input, init]: FetchArguments): Promise<PayableCall> {
    const request = new Request(input, init);
    const body = request.body === null ? undefined : await request.arrayBuffer();
    const key = request.headers.get('idempotency-key') ?? undefined;
    const named = key === undefined ? ['body', body ?? ''] : ['key', key];
    return new PayableCall(request, body, key, await digestOf(request.method, request.url, ...named));
  }

  get url(): string {
    return this.request.url;
  }

  get signal(): AbortSignal {
    return this.request.signal;
  }

  /** Who is called, whatever they say about themselves: host and port, as a vendor is named. */
  get vendor(): string {
    const host = new URL(this.url).host.replace(/[[\]]/g, '');
    // A name begins with a letter or digit; of an address such as "::1" a zero may be left out.
    return host.startsWith(':') ? `0${host}` : host;
  }

  /** The request as the caller made it. */
  unpaid(): Request {
    return this.#with(this.request.headers, this.request.redirect, this.url);
  }

  /** The request with a payment. It goes nowhere else: what is signed is for who has asked. */
  paid({ offer, signed, payment }: Cheque): Request {
    const headers = new Headers(this.request.headers);
    const name = offer.version === 1 ? 'X-PAYMENT' : 'PAYMENT-SIGNATURE';
    headers.set(name, toBase64(JSON.stringify(signed)));
    return this.#with(headers, 'manual', payment.url);
  }

  /** The same, at the place that it was led to; undefined where that is somebody else's, or its body was left behind. */
  answeredBy({ redirected, url }: Response): PayableCall | undefined {
    if (!redirected) return this;
    if (new URL(url).origin !== new URL(this.url).origin || this.body) return undefined;
    return new PayableCall(new Request(url, this.request), undefined, this.key, this.identity);
  }

  #with(headers: Headers, redirect: Request['redirect'], url: string): Request {
    const { body } = this;
    const request = url === this.url ? this.request : new Request(url, this.request);
    return new Request(request, { headers, redirect, ...(body && { body }) });
  }
}
