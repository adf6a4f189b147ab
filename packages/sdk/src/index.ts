export type { Answered, Call, Sending, Writing } from './calls.js';
export { ConnectionError, DeniedError, PurserError } from './errors.js';
export { Purser, type PurserOptions } from './purser.js';
export type * from './types.js';
