import { Money, type MoneyLike } from '@purser/sdk';

/** An amount as it is shown: `1,234`, `.50` and what is smaller than that, which is smaller on the page, too. */
export interface ShownAmount {
  readonly whole: string;
  readonly cents: string;
  readonly rest: string;
}

/** Exact: every digit is shown, and with `scale` 2 or more never fewer than two decimals. */
export function shownAmount(amount: MoneyLike, scale = 2): ShownAmount {
  const [whole = '0', decimals = ''] = Money.of(amount).toString().split('.');
  const shown = decimals.padEnd(Math.min(scale, 2), '0');
  return {
    whole: whole.replace('-', '−').replaceAll(/\B(?=(?:\d{3})+$)/g, ','),
    cents: shown === '' ? '' : `.${shown.slice(0, 2)}`,
    rest: shown.slice(2),
  };
}

/** The same as one text. */
export function amountText(amount: MoneyLike, currency?: string, scale?: number): string {
  const { whole, cents, rest } = shownAmount(amount, scale);
  return whole + cents + rest + (currency === undefined ? '' : ` ${currency}`);
}

/** How many digits a column has to have room for behind the cents, so that its points stand below each other. */
export const restDigits = (amounts: readonly MoneyLike[]): number =>
  Math.max(0, ...amounts.map((amount) => shownAmount(amount).rest.length));

/** How much of a whole a part is, from 0 to 1: for the length of a bar, and never for a number that is shown. */
export function shareOf(part: MoneyLike, whole: MoneyLike): number {
  const of = Number(Money.of(whole).toString());
  if (of <= 0) return Money.of(part).isZero ? 0 : 1;
  return Math.min(1, Math.max(0, Number(Money.of(part).toString()) / of));
}

/** Whether a part is so many hundredths of a whole, or more: exact. */
export const isPercentOf = (part: MoneyLike, percent: number, whole: MoneyLike): boolean =>
  Money.of(part).multiply(100).compare(Money.of(whole).multiply(percent)) >= 0;

/** The largest of some amounts, and zero where none is above it. */
export const largestOf = (amounts: readonly MoneyLike[]): Money =>
  amounts.reduce<Money>(
    (largest, amount) => (largest.compare(amount) < 0 ? Money.of(amount) : largest),
    Money.zero,
  );
