import { formatAmount, parseAmount } from '../../core/money.js';
import type { ChargedEntry } from '../../queries/charged-entries.js';
import { validationProblem } from '../problems/problem.js';

/** In which currency charges are billed that are priced in another, and what one unit of that costs there. */
export interface Billing {
  currency: string;
  /** Billionths. */
  rate: bigint;
}

/** A charge, and how it is billed: null where that is in the currency of its tree. */
export type BilledEntry = ChargedEntry & { billing: Billing | null };

/** What a reader may say of it. */
interface Asked {
  profile?: string;
  billingCurrency?: string;
  billingRate?: string;
}

const RATE_SCALE = 9;
const NATIONAL: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** Whether a currency is one of Purser's user alone, as credits and tokens are: FOCUS bills in national ones. */
export const isVirtual = (currency: string): boolean => !NATIONAL.has(currency);

/** An amount in units of the tree as decimal text in the currency that is billed. */
export const billed = (item: BilledEntry, units: bigint): string =>
  item.billing === null
    ? pricedIn(item, units)
    : formatAmount(units * item.billing.rate, item.scale + RATE_SCALE);

/** The same in the currency of the tree. */
export const pricedIn = ({ scale }: ChargedEntry, units: bigint): string => formatAmount(units, scale);

/** What a reader asks to be billed in: both or none, and of this profile alone. */
export function billingOf({ profile, billingCurrency: currency, billingRate }: Asked): Billing | null {
  if (currency === undefined && billingRate === undefined) return null;
  if (profile === undefined) throw needed('profile', 'billingCurrency and billingRate go with profile=focus');
  if (currency === undefined) throw needed('billingCurrency', 'billingCurrency goes with billingRate');
  if (isVirtual(currency))
    throw needed('billingCurrency', `${currency} is not a national currency (ISO 4217)`);
  const rate = parseAmount(billingRate ?? '0', RATE_SCALE);
  if (!rate) throw needed('billingRate', 'billingRate must be more than 0: what one unit of the tree costs');
  return { currency, rate };
}

/** Charges as they are billed; those in a currency that is not national say in which one, and at which rate. */
export function billedEntries(items: readonly ChargedEntry[], billing: Billing | null): BilledEntry[] {
  const virtual = billing === null && items.find(({ currency }) => isVirtual(currency));
  if (virtual)
    throw needed(
      'billingCurrency',
      `FOCUS bills in national currencies, and this tree is in ${virtual.currency}: name billingCurrency and billingRate`,
    );
  return items.map((item) => ({ ...item, billing }));
}

const needed = (field: string, message: string) => validationProblem([{ field, rule: 'billing', message }]);
