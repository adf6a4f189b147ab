import type { ModelOptions } from '@purser/sdk/models';

export interface OpenAIGuardOptions extends ModelOptions {
  /** Instead of that of the runtime. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /**
   * What becomes of requests that cost money and of which nobody can say here how much: audio, images, batches, tools with
   * prices of their own. `refuse`, the default, or `pass`: they are made, and nothing is paid for them here.
   */
  readonly unpriced?: 'refuse' | 'pass' | undefined;
}
