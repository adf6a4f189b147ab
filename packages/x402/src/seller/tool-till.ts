import type { x402ResourceServer } from '@x402/core/server';
import type { PaymentPayload, PaymentRequired, PaymentRequirements, SettleResponse } from '@x402/core/types';
import { digestOf, isJsonObject } from '../json.js';
import { SETTLEMENT_TOKEN } from '../settlement-token.js';
import { endOf } from '../signing.js';
import { Answers } from './answers.js';
import { REMEMBER_SECONDS, type GateOptions } from './payment-gate.js';

/** One way in which a seller of tools takes money: what it is follows from the price of the tool. */
export interface ToolTerms {
  readonly scheme: string;
  readonly network: PaymentRequirements['network'];
  readonly payTo: string;
  /** How long a payment can be cashed: as long as its tool may take. Left out: 300. */
  readonly maxTimeoutSeconds?: number | undefined;
}

export interface ToolTillOptions extends GateOptions {
  readonly accepts: readonly ToolTerms[];
  /** Extensions of x402, as they are declared on routes of HTTP. */
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
}

/** What a call of a tool costs. */
export interface ToolBill {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly amount: string;
  readonly currency: string;
}

/** What a tool has answered. */
type ToolAnswer = Record<string, unknown>;

/** What came of looking at a payment, before the work. */
export type ToolEntry =
  /** It has paid for this very call: the answer that it bought, once more. */
  | { readonly given: ToolAnswer }
  /** It is not taken: what is asked instead. */
  | { readonly asked: PaymentRequired }
  | ToolSale;

/** A payment that was looked at, and can be taken. */
export interface ToolSale {
  /** How long it can, in milliseconds. */
  readonly forMs: number;
  /** Takes the money, once. Throws where nobody knows whether it was taken. */
  take(): Promise<{ readonly settled: SettleResponse } | { readonly asked: PaymentRequired }>;
  /** Has to be called in the end: with the answer where it was paid for, which is kept for whoever sends the payment again. */
  end(answer: ToolAnswer | undefined): void;
}

/** A facilitator wants so much time to take a payment. */
const MARGIN_MS = 8_000;

const SECONDS = 300;

/**
 * Takes x402 for tools of MCP, with the schemes and facilitators of an `x402ResourceServer`: `guard(server, { …, x402: new ToolTill(…) })`.
 * The payment is looked at before the work and taken after it, and what was not paid for is withheld.
 */
export class ToolTill {
  readonly #answers: Answers<ToolAnswer>;
  #ready: Promise<void> | undefined;

  constructor(
    private readonly server: x402ResourceServer,
    private readonly options: ToolTillOptions,
  ) {
    if (options.accepts.length === 0) throw new TypeError('a ToolTill has to accept something');
    const { rememberSeconds = REMEMBER_SECONDS } = options;
    this.#answers = new Answers(rememberSeconds * 1_000, (answer) => JSON.stringify(answer).length);
  }

  /** What a call has to be paid with. */
  async ask(bill: ToolBill, why: string): Promise<PaymentRequired> {
    return this.#asked(bill, await this.#requirementsOf(bill), why);
  }

  /** Looks at a payment before the work. Throws where the facilitator does not answer: nothing was taken then. */
  async enter(bill: ToolBill, payment: unknown): Promise<ToolEntry> {
    const place = await this.#answers.take(await digestOf(JSON.stringify([bill.tool, bill.args, payment])));
    if (place.given) return { given: place.given };
    try {
      const found = await this.#looked(bill, payment);
      if ('asked' in found) place.end(undefined);
      return 'asked' in found ? found : { ...found, end: place.end };
    } catch (error) {
      place.end(undefined);
      throw error;
    }
  }

  async #looked(
    bill: ToolBill,
    payment: unknown,
  ): Promise<{ asked: PaymentRequired } | Omit<ToolSale, 'end'>> {
    const requirements = await this.#requirementsOf(bill);
    const refused = async (why: string): Promise<{ asked: PaymentRequired }> => ({
      asked: await this.#asked(bill, requirements, why),
    });
    if (!isPayment(payment)) return refused('That is no payment of x402 in version 2');
    const { accepts } = await this.#asked(bill, requirements, '');
    const matching = this.server.findMatchingRequirements(accepts, payment);
    if (!matching) return refused('The payment is for something else');
    // Of the other flows the money is taken before the work.
    if (this.server.getPaymentFlow(payment, matching) !== 'authorization')
      return refused(`Tools are not sold by ${matching.scheme} on ${matching.network}`);
    const { isValid, invalidReason } = await this.server.verifyPayment(payment, matching, this.#extensions);
    if (!isValid) return refused(invalidReason ?? 'The payment is not valid');
    const forMs = lastingOf(payment, matching) - MARGIN_MS;
    if (forMs <= 0) return refused('The payment ends too soon');
    return { forMs, take: () => this.#take(payment, matching, refused) };
  }

  async #take(
    payment: PaymentPayload,
    matching: PaymentRequirements,
    refused: (why: string) => Promise<{ asked: PaymentRequired }>,
  ): Promise<{ settled: SettleResponse } | { asked: PaymentRequired }> {
    const settled = await this.server.settlePayment(payment, matching, this.#extensions);
    return settled.success
      ? { settled }
      : refused(`Settlement failed: ${settled.errorReason ?? 'no reason'}`);
  }

  get #extensions(): Record<string, unknown> {
    return { ...this.options.extensions };
  }

  async #requirementsOf(bill: ToolBill): Promise<PaymentRequirements[]> {
    await this.#begun();
    const options = this.options.accepts.map(({ maxTimeoutSeconds = SECONDS, ...terms }) => ({
      ...terms,
      maxTimeoutSeconds,
      price: priceOf(terms.scheme, bill),
    }));
    const requirements = await this.server.buildPaymentRequirementsFromOptions(options, bill);
    for (const { amount, scheme, network } of requirements)
      if (!/^[1-9]\d*$/.test(amount))
        throw new TypeError(`${bill.amount} cannot be paid by ${scheme} on ${network}`);
    return requirements;
  }

  async #asked(bill: ToolBill, requirements: PaymentRequirements[], why: string): Promise<PaymentRequired> {
    const resource = {
      url: `mcp://tool/${bill.tool}`,
      description: `Tool: ${bill.tool}`,
      mimeType: 'application/json',
    };
    return this.server.createPaymentRequiredResponse(requirements, resource, why, this.#extensions);
  }

  /** What the facilitators can do is asked with the first call; again where that failed. */
  #begun(): Promise<void> {
    this.#ready ??= this.server.initialize().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }
}

/** Schemes know dollars; that of settlement tokens every currency. */
function priceOf(scheme: string, { amount, currency }: ToolBill): string {
  if (scheme === SETTLEMENT_TOKEN) return `${amount} ${currency}`;
  if (currency !== 'USD') throw new TypeError(`what ${currency} is in an asset of ${scheme} is not known`);
  return `$${amount}`;
}

/** How long it can be cashed, in milliseconds. */
const lastingOf = (payment: PaymentPayload, { maxTimeoutSeconds }: PaymentRequirements): number =>
  Math.min((endOf(payment) ?? Infinity) - Date.now(), maxTimeoutSeconds * 1_000);

const isPayment = (found: unknown): found is PaymentPayload =>
  isJsonObject(found) &&
  found.x402Version === 2 &&
  isJsonObject(found.accepted) &&
  isJsonObject(found.payload);
