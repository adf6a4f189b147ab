import type { ModelOptions } from '@purser/sdk/models';

export interface AnthropicGuardOptions extends ModelOptions {
  /**
   * What becomes of requests that cost money and of which nobody can say here how much: batches, `code_execution`. `refuse`, the
   * default, or `pass`: they are made, and nothing is paid here for what is not counted in tokens.
   */
  readonly unpriced?: 'refuse' | 'pass' | undefined;
}
