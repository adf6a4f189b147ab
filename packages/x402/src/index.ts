export type { BuyerOptions } from './buyer.js';
export {
  cashedByNonce,
  type Authorization,
  type Cashed,
  type ChainReader,
  type SignedCheque,
} from './cashed.js';
export type { Asking, ChoiceOptions } from './choice.js';
export type { LookingTimes } from './looking.js';
export type { Offer, Quote, Terms } from './offer.js';
export {
  AnswerLostError,
  AskedAgainError,
  NotPayableError,
  PaymentOutError,
  type Payment,
  type Refused,
} from './payment-errors.js';
export { payingFetch, type PayingOptions } from './paying-fetch.js';
export { SETTLEMENT_TOKEN, TOKEN_DECIMALS, TOKEN_NETWORK } from './settlement-token.js';
export type { PaymentSigner } from './signing.js';
export { toolBuyer, type ToolBought, type ToolBuyer, type ToolRefusal } from './tool-buyer.js';
export type { SendTool, ToolAsked } from './tool-exchange.js';
export type { Asset, Currency } from './worth.js';
