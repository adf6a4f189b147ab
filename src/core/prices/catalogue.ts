/** The currency of all prices of the catalogue of hosted models. */
export const CATALOGUE_CURRENCY = 'USD';
