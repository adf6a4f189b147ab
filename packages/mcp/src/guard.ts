import { Money, Purser } from '@purser/sdk';
import { approvalIn, openedPage } from './asking-people.js';
import { denied } from './denials.js';
import { replaceTools, type GuardedServer } from './guarded-server.js';
import { ByBudget, type BudgetPayment } from './payments/by-budget.js';
import { ByToken } from './payments/by-token.js';
import { ByX402 } from './payments/by-x402.js';
import type { PaymentMethod, PricedCall } from './payments/payment.js';
import { serve, type OnTrouble, type RunTool } from './payments/serve.js';
import { costOf, pricedTool, type PriceList } from './tool-prices.js';
import { toolCallOf, type ToolCall, type ToolResult } from './tool-call.js';
import { askedFor, askedInText, type X402Seller } from './x402.js';

export interface ServerGuardOptions {
  readonly prices: PriceList;
  /** Who sells, as the buyers' reservations name it. With it settlement tokens are taken, and no others. */
  readonly vendor?: string | undefined;
  /** Takes x402: a `ToolTill` of `@purser/x402/seller`. */
  readonly x402?: X402Seller | undefined;
  /** Of the prices. Left out: USD. Budgets that pay are in it as well. */
  readonly currency?: string | undefined;
  /** With a `budget` or a `priceBook`: who reserves and rates. Left out: `new Purser()`. */
  readonly purser?: Purser | undefined;
  /** Who pays for calls that bring no payment: a budget, or which one that is by the call. Left out: nobody. */
  readonly budget?: BudgetPayment['budget'] | undefined;
  /** What its reservations say beside the price. */
  readonly purpose?: BudgetPayment['purpose'];
  /** The page on which people decide on a reservation. Left out: that of the service's console, `…/approvals/{id}`. */
  readonly approvalUrl?: BudgetPayment['approvalUrl'];
  /** The budget whose prices rate what is sold by usage to those who bring tokens. */
  readonly priceBook?: string | undefined;
  /** Where settlement tokens are settled. Left out: as `purser`, or `PURSER_URL`. */
  readonly url?: string | undefined;
  /** Called with what nobody else hears of, such as a cost that is not recorded. Left out: it is printed. */
  readonly onTrouble?: OnTrouble | undefined;
}

/** Every tool that has a price is paid for from now on: those that are registered, and those that will be. */
export function guard<S extends GuardedServer>(server: S, options: ServerGuardOptions): S {
  const onTrouble = options.onTrouble ?? print;
  const methods = methodsOf(options, onTrouble);
  const priceOf = (name: string): Called['priced'] | undefined => pricedTool(options.prices, name);
  const isPriced = (name: string): boolean => priceOf(name) !== undefined;
  replaceTools(server, isPriced, ({ name, hasOutputSchema }, params, code) => {
    const priced = priceOf(name);
    if (!priced) return code(...params);
    const run: RunTool = (context) => code(...params.slice(0, -1), context);
    const answering = answer(server, methods, options, { name, params, priced }, run, onTrouble);
    return hasOutputSchema ? answering.then(askedInText) : answering;
  });
  return server;
}

interface Called {
  readonly name: string;
  readonly params: readonly unknown[];
  readonly priced: PricedCall['tool'];
}

async function answer(
  server: object,
  methods: readonly PaymentMethod[],
  { currency = 'USD' }: ServerGuardOptions,
  { name, params, priced }: Called,
  run: RunTool,
  onTrouble: OnTrouble,
): Promise<unknown> {
  const call = toolCallOf(name, params);
  let cost: PricedCall['cost'];
  try {
    cost = await costOf(priced.price, call);
  } catch (error) {
    onTrouble(error);
    return denied(
      name,
      'no_price',
      `Nothing was called: what ${name} would cost with these arguments is not known.`,
    );
  }
  if (cost instanceof Money && cost.isZero) return run({ ...call.context });
  const paying: PricedCall = { call, tool: priced, cost };
  for (const method of methods) {
    const pay = (): Promise<ToolResult | undefined> =>
      method.pay(paying, (tab) => serve(paying, run, tab, onTrouble));
    const result = await pay();
    if (result) return unlessApproved(server, call, result, method, pay);
  }
  return unpaid(methods, paying, currency, onTrouble);
}

/** Where a call waits for people, and its client can show the page on which they decide: tries once more when they have. */
async function unlessApproved(
  server: object,
  call: ToolCall,
  result: ToolResult,
  method: PaymentMethod,
  pay: () => Promise<ToolResult | undefined>,
): Promise<ToolResult> {
  const page = approvalIn(result);
  if (!page) return result;
  const opened = await openedPage(server, call, page);
  if (opened === 'not shown') return result;
  if (opened !== 'shown') return opened.asked;
  // Where nobody answers, the next attempt says so.
  await method.decided?.(page.reservationId).catch(() => undefined);
  return (await pay()) ?? result;
}

/** What a call without any payment is answered with: what it costs, and how it is paid. */
async function unpaid(
  methods: readonly PaymentMethod[],
  priced: PricedCall,
  currency: string,
  onTrouble: OnTrouble,
): Promise<ToolResult> {
  const { call, cost } = priced;
  const price = cost instanceof Money ? { amount: cost.toString(), currency } : null;
  const most = price ? `at most ${price.amount} ${currency}` : 'something';
  const sentence = `Nothing was called: ${call.tool} costs ${most}, and this call brings no payment.`;
  const accepts: Readonly<Record<string, unknown>>[] = [];
  let asked: object | undefined;
  for (const method of methods)
    try {
      asked ??= await method.answer?.(priced, sentence);
      if (method.ask) accepts.push(await method.ask(priced));
    } catch (error) {
      // Who could be paid in this way cannot be asked now: there may be others.
      onTrouble(error);
    }
  const facts = { price, accepts };
  if (asked) return askedFor(call.tool, 'payment_required', sentence, asked, facts);
  return denied(call.tool, 'payment_required', sentence, facts);
}

function methodsOf(options: ServerGuardOptions, onTrouble: OnTrouble): PaymentMethod[] {
  const { vendor, currency = 'USD', budget, purpose, priceBook, url, x402: seller, approvalUrl } = options;
  const methods: PaymentMethod[] = [];
  const needsKey = budget !== undefined || priceBook !== undefined;
  const purser = options.purser ?? (needsKey ? new Purser({ url }) : undefined);
  const book = purser && priceBook !== undefined ? { purser, budget: priceBook } : undefined;
  if (vendor !== undefined) {
    const payee = (key: string): Purser => purser?.as(key) ?? new Purser({ url, key });
    methods.push(new ByToken({ vendor, currency, payee, book, onTrouble }));
  }
  if (seller) methods.push(new ByX402({ seller, vendor, currency, book, onTrouble }));
  if (purser && budget !== undefined)
    methods.push(new ByBudget({ purser, budget, vendor, currency, purpose, approvalUrl, onTrouble }));
  if (methods.length === 0)
    throw new TypeError('guard() needs a `vendor`, to be paid by tokens, `x402`, or a `budget` that pays');
  return methods;
}

const print = (trouble: unknown): void =>
  // eslint-disable-next-line no-console -- money that nobody hears of is lost
  console.error('purser: ', trouble);
