/** The scheme of x402 by which a settlement token of Purser is handed over. */
export const SETTLEMENT_TOKEN = 'purser-settlement-token';

/** Amounts of the scheme count billionths of the currency, which `asset` names: no budget has smaller ones. */
export const TOKEN_DECIMALS = 9;

/** The network of the scheme where nobody names another: that of the one service which both sides use. */
export const TOKEN_NETWORK = 'purser:default';
