export { anthropicGuard, type AnthropicGuardOptions, type MiddlewareRequest } from './guard.js';
