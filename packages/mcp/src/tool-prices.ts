import { Money, type MoneyLike, type OnError, type Settlement, type Usage } from '@purser/sdk';
import type { ToolCall, ToolResult } from './tool-call.js';

/** An item and the most of it that a call can use: what that costs follows from the price book of the service. */
export interface RatedCost {
  readonly item: string;
  readonly usage: Usage;
}

/** The most that a call can cost. */
export type CallCost = MoneyLike | RatedCost;

/** A fixed price, or one that follows from the arguments of the call. Nothing (`"0"`) is free. */
export type ToolPrice = CallCost | ((args: ToolCall['args'], call: ToolCall) => CallCost | Promise<CallCost>);

/** A tool with a price, and how its calls are settled. */
export interface PricedTool {
  readonly price: ToolPrice;
  /** What a call did cost, by its result. Left out, or where it answers nothing: the whole price. */
  readonly cost?: ((result: ToolResult, args: ToolCall['args']) => Settlement | undefined) | undefined;
  /**
   * What becomes of the money when the tool has failed: it threw (the function gets the error), or its result is an error
   * (it gets the result). Left out: `commit`, the whole price: a tool that failed may have spent it.
   */
  readonly onError?: OnError | ((failure: unknown) => OnError) | undefined;
  /** How long a call may take, in milliseconds; then the whole price is paid, since it may still be at work. Left out: 10 minutes. */
  readonly timeoutMs?: number | undefined;
  /** Of the reservation. */
  readonly category?: string | undefined;
}

/** By the names of tools; `*` is the price of every tool that is not named. */
export type PriceList = Readonly<Record<string, ToolPrice | PricedTool>>;

const EVERY_OTHER = '*';

const TIMEOUT_MS = 10 * 60_000;

/** The price of a tool with all that was left out; undefined of one that has none. */
export function pricedTool(
  prices: PriceList,
  name: string,
): (PricedTool & { timeoutMs: number }) | undefined {
  const key = [name, EVERY_OTHER].find((one) => Object.hasOwn(prices, one));
  const found = key === undefined ? undefined : prices[key];
  if (found === undefined) return undefined;
  const tool = isPricedTool(found) ? found : { price: found };
  return { ...tool, timeoutMs: tool.timeoutMs ?? TIMEOUT_MS };
}

const isPricedTool = (found: ToolPrice | PricedTool): found is PricedTool =>
  typeof found === 'object' && 'price' in found;

/** What the call can cost at most. Throws for what is no price: a tool never runs on one. */
export async function costOf(price: ToolPrice, call: ToolCall): Promise<Money | RatedCost> {
  const cost = typeof price === 'function' ? await price(call.args, call) : price;
  if (typeof cost === 'object' && 'usage' in cost) return cost;
  const amount = Money.of(cost);
  if (amount.isNegative) throw new TypeError(`${amount.toString()} is no price`);
  return amount;
}
