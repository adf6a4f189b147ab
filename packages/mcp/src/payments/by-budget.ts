import {
  AttemptOverError,
  DeniedError,
  Money,
  NotApprovedError,
  Pending,
  SettlementError,
  uuidv7,
  type Hold,
  type PaidOptions,
  type Purser,
  type SettledReservation,
  type Settlement,
} from '@purser/sdk';
import { denied, deniedBy } from '../denials.js';
import type { ToolCall, ToolResult } from '../tool-call.js';
import { Attempts, callId } from './attempts.js';
import { Currencies } from './currencies.js';
import type { PaymentMethod, PricedCall, Serve, Tab, ToolReceipt } from './payment.js';
import { asksForUrl, type OnTrouble } from './serve.js';

/** What a reservation says beside its price. */
export type CallPurpose = Pick<PaidOptions, 'run' | 'task' | 'reason' | 'labels' | 'context'>;

export interface BudgetPayment {
  readonly purser: Purser;
  /** Whose money it is; undefined for a call that is not paid by a budget. */
  readonly budget: string | ((call: ToolCall) => string | undefined | Promise<string | undefined>);
  readonly vendor: string | undefined;
  readonly currency: string;
  readonly purpose?: ((call: ToolCall) => CallPurpose) | undefined;
  /** Where people decide on a reservation. */
  readonly approvalUrl?: ((reservationId: string) => string) | undefined;
  readonly onTrouble: OnTrouble;
}

/** Less than a client waits for an answer. */
const WAIT_SECONDS = 20;

/** Inside one platform: the key of the guard reserves on a budget, and settles. */
export class ByBudget implements PaymentMethod {
  constructor(private readonly options: BudgetPayment) {}

  async pay(priced: PricedCall, serve: Serve): Promise<ToolResult | undefined> {
    const { call } = priced;
    const { purser, budget, onTrouble } = this.options;
    try {
      const id = typeof budget === 'function' ? await budget(call) : budget;
      if (id === undefined) return undefined;
      const inCurrency = await Currencies.of(purser).currencyOf(id);
      if (inCurrency !== this.options.currency) return this.#otherCurrency(priced, inCurrency);
      const what = await callId(id, call);
      const remembered = Attempts.of(purser).take(what);
      const key = remembered ?? uuidv7();
      const found = await this.#attempt(priced, id, key, serve);
      if (!(found instanceof Pending)) return found;
      Attempts.of(purser).keep(what, key);
      return this.#waiting(call.tool, found);
    } catch (error) {
      // Nobody waits for an answer any more; of the tool's own errors one kind is thrown on.
      if (call.signal.aborted || asksForUrl(error)) throw error;
      if (error instanceof AttemptOverError) return notApproved(call.tool, await this.#ended(error));
      if (!(error instanceof DeniedError)) onTrouble(error);
      return deniedBy(call.tool, error);
    }
  }

  /** Waits until people have decided, or not much longer than a client waits for an answer. */
  async decided(reservationId: string): Promise<void> {
    await this.options.purser.reservations.get(reservationId, { waitSeconds: WAIT_SECONDS });
  }

  #otherCurrency({ call: { tool } }: PricedCall, inCurrency: string): ToolResult {
    const { currency } = this.options;
    const sentence = `Nothing was called: the price of ${tool} is in ${currency}, and the budget that would pay is in ${inCurrency}.`;
    return denied(tool, 'other_currency', sentence);
  }

  #waiting(tool: string, { reservation }: Pending<unknown>): ToolResult {
    const { purser, approvalUrl = (id) => new URL(`/approvals/${id}`, purser.url).href } = this.options;
    const { id, approval } = reservation;
    const url = approvalUrl(id);
    const people = approval.needed === 1 ? 'a person has' : `${approval.needed} people have`;
    const sentence =
      `Nothing was called yet: ${people} to approve this first, until ${approval.deadline}, at ${url}. ` +
      'Then call it again with the same arguments.';
    return denied(tool, 'waits_for_people', sentence, { reservationId: id, approvalUrl: url });
  }

  async #attempt(
    priced: PricedCall,
    budget: string,
    idempotencyKey: string,
    serve: Serve,
  ): Promise<ToolResult | Pending<ToolResult>> {
    let served: ToolResult | undefined;
    try {
      const options = { ...this.#optionsOf(priced, budget), idempotencyKey };
      return await this.options.purser.paid(options, async (hold) => {
        served = await serve(this.#tabOf(hold, priced));
        // What is kept is kept by an error, since work that answers is paid.
        if (!hold.isOver) throw new KeptError();
        return served;
      });
    } catch (error) {
      if (error instanceof SettlementError) this.options.onTrouble(error);
      if (served) return served;
      throw error;
    }
  }

  /** Why an attempt that waited for people is over. */
  async #ended({ reservation }: AttemptOverError): Promise<NotApprovedError> {
    return new NotApprovedError(await this.options.purser.reservations.get(reservation.id));
  }

  #optionsOf({ call, tool, cost }: PricedCall, budget: string): PaidOptions & { approval: 'hand back' } {
    const { vendor, purpose } = this.options;
    const said = { reason: `tool ${call.tool}`, ...purpose?.(call) };
    const { category } = tool;
    const how = {
      budget,
      vendor,
      category,
      signal: call.signal,
      onError: 'keep',
      approval: 'hand back',
    } as const;
    if (cost instanceof Money) return { item: itemOf(call.tool), ...said, ...how, max: cost };
    return { ...said, ...how, item: cost.item, usage: cost.usage };
  }

  #tabOf(hold: Hold, { cost }: PricedCall): Tab {
    const { currency, vendor = null, onTrouble } = this.options;
    const receipt = (state: ToolReceipt['state'], amount: string | null): ToolReceipt => ({
      reservationId: hold.id,
      state,
      amount,
      currency,
      vendor,
    });
    return {
      signal: hold.signal,
      forMs: Infinity,
      settle: async (settlement) => {
        try {
          const settled = await settledBy(hold, settlement, cost, onTrouble);
          if (!settled) return receipt('owed', null);
          const unpaid = settled.claim?.amount;
          return { ...receipt('paid', settled.committed), ...(unpaid !== undefined && { unpaid }) };
        } catch (error) {
          // The work is done: its result is answered, and who guards hears of the cost.
          if (error instanceof SettlementError) return receipt('owed', null);
          throw error;
        }
      },
      release: async (reason) => {
        await hold.release(reason);
        return receipt('released', '0');
      },
      keep: () => receipt('kept', null),
    };
  }
}

/** It stays held until its time is over. */
class KeptError extends Error {}

/** Pays what was reported; the whole, where that makes no sense. */
async function settledBy(
  hold: Hold,
  settlement: Settlement | 'whole',
  cost: PricedCall['cost'],
  onTrouble: OnTrouble,
): Promise<SettledReservation | undefined> {
  if (settlement === 'whole') return hold.settleWhole();
  try {
    // Of one that is paid by its usage, an amount says nothing.
    return await hold.settle(cost instanceof Money ? settlement : { ...settlement, amount: undefined });
  } catch (error) {
    if (hold.isOver) throw error;
    onTrouble(error);
    return hold.settleWhole();
  }
}

const notApproved = (tool: string, { message, reservation }: NotApprovedError): ToolResult =>
  denied(tool, 'not_approved', `Nothing was called: ${message}.`, { reservationId: reservation.id });

/** Names of tools have what names of items have, and perhaps more. */
const itemOf = (tool: string): string | undefined =>
  /^[A-Za-z0-9._:/@-]{1,128}$/.test(tool) ? tool : undefined;
