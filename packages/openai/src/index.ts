export { openaiGuard } from './guard.js';
export type { OpenAIGuardOptions } from './options.js';
