import { Money } from '@purser/sdk';
import { SETTLEMENT_TOKEN, TOKEN_DECIMALS } from './settlement-token.js';
import type { Terms } from './offer.js';

/** An asset that may be paid in, and what it is worth: so many of its smallest units are one of the currency. */
export interface Asset {
  /** As sellers write it: `eip155:8453`, or in version 1 `base`. */
  readonly network: string;
  /** The address of the token. */
  readonly asset: string;
  /** Of a token whose price is fixed: `USD`. A budget in another currency never pays in it. */
  readonly currency: string;
  /** One of the currency is `10^decimals` of its units. */
  readonly decimals: number;
}

/** The money of a budget. */
export interface Currency {
  readonly currency: string;
  /** How many decimals its amounts have. */
  readonly scale: number;
}

/** What an asset is worth in a currency: only what the table says. Rounded up, since what is signed is paid in full. */
export function worthOf(
  terms: Terms,
  table: readonly Asset[],
  { currency, scale }: Currency,
): Money | undefined {
  const decimals =
    terms.scheme === SETTLEMENT_TOKEN ? tokenDecimals(terms, currency) : decimalsOf(terms, table, currency);
  return decimals === undefined ? undefined : ofUnits(terms.units, decimals).round(scale, 'up');
}

/** So many units, of which `10^decimals` are one. */
export const ofUnits = (units: string | bigint, decimals: number): Money =>
  Money.of(units).multiply(decimals === 0 ? 1 : `0.${'1'.padStart(decimals, '0')}`);

const tokenDecimals = ({ asset }: Terms, currency: string): number | undefined =>
  asset === currency ? TOKEN_DECIMALS : undefined;

function decimalsOf(terms: Terms, table: readonly Asset[], currency: string): number | undefined {
  const found = table.find(
    ({ network, asset, currency: of }) =>
      of === currency && network === terms.network && isSameAddress(asset, terms.asset),
  );
  return found?.decimals;
}

/** Addresses of Ethereum are written with and without capitals; those of other chains mean what they say. */
const isSameAddress = (a: string, b: string): boolean =>
  a === b || (a.startsWith('0x') && a.toLowerCase() === b.toLowerCase());
