export { anthropicGuard, type MiddlewareRequest } from './guard.js';
export type { AnthropicGuardOptions } from './options.js';
