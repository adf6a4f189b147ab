export { connectGate, type ConnectGate } from './connect-gate.js';
export { fastifyGate, type FastifyGate } from './fastify-gate.js';
export type { GateAnswer } from './gate-answer.js';
export { PaymentGate, type GateOptions, type GateRequest, type Passage } from './payment-gate.js';
export { SettlementTokens, type SettlementTokensOptions } from './settlement-tokens.js';
export { SettlementTokenScheme } from './settlement-token-scheme.js';
export {
  ToolTill,
  type ToolBill,
  type ToolEntry,
  type ToolSale,
  type ToolTerms,
  type ToolTillOptions,
} from './tool-till.js';
export { SETTLEMENT_TOKEN, TOKEN_DECIMALS, TOKEN_NETWORK } from '../settlement-token.js';
