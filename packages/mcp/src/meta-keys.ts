/** What Purser calls its fields in the `_meta` of MCP. */
export const META = {
  /** Of a call: the settlement token that pays for it. */
  settlementToken: 'dev.purser/settlement-token',
  /** Of a call that may be paid by x402: what the caller calls it. Under one key it is one purchase, by whichever process. */
  idempotencyKey: 'dev.purser/idempotency-key',
  /** Of a result: why the call was not made. */
  denial: 'dev.purser/denial',
  /** Of a result: what was paid for it. */
  receipt: 'dev.purser/receipt',
} as const;

/** The same as `META.settlementToken`, as a header of the HTTP request. */
export const TOKEN_HEADER = 'purser-settlement-token';
