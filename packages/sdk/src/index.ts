export type { Answered, Call, Sending, Writing } from './calls.js';
export { LostKeyError, type CloseOptions, type DelegateOptions, type Delegation } from './delegate.js';
export { ConnectionError, DeniedError, PurserError } from './errors.js';
export { EventStream, type FollowOptions } from './follow.js';
export { Money, type MoneyLike, type Rounding } from './money.js';
export { Purser, type PurserOptions } from './purser.js';
export type * from './types.js';
export * as webhooks from './webhooks.js';
