import type { HTTPAdapter, HTTPResponseInstructions, x402HTTPResourceServer } from '@x402/core/server';
import { Answers, type EndPlace } from './answers.js';
import type { GateAnswer } from './gate-answer.js';

/** A request, as every framework has it. */
export interface GateRequest {
  readonly method: string;
  /** Path and query, as it came. */
  readonly path: string;
  /** Scheme and host at which it came, as `https://weather.example`. */
  readonly origin: string;
  /** A header by its name in lower case. */
  header(name: string): string | undefined;
  readonly body?: unknown;
}

/** A request that may be worked on. */
export interface Passage {
  /** Called with what the work came to, once: takes the money, and says what to answer. */
  leave(answer: GateAnswer): Promise<Left>;
}

/** What to answer after the work. */
export type Left =
  /** What the work came to, with these headers besides. */
  | { readonly headers: Readonly<Record<string, string>> }
  /** This instead: what the work came to is withheld, since the money was not taken. */
  | { readonly instead: GateAnswer };

export interface GateOptions {
  /**
   * How long an answer that was paid for is remembered, for a buyer that sends its payment again because the answer was lost: in
   * seconds. Left out: 600; 0 for not at all.
   */
  readonly rememberSeconds?: number | undefined;
}

export const REMEMBER_SECONDS = 600;

type Taken = Extract<
  Awaited<ReturnType<x402HTTPResourceServer['processHTTPRequest']>>,
  { type: 'payment-verified' }
>;

/**
 * Asks 402, and lets nobody through who has not paid. It is what all frameworks share: the payment is looked at before the work and taken
 * after it, work that has failed costs nothing, and what was not paid for is withheld.
 */
export class PaymentGate {
  readonly #answers: Answers<GateAnswer>;
  #ready: Promise<void> | undefined;

  constructor(
    private readonly server: x402HTTPResourceServer,
    { rememberSeconds = REMEMBER_SECONDS }: GateOptions = {},
  ) {
    this.#answers = new Answers(rememberSeconds * 1_000, ({ body }) => body?.length);
  }

  /** Before the work: a passage, or what to answer at once; undefined for what costs nothing. */
  async enter(request: GateRequest): Promise<Passage | GateAnswer | undefined> {
    const payment = request.header('payment-signature');
    const name = payment && JSON.stringify([request.method, request.path, payment]);
    // The same payment for the same request, while it is worked on or after: it gets what it has bought, and buys nothing else.
    const place = name === undefined ? undefined : await this.#answers.take(name);
    if (place?.given) return place.given;
    try {
      await this.#begun();
      const found = await this.server.processHTTPRequest(contextOf(request));
      if (found.type === 'payment-verified')
        return { leave: (answer) => this.#leave(found, answer, place?.end) };
      place?.end(undefined);
      return found.type === 'payment-error'
        ? answerOf(found.response)
        : { leave: async () => ({ headers: {} }) };
    } catch (error) {
      place?.end(undefined);
      return trouble(error);
    }
  }

  /** What the facilitators can do is asked with the first request; again where that failed. */
  #begun(): Promise<void> {
    this.#ready ??= this.server.initialize().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #leave(taken: Taken, answer: GateAnswer, remember: EndPlace<GateAnswer> | undefined): Promise<Left> {
    const left = await this.#settled(taken, answer);
    const given =
      'instead' in left ? undefined : { ...answer, headers: { ...answer.headers, ...left.headers } };
    remember?.(answer.status < 400 ? given : undefined);
    return left;
  }

  async #settled(taken: Taken, { status, headers }: GateAnswer): Promise<Left> {
    const { paymentPayload, paymentRequirements, declaredExtensions, beforeHandlerSettlement } = taken;
    try {
      if (status >= 400) {
        await taken.cancellationDispatcher.cancel({ reason: 'handler_failed', responseStatus: status });
        return { headers: {} };
      }
      const settled = await this.server.processSettlement(
        paymentPayload,
        paymentRequirements,
        declaredExtensions,
        undefined,
        undefined,
        beforeHandlerSettlement,
      );
      if (!settled.success) return { instead: answerOf(settled.response) };
      return { headers: { ...settled.headers, 'cache-control': privately(headers['cache-control']) } };
    } catch (error) {
      return { instead: trouble(error) };
    }
  }
}

/** No cache keeps for others what one has paid for. */
const privately = (cacheControl: string | undefined): string =>
  cacheControl !== undefined && /\b(private|no-store)\b/.test(cacheControl) ? cacheControl : 'private';

/** Nobody knows whether the money was taken: so nothing is given, and nothing said of a payment. */
function trouble(error: unknown): GateAnswer {
  const message = error instanceof Error ? error.message : String(error);
  const body = JSON.stringify({ error: 'payments cannot be taken now', message });
  return { status: 502, headers: { 'content-type': 'application/json' }, body };
}

function answerOf({ status, headers, body = {}, isHtml }: HTTPResponseInstructions): GateAnswer {
  const text = typeof body === 'string' && isHtml ? body : JSON.stringify(body);
  return { status, headers, body: text };
}

function contextOf(request: GateRequest) {
  const { method, origin } = request;
  const url = new URL(request.path, origin);
  const header = (name: string): string | undefined => request.header(name.toLowerCase());
  const adapter: HTTPAdapter = {
    getHeader: header,
    getMethod: () => method,
    getPath: () => url.pathname,
    getUrl: () => url.href,
    getAcceptHeader: () => header('accept') ?? '',
    getUserAgent: () => header('user-agent') ?? '',
    getQueryParams: () => Object.fromEntries(url.searchParams),
    getQueryParam: (name) => url.searchParams.get(name) ?? undefined,
    getBody: () => request.body,
  };
  return { adapter, path: url.pathname, method, paymentHeader: header('payment-signature') };
}
