export { openaiGuard, type OpenAIGuardOptions } from './guard.js';
