import type { MoneyLike, Purser, Usage } from '@purser/sdk';
import type { LangchainModelOptions } from './plan.js';

/** What calls of a tool cost. */
export interface ToolCost {
  /** Whom they are paid to. Left out: `tools`. */
  readonly vendor?: string | undefined;
  readonly category?: string | undefined;
  /** The most that one can cost; or `usage`, the most that it can use of the item with the tool's name. */
  readonly max?: MoneyLike | undefined;
  readonly usage?: Usage | undefined;
  /** What one did cost, by its result. Left out: the most. */
  readonly cost?: ((result: unknown) => MoneyLike | undefined) | undefined;
}

/** Pays for a call of a tool, and makes it. */
export async function payForTool<R>(
  purser: Purser,
  name: string,
  { vendor = 'tools', category, max, usage, cost }: ToolCost,
  options: LangchainModelOptions,
  make: () => R | Promise<R>,
): Promise<R> {
  const { budget, run, task, reason, labels, ttlSeconds } = options;
  const purpose = { budget, vendor, category, item: name, run, task, reason, labels, ttlSeconds };
  // A tool without a price of its own is a call of its item.
  const bound = max === undefined ? { usage: usage ?? { call: 1 } } : { max };
  return purser.paid(
    { ...purpose, ...bound, onError: options.onError && ruleOf(options.onError) },
    async (hold) => {
      const result = await make();
      await hold.settle({ amount: cost?.(result) });
      return result;
    },
  );
}

const ruleOf =
  (rule: NonNullable<LangchainModelOptions['onError']>) =>
  (error: unknown): 'release' | 'commit' | 'keep' =>
    rule(error) ?? 'commit';
