import type { Money, Settlement } from '@purser/sdk';
import type { RatedCost, PricedTool } from '../tool-prices.js';
import type { ToolCall, ToolResult } from '../tool-call.js';

/** A call that costs something. */
export interface PricedCall {
  readonly call: ToolCall;
  readonly tool: PricedTool & { readonly timeoutMs: number };
  readonly cost: Money | RatedCost;
}

/** What was paid for a call: `_meta['dev.purser/receipt']` of its result. */
export interface ToolReceipt {
  /** Null of what was paid by x402: the reservation is the buyer's own. */
  readonly reservationId: string | null;
  /**
   * `paid`; `released`: nothing was; `kept`: it is held until its time is over, for somebody who finds out; `owed`: what it cost is
   * not recorded yet.
   */
  readonly state: 'paid' | 'released' | 'kept' | 'owed';
  /** What was paid; null where that is not known yet. */
  readonly amount: string | null;
  readonly currency: string;
  readonly vendor: string | null;
  /** What it cost beyond what could be paid. */
  readonly unpaid?: string | undefined;
}

/** Money that is set aside for a call. It is ended once, before the result is answered. */
export interface Tab {
  /** Aborted when nothing is held any more. */
  readonly signal: AbortSignal | undefined;
  /** How long it certainly is held, in milliseconds. */
  readonly forMs: number;
  /** Pays what was reported, or the whole price. Throws a {@link WithheldError} where the one who sells was not paid. */
  settle(settlement: Settlement | 'whole'): Promise<ToolReceipt>;
  /** The tool has spent nothing. */
  release(reason: string): Promise<ToolReceipt>;
  /** Nobody knows yet what it has spent. */
  keep(): ToolReceipt;
}

/** Runs the tool, and ends the tab. */
export type Serve = (tab: Tab) => Promise<ToolResult>;

/** One way to pay. Guards try theirs in their order. */
export interface PaymentMethod {
  /** Answers undefined, and does nothing, where the call does not pay in this way. */
  pay(priced: PricedCall, serve: Serve): Promise<ToolResult | undefined>;
  /** What a call that was not paid is answered with, to be paid in this way. */
  ask?(priced: PricedCall): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /** Waits for a while until people have decided on a reservation. */
  decided?(reservationId: string): Promise<void>;
  /** What its protocol wants to have in the answer to a call that was not paid. */
  answer?(priced: PricedCall, sentence: string): Promise<object>;
}

/** The work is done, and its payment could not be taken: its result is not handed out. */
export class WithheldError extends Error {
  override readonly name = 'WithheldError';
}
