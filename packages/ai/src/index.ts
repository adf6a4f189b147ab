export { aiGuard, aiGuardV3, type GuardMiddleware } from './guard.js';
export type { CallParams, CalledModel } from './plan.js';
export type { GeneratedAnswer, StreamedAnswer } from './usage.js';
