export { langchainCallbacks, type CallbackOptions, type GuardCallbacks } from './callbacks.js';
export { langchainGuard, type AgentMiddlewareParts, type LangchainGuardOptions } from './middleware.js';
export type { LangchainModelOptions } from './plan.js';
export type { ToolCost } from './tools.js';
