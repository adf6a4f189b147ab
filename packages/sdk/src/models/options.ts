import type { SettlementError } from '../paid-errors.js';
import type { OnError, PaymentPurpose } from '../paid.js';
import type { Purser } from '../purser.js';
import type { Fields } from './fields.js';
import type { Allowances } from './size.js';

/** What all guards of models are given. */
export interface ModelOptions extends Omit<PaymentPurpose, 'item'> {
  readonly purser: Purser;
  /** Whom the calls are paid to, as prices and limits name them. Left out: what the guard knows of the provider. */
  readonly vendor?: string | undefined;
  /** Under which item a model has its price. Left out: its own name. */
  readonly item?: ((model: string, request: Fields) => string) | undefined;
  /**
   * The most tokens of one answer, for requests that have no limit of their own: it is put into them, so that the vendor
   * keeps to it. Without it such requests are refused.
   */
  readonly maxOutputTokens?: number | undefined;
  /** The most tokens of the input, instead of its bytes: by a tokenizer of yours, for example. */
  readonly inputTokens?: ((request: Fields) => number | Promise<number>) | undefined;
  /** How many tokens a picture, a sound, a file or what a tool of the vendor finds counts for. */
  readonly allowances?: Allowances | undefined;
  /** How many tokens a context has that the vendor keeps, such as an earlier response. Without it such requests are refused. */
  readonly contextTokens?: number | undefined;
  /** The most calls of tools that run at the vendor, for requests that do not say. Without it such requests are refused. */
  readonly maxToolCalls?: number | undefined;
  /** Where the money is not enough: lower the limit of the output to what is, and never below `atLeast` tokens. */
  readonly narrow?: boolean | { readonly atLeast: number } | undefined;
  /**
   * `hand on` fails with an `ApprovalPendingError` where people have to agree first; the same request, made again with the same
   * guard, goes on from there. Left out: `wait`.
   */
  readonly approval?: 'wait' | 'hand on' | undefined;
  /** What becomes of the money when a call fails. Left out, or undefined: what {@link ruleFor} says. */
  readonly onError?: ((error: unknown) => OnError | undefined) | undefined;
  /**
   * What becomes of a stream that its reader leaves. `stop`, the default, ends it, and pays for what it could have cost; `finish`
   * reads it to its end, and pays for what it did cost.
   */
  readonly onLeave?: 'stop' | 'finish' | undefined;
  /** Called with a cost that could not be recorded: the answer is handed on all the same. Left out: it is printed. */
  readonly onUnsettled?: ((error: SettlementError) => void) | undefined;
  /** How long a hold lives if this process dies. Left out: 120. */
  readonly ttlSeconds?: number | undefined;
}
