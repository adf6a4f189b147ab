import { Money, NotApprovedError, type OnError, type Purser } from '@purser/sdk';
import { denied, deniedBy } from '../denials.js';
import { META } from '../meta-keys.js';
import { ByBudget, type CallPurpose } from '../payments/by-budget.js';
import type { PaymentMethod, PricedCall } from '../payments/payment.js';
import { serve, type OnTrouble, type RunTool } from '../payments/serve.js';
import { isRecord } from '../records.js';
import { costOf, pricedTool, type PriceList, type PricedTool } from '../tool-prices.js';
import type { ToolCall, ToolResult } from '../tool-call.js';
import { asksForX402, X402_META, type X402Buyer, type X402Refusal } from '../x402.js';
import { ByHandedToken } from './by-handed-token.js';

export interface ClientGuardOptions {
  readonly purser: Purser;
  /** Whose money the calls cost. */
  readonly budget: string;
  /** Who is paid: a name for the server. */
  readonly vendor: string;
  /** By the names of tools; what has no price is sent as it is. */
  readonly prices: PriceList;
  /** Of the prices. Left out: USD. */
  readonly currency?: string | undefined;
  /**
   * Sends a settlement token along with each call, for servers that are paid by them; what it is worth when they have not taken it by the end:
   * `release` gives it back, `commit` pays.
   */
  readonly token?: 'release' | 'commit' | undefined;
  readonly purpose?: ((call: ToolCall) => CallPurpose) | undefined;
  /** Pays for calls of tools that have no price here and ask for x402: a `toolBuyer` of `@purser/x402`. */
  readonly x402?: X402Buyer | undefined;
  /** Called with what nobody else hears of. Left out: it is printed. */
  readonly onTrouble?: OnTrouble | undefined;
}

/** A message of JSON-RPC. */
export type RpcMessage = Readonly<Record<string, unknown>>;

/** Hands a message to the client. */
type Deliver = (message: RpcMessage, ...rest: unknown[]) => void;

/** A call that was paid for and has no answer yet. */
interface Waiting {
  readonly abort: AbortController;
  answer: (message: RpcMessage) => void;
  isSent: boolean;
  /** The id under which it was sent last. */
  sentAs: unknown;
}

/** A server that answers a call with an error of the protocol. */
class ProtocolFault extends Error {
  constructor(
    message: string,
    readonly code: unknown,
  ) {
    super(message);
  }
}

/** Nobody knows what became of a call: it was cancelled, or its connection is gone. */
class UnansweredError extends Error {}

/** The calls of tools on one connection. */
export class PaidCalls {
  readonly #waiting = new Map<unknown, Waiting>();

  constructor(
    private readonly options: ClientGuardOptions,
    private readonly deliver: Deliver,
  ) {}

  /** Sends a message, or pays first. Resolves when it is sent, or will not be. */
  async send(message: RpcMessage, forward: (message: RpcMessage) => Promise<void>): Promise<void> {
    const params = isRecord(message.params) ? message.params : {};
    if (message.method === 'notifications/cancelled') {
      const waiting = this.#waiting.get(params.requestId);
      waiting?.abort.abort(new UnansweredError('the call was cancelled'));
      if (!waiting) return forward(message);
      if (!waiting.isSent) return undefined;
      return forward({ ...message, params: { ...params, requestId: waiting.sentAs } });
    }
    if (message.method !== 'tools/call' || typeof params.name !== 'string') return forward(message);
    const pay = this.#payingOf(params.name, params);
    if (!pay) return forward(message);
    return new Promise((sent, notSent) => {
      void pay(message, async (one) => {
        try {
          await forward(one);
          sent();
        } catch (error) {
          notSent(error instanceof Error ? error : new Error(String(error)));
          throw error;
        }
      }).then(sent, sent);
    });
  }

