import { ConnectionError, Money, PurserError, type Purser, type Settlement } from '@purser/sdk';
import { denied, deniedBy, type DenialFacts } from '../denials.js';
import { META, TOKEN_HEADER } from '../meta-keys.js';
import type { ToolCall, ToolResult } from '../tool-call.js';
import {
  WithheldError,
  type PaymentMethod,
  type PricedCall,
  type Serve,
  type Tab,
  type ToolReceipt,
} from './payment.js';
import { amountOf, costIn, type PriceBook } from './rating.js';
import { SettlementAccount, type TokenState } from './settlement-account.js';
import type { OnTrouble } from './serve.js';

export interface TokenPayment {
  /** Who sells: tokens for others are refused. */
  readonly vendor: string;
  readonly currency: string;
  /** A client whose key is the token. */
  readonly payee: (token: string) => Purser;
  readonly book?: PriceBook | undefined;
  readonly onTrouble: OnTrouble;
}

const TOKEN = /^pst_[0-9A-Za-z_-]{16,250}$/;

/** A call is settled so long before its token ends. */
const MARGIN_MS = 2_000;

/** A token with less time than this is refused: no work could be paid by it. */
const LEAST_MS = 5_000;

/** Those that pay a call which is under way in this process. */
const inUse = new Set<string>();

/** The caller brings a settlement token: one for each call, checked before the work, and taken after it. */
export class ByToken implements PaymentMethod {
  constructor(private readonly options: TokenPayment) {}

  async pay(priced: PricedCall, serve: Serve): Promise<ToolResult | undefined> {
    const { call } = priced;
    const token = tokenOf(call);
    if (token === undefined) return undefined;
    const refused = (sentence: string, facts?: DenialFacts): ToolResult =>
      denied(call.tool, 'payment_refused', `Nothing was called: ${sentence}.`, facts);
    if (typeof token !== 'string' || !TOKEN.test(token)) return refused('that is no settlement token');
    if (inUse.has(token)) return refused('this settlement token pays another call, which is under way');
    inUse.add(token);
    try {
      return await this.#payBy(token, priced, serve, refused);
    } finally {
      inUse.delete(token);
    }
  }

  ask({ cost }: PricedCall): Readonly<Record<string, unknown>> {
    const { vendor, currency } = this.options;
    const price =
      cost instanceof Money ? { amount: cost.toString() } : { item: cost.item, usage: cost.usage };
    return {
      scheme: 'settlement-token',
      key: META.settlementToken,
      header: TOKEN_HEADER,
      vendor,
      currency,
      ...price,
    };
  }

  async #payBy(
    token: string,
    priced: PricedCall,
    serve: Serve,
    refused: (sentence: string, facts?: DenialFacts) => ToolResult,
  ): Promise<ToolResult> {
    const { call, cost } = priced;
    const { vendor, currency, book } = this.options;
    const account = new SettlementAccount(this.options.payee(token));
    let state: TokenState;
    let price: Money;
    try {
      price = cost instanceof Money ? cost : await amountOf(book, vendor, cost);
    } catch (error) {
      this.options.onTrouble(error);
      return denied(call.tool, 'no_price', `Nothing was called: what ${call.tool} costs is not known.`);
    }
    try {
      state = await account.look();
    } catch (error) {
      if (error instanceof PurserError && error.code === 'unauthenticated')
        return refused('this settlement token is not known, or was revoked');
      return deniedBy(call.tool, error);
    }
    const fault = faultOf(state, vendor, currency, price);
    if (fault !== undefined)
      return refused(fault, {
        price: { amount: price.toString(), currency },
        largestAdmissible: state.state === 'held' ? state.held : '0',
        reservationId: state.reservationId,
      });
    call.signal.throwIfAborted();
    return serve(this.#tabOf(account, state, priced));
  }

  #tabOf(account: SettlementAccount, found: TokenState, { cost }: PricedCall): Tab {
    const { vendor, currency, book, onTrouble } = this.options;
    const { reservationId } = found;
    const receipt = (state: ToolReceipt['state'], amount: string | null, unpaid?: Money): ToolReceipt => ({
      reservationId,
      state,
      amount,
      currency,
      vendor,
      ...(unpaid?.isMoreThan(0) && { unpaid: unpaid.toString() }),
    });
    const takeIt = async (settlement: Settlement): Promise<ToolReceipt> => {
      const usage = cost instanceof Money ? undefined : (settlement.usage ?? cost.usage);
      const full =
        cost instanceof Money && settlement.amount !== undefined
          ? Money.of(settlement.amount)
          : await costIn(book, vendor, cost, usage);
      const most = full.isMoreThan(found.held) ? Money.of(found.held) : full;
      const { committed } = await account.take(most.toString(), usage, settlement);
      return receipt('paid', committed, full.subtract(committed));
    };
    return {
      signal: undefined,
      forMs: found.remainingTtlMs - MARGIN_MS,
      settle: async (settlement) => {
        try {
          return await takeIt(settlement === 'whole' ? {} : settlement);
        } catch (error) {
          onTrouble(error);
          const now = await account.look().catch(() => undefined);
          if (now && hasPaidByItsEnd(now)) return receipt('paid', now.committed);
          throw new WithheldError(withheldBecause(error, reservationId), { cause: error });
        }
      },
      release: async (reason) => {
        // Where nobody hears it, its time gives it back, or pays: that is for those who reserved.
        await account.release(reason).catch(onTrouble);
        return receipt('released', '0');
      },
      keep: () => receipt('kept', null),
    };
  }
}

const tokenOf = ({ meta, header }: ToolCall): unknown => meta[META.settlementToken] ?? header(TOKEN_HEADER);

/** Why a token does not pay a call, in words for the one who brought it; undefined where it does. */
function faultOf(found: TokenState, vendor: string, currency: string, price: Money): string | undefined {
  if (found.state === 'pending_approval') return 'people have to approve the reservation of this token first';
  if (found.state !== 'held') return `the reservation of this token is over: it is ${found.state}`;
  if (found.vendor !== vendor)
    return `this token pays ${found.vendor ?? 'nobody in particular'}, and not ${vendor}`;
  if (found.currency !== currency)
    return `this token pays in ${found.currency}, and the price is in ${currency}`;
  if (price.isMoreThan(found.held))
    return `this can cost ${price.toString()} ${currency}, and the token holds ${found.held} ${currency}`;
  if (found.remainingTtlMs < LEAST_MS) return 'this token is about to end';
  return undefined;
}

/** A promise pays when its time is over. One that was taken before that may have paid for another call, of another process. */
const hasPaidByItsEnd = ({ state, settledAt, expiresAt }: TokenState): boolean =>
  state === 'committed' && settledAt !== null && settledAt >= expiresAt;

const withheldBecause = (error: unknown, reservationId: string): string =>
  error instanceof ConnectionError
    ? `The work was done, and nobody knows whether ${reservationId} has paid for it: its result is withheld.`
    : `The work was done, and ${reservationId} does not pay for it any more: its result is withheld.`;
