export type { DenialFacts, ToolDenial } from './denials.js';
export { guard, type ServerGuardOptions } from './guard.js';
export type { GuardedServer } from './guarded-server.js';
export { META, TOKEN_HEADER } from './meta-keys.js';
export type { CallPurpose } from './payments/by-budget.js';
export type { ToolReceipt } from './payments/payment.js';
export { reportCost } from './report-cost.js';
export type { ToolCall, ToolResult } from './tool-call.js';
export type { CallCost, PricedTool, PriceList, RatedCost, ToolPrice } from './tool-prices.js';
export { guardTransport, type ClientTransport } from './client/guard-transport.js';
export type { ClientGuardOptions } from './client/paid-calls.js';
export {
  X402_META,
  type X402Asked,
  type X402Bill,
  type X402Buyer,
  type X402Refusal,
  type X402Sale,
  type X402Seller,
} from './x402.js';