  /** How a call is paid for; undefined where it is sent as it is. */
  #payingOf(
    tool: string,
    params: Record<string, unknown>,
  ): ((message: RpcMessage, forward: (message: RpcMessage) => Promise<void>) => Promise<void>) | undefined {
    const priced = pricedTool(this.options.prices, tool);
    if (priced) return (message, forward) => this.#pay(message, params, priced, forward);
    const { x402 } = this.options;
    // Who brings a payment of its own pays by itself.
    if (!x402 || (isRecord(params._meta) && X402_META.payment in params._meta)) return undefined;
    return (message, forward) => this.#buy(message, params, x402, forward);
  }

  /** Whether a message is the answer to a call that was paid for: it is delivered when that is settled. */
  receive(message: RpcMessage): boolean {
    const waiting = 'method' in message ? undefined : this.#waiting.get(message.id);
    waiting?.answer(message);
    return waiting !== undefined;
  }

  closed(): void {
    for (const { abort } of this.#waiting.values())
      abort.abort(new UnansweredError('the connection is gone'));
  }

  async #pay(
    message: RpcMessage,
    params: Record<string, unknown>,
    priced: PricedCall['tool'],
    forward: (message: RpcMessage) => Promise<void>,
  ): Promise<void> {
    const { id } = message;
    const abort = new AbortController();
    let sending = message;
    let answer: (message: RpcMessage) => void = () => undefined;
    const answered = new Promise<RpcMessage>((resolve) => (answer = resolve));
    const waiting: Waiting = { abort, answer, isSent: false, sentAs: id };
    this.#waiting.set(id, waiting);
    let original: RpcMessage | undefined;
    /** Whoever sends it gets the error of the transport. */
    let isLost = false;
    const run: RunTool = async ({ signal }) => {
      waiting.isSent = true;
      isLost = true;
      await forward(sending);
      isLost = false;
      original = await unlessAborted(answered, signal);
      return resultOf(original);
    };
    try {
      const call = callOf(params, abort.signal);
      const hand = (token: string): void => {
        const _meta = { ...call.meta, [META.settlementToken]: token };
        sending = { ...message, params: { ...params, _meta } };
      };
      const result = await this.#result(call, priced, run, hand);
      if (original) return this.deliver(original);
      // What was cancelled gets no answer.
      if (isLost || abort.signal.aborted) return;
      this.deliver(answerTo(id, result));
      if (waiting.isSent) await forward(cancelled(id)).catch(() => undefined);
    } catch (error) {
      if (original) this.deliver(original);
      else if (!isLost && !abort.signal.aborted) this.#trouble(error);
    } finally {
      this.#waiting.delete(id);
    }
  }

  /** Sends a call as it is, and once more with a payment where it is answered by what it costs. */
  async #buy(
    message: RpcMessage,
    params: Record<string, unknown>,
    buyer: X402Buyer,
    forward: (message: RpcMessage) => Promise<void>,
  ): Promise<void> {
    const { id } = message;
    const abort = new AbortController();
    const { tool, args, meta } = callOf(params, abort.signal);
    const waiting: Waiting = { abort, answer: () => undefined, isSent: false, sentAs: id };
    this.#waiting.set(id, waiting);
    let isSending = false;
    const send = async (payment?: object): Promise<RpcMessage> => {
      isSending = !waiting.isSent;
      if (waiting.isSent) this.#sendAgain(waiting, id);
      waiting.isSent = true;
      const answered = new Promise<RpcMessage>((resolve) => (waiting.answer = resolve));
      const _meta = { ...meta, [X402_META.payment]: payment };
      await forward({ ...message, id: waiting.sentAs, params: payment ? { ...params, _meta } : params });
      isSending = false;
      return unlessAborted(answered, abort.signal);
    };
    try {
      const key = meta[META.idempotencyKey];
      const named = typeof key === 'string' ? { key } : {};
      const vendor = this.options.vendor;
      const bought = await buyer.call({ vendor, tool, args, ...named, signal: abort.signal }, send);
      this.deliver(
        'answer' in bought ? { ...bought.answer, id } : answerTo(id, refusalOf(tool, bought.refused)),
      );
    } catch (error) {
      // What was cancelled gets no answer; whoever sends it gets the error of the transport.
      if (abort.signal.aborted || isSending) return;
      this.deliver(answerTo(id, refusedBy(tool, error)));
    } finally {
      this.#waiting.delete(id);
      this.#waiting.delete(waiting.sentAs);
    }
  }

  /** An id is used once, as the protocol wants it. */
  #sendAgain(waiting: Waiting, id: unknown): void {
    if (waiting.sentAs !== id) this.#waiting.delete(waiting.sentAs);
    waiting.sentAs = `${String(id)}/${crypto.randomUUID()}`;
    this.#waiting.set(waiting.sentAs, waiting);
  }

  async #result(
    call: ToolCall,
    tool: PricedCall['tool'],
    run: RunTool,
    hand: (token: string) => void,
  ): Promise<ToolResult> {
    const onTrouble = (error: unknown): void => this.#trouble(error);
    let cost: PricedCall['cost'];
    try {
      cost = await costOf(tool.price, call);
    } catch (error) {
      onTrouble(error);
      const sentence = `Nothing was called: what ${call.tool} would cost with these arguments is not known.`;
      return denied(call.tool, 'no_price', sentence);
    }
    if (cost instanceof Money && cost.isZero) return asResult(await run({ signal: call.signal }));
    const paying: PricedCall = { call, tool: { ...tool, onError: ruleOf(tool) }, cost };
    const found = await this.#method(hand).pay(paying, (tab) => serve(paying, run, tab, onTrouble));
    return found ?? denied(call.tool, 'payment_required', 'Nothing was called: nobody pays for it.');
  }

  #method(hand: (token: string) => void): PaymentMethod {
    const { currency = 'USD', token: onExpiry, ...rest } = this.options;
    if (onExpiry) return new ByHandedToken({ ...rest, currency, onExpiry }, hand);
    return new ByBudget({ ...rest, currency, onTrouble: (error) => this.#trouble(error) });
  }

  #trouble(error: unknown): void {
    // eslint-disable-next-line no-console -- money that nobody hears of is lost
    (this.options.onTrouble ?? console.error)(error);
  }
}

