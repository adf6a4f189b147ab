export type { Answered, Call, Sending, Writing } from './calls.js';
export { LostKeyError, type CloseOptions, type DelegateOptions, type Delegation } from './delegate.js';
export { ConnectionError, DeniedError, PurserError } from './errors.js';
export { EventStream, type FollowOptions } from './follow.js';
export { Money, type MoneyLike, type Rounding } from './money.js';
export type { Hold, Report, Settlement } from './hold.js';
export { AttemptOverError, NotApprovedError, SettlementError, TakenUpError } from './paid-errors.js';
export {
  Pending,
  type OnError,
  type PaidOptions,
  type PaymentPurpose,
  type ResumeOptions,
  type SavedPending,
  type Work,
} from './paid.js';
export {
  OutboxError,
  type DeadDebt,
  type Debt,
  type Outbox,
  type Refusal,
  type Settled,
} from './outbox/outbox.js';
export { Purser, type PurserOptions } from './purser.js';
export type { paths } from './schema.js';
export type * from './types.js';
export { uuidv7 } from './uuid.js';
export * as webhooks from './webhooks.js';
