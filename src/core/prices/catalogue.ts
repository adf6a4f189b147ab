import type { Priced } from './price.js';

/** The currency of all prices of the catalogue of hosted models. */
export const CATALOGUE_CURRENCY = 'USD';

/** Says of an item that nobody has set a price, and why the catalogue has none either. */
export const unknownPrice = ({ vendor, item }: Priced, currency: string): string => {
  const others =
    currency === CATALOGUE_CURRENCY
      ? 'and the catalogue has none.'
      : `and the catalogue is in ${CATALOGUE_CURRENCY}, the budget in ${currency}.`;
  return `No price is set for ${item} of ${vendor}, ${others}`;
};