/** The server need not go on: its answer would come too late. */
const cancelled = (requestId: unknown): RpcMessage => ({
  jsonrpc: '2.0',
  method: 'notifications/cancelled',
  params: { requestId, reason: 'it took too long' },
});

const answerTo = (id: unknown, result: ToolResult): RpcMessage => ({ jsonrpc: '2.0', id, result });

/** What was not paid for by x402. */
const refusalOf = (tool: string, { code, message, reservationId, until }: X402Refusal): ToolResult =>
  denied(tool, code, `${message}.`, {
    ...(reservationId !== undefined && { reservationId }),
    retryAt: until?.toISOString() ?? null,
  });

const refusedBy = (tool: string, error: unknown): ToolResult =>
  error instanceof NotApprovedError
    ? denied(tool, 'not_approved', `Nothing was called: ${error.message}.`, {
        reservationId: error.reservation.id,
      })
    : deniedBy(tool, error);

const callOf = (params: Record<string, unknown>, signal: AbortSignal): ToolCall => ({
  tool: String(params.name),
  args: isRecord(params.arguments) ? params.arguments : {},
  meta: isRecord(params._meta) ? params._meta : {},
  signal,
  context: { signal },
  header: () => undefined,
});

/** Of a call without an answer nobody gives back money; a server that has denied it has done nothing. */
const ruleOf =
  ({ onError = 'commit' }: PricedTool) =>
  (failure: unknown): OnError => {
    if (failure instanceof UnansweredError) return 'commit';
    if (isDenial(failure)) return 'release';
    return typeof onError === 'function' ? onError(failure) : onError;
  };

function isDenial(failure: unknown): boolean {
  const meta = isRecord(failure) ? failure._meta : undefined;
  if (isRecord(failure) && asksForX402(failure)) return true;
  return isRecord(meta) && isRecord(meta[META.denial]) && !isRecord(meta[META.receipt]);
}

function resultOf({ error, result }: RpcMessage): unknown {
  if (isRecord(error)) throw new ProtocolFault(String(error.message), error.code);
  return result;
}

const asResult = (found: unknown): ToolResult => (isRecord(found) ? found : {});

async function unlessAborted<T>(waiting: Promise<T>, signal: unknown): Promise<T> {
  if (!(signal instanceof AbortSignal)) return waiting;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new UnansweredError('the call has no answer'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    waiting.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
