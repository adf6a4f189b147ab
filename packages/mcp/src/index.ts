export type { DenialFacts, ToolDenial } from './denials.js';
export { guard, type ServerGuardOptions } from './guard.js';
export type { GuardedServer } from './guarded-server.js';
export { META, TOKEN_HEADER } from './meta-keys.js';
export type { CallPurpose } from './payments/by-budget.js';
export type { ToolReceipt } from './payments/payment.js';
export { reportCost } from './report-cost.js';
export type { ToolCall, ToolResult } from './tool-call.js';
export type { CallCost, PricedTool, PriceList, RatedCost, ToolPrice } from './tool-prices.js';
