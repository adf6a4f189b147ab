import { ConnectionError, DeniedError } from '../errors.js';
import type { Hold } from '../hold.js';
import { SettlementError } from '../paid-errors.js';
import { Pending, type OnError, type PaidOptions } from '../paid.js';
import type { Usage } from '../types.js';
import { uuidv7 } from '../uuid.js';
import { ModelAttempt } from './attempt.js';
import { ApprovalPendingError, ruleFor, UnboundedCallError } from './errors.js';
import type { Fields } from './fields.js';
import type { ModelOptions } from './options.js';

/** What is known of a call before it is made. */
export interface ModelCall {
  readonly vendor: string;
  readonly model: string;
  /** What was asked of the vendor: two that are alike are the same request, for people who have to approve it. */
  readonly request: Fields;
  /** The most that it can use, but for its output. */
  readonly most: Usage;
  /** Undefined for a call that has no output, such as an embedding. */
  readonly output?: OutputBounds | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What bounds the output of a call. */
export interface OutputBounds {
  /** The most tokens of one answer, where the request says so. */
  readonly limit: number | undefined;
  /** How many answers are asked for. Left out: 1. */
  readonly answers?: number | undefined;
  /** Tokens that the provider adds to the limit, such as those that a model may think with. Left out: none. */
  readonly beside?: number | undefined;
  /** Below which the vendor would refuse it. */
  readonly atLeast?: number | undefined;
  /** Whether it is sound, which has a price of its own. */
  readonly isAudio?: boolean | undefined;
}

/** How often a narrower limit is tried while others take from the same budget. */
const MOST_NARROWINGS = 5;

/** Pays for calls of models: reserves the most that each can cost, makes it, and settles with what it did cost. */
export class ModelGuard {
  /** The keys of attempts that wait for people, by what was asked for. */
  readonly #waiting = new Map<string, string[]>();

  constructor(readonly options: ModelOptions) {}

  /**
   * Makes a call once its money is set aside. `make` settles the attempt, in its own time: what it answers is handed on at
   * once, so that a stream can be read while it is held for.
   */
  async call<T>(call: ModelCall, make: (attempt: ModelAttempt) => Promise<T>): Promise<T> {
    let limit = this.#limitOf(call);
    for (let attempt = 0; ; attempt += 1) {
      const begun = { yet: false };
      try {
        return await this.#attempt(call, limit, async (paid) => {
          begun.yet = true;
          return make(paid);
        });
      } catch (error) {
        if (begun.yet || !(error instanceof DeniedError) || attempt >= MOST_NARROWINGS) throw error;
        const narrower = await this.#affordable(call, limit);
        if (narrower === undefined) throw error;
        limit = narrower;
      }
    }
  }

  /** The most tokens of one answer; undefined for a call without any. */
  #limitOf({ output }: ModelCall): number | undefined {
    if (!output) return undefined;
    const limit = output.limit ?? this.options.maxOutputTokens;
    if (limit === undefined)
      throw new UnboundedCallError(
        'The request has no limit for its output: give it one, or the guard a `maxOutputTokens`',
      );
    return limit;
  }

  async #attempt<T>(
    call: ModelCall,
    limit: number | undefined,
    make: (attempt: ModelAttempt) => Promise<T>,
  ): Promise<T> {
    const most = mostOf(call, limit);
    const rule = (error: unknown): OnError => this.options.onError?.(error) ?? ruleFor(error);
    let begin: (answer: { readonly answer: Promise<T> }) => void = () => undefined;
    const beginning = new Promise<{ readonly answer: Promise<T> }>((resolve) => (begin = resolve));
    const work = async (hold: Hold): Promise<void> => {
      const attempt = new ModelAttempt(hold, limit, most, rule);
      const answer = make(attempt);
      begin({ answer });
      await answer;
      await attempt.over;
    };
    const paying = this.#paid(call, most, rule, work).catch((error: unknown) => {
      if (error instanceof SettlementError) this.#unsettled(error);
      throw error;
    });
    // Once it has begun, its caller hears of the call, and not of what became of its cost.
    const { answer } = await Promise.race([beginning, paying.then(() => beginning)]);
    paying.catch(() => undefined);
    return answer;
  }

  async #paid(
    call: ModelCall,
    usage: Usage,
    onError: (error: unknown) => OnError,
    work: (hold: Hold) => Promise<void>,
  ): Promise<void> {
    const { options } = this;
    const { budget, category, run, task, reason, labels, ttlSeconds } = options;
    const { vendor, model, signal } = call;
    const item = (options.item?.(model, call.request) ?? model).toLowerCase();
    const paying = { budget, vendor, item, usage, category, run, task, reason, labels, ttlSeconds };
    const how: PaidOptions = { ...paying, signal, onError };
    if (options.approval !== 'hand on') return options.purser.paid({ ...how, approval: 'wait' }, work);
    return this.#handedOn(how, JSON.stringify([vendor, item, call.request]), work);
  }

  /** Does not wait for people: the same request finds what they have said. */
  async #handedOn(how: PaidOptions, asked: string, work: (hold: Hold) => Promise<void>): Promise<void> {
    const keys = this.#waiting.get(asked) ?? [];
    // Taken before anything is waited for: two requests at once do not run on one reservation.
    const idempotencyKey = keys.shift() ?? uuidv7();
    if (keys.length === 0) this.#waiting.delete(asked);
    const wait = (): void => {
      this.#waiting.set(asked, [...(this.#waiting.get(asked) ?? []), idempotencyKey]);
    };
    let hasBegun = false;
    const begin = (hold: Hold): Promise<void> => {
      hasBegun = true;
      return work(hold);
    };
    try {
      const found = await this.options.purser.paid({ ...how, idempotencyKey, approval: 'hand back' }, begin);
      if (!(found instanceof Pending)) return;
      wait();
      throw new ApprovalPendingError(found.reservation);
    } catch (error) {
      if (!hasBegun && error instanceof ConnectionError) wait();
      throw error;
    }
  }

  /** The most tokens of one answer that there is money for; undefined where that is not enough. */
  async #affordable(call: ModelCall, limit: number | undefined): Promise<number | undefined> {
    const { narrow, purser, budget, run, category, item } = this.options;
    if (!narrow || !limit) return undefined;
    const { vendor, model, signal } = call;
    const usage = mostOf(call, limit);
    const { candidates } = await purser.prices.estimate(
      {
        budgetId: typeof budget === 'string' ? budget : budget.id,
        candidates: [
          { vendor, item: (item?.(model, call.request) ?? model).toLowerCase(), usage: { ...usage } },
        ],
        runId: run ?? null,
        category: category ?? null,
      },
      { signal },
    );
    const [found] = candidates;
    // Others may have given back meanwhile.
    if (found?.admissible) return limit;
    const tokens = found?.rated?.largestUsage?.['output_tokens'] ?? 0;
    const { answers = 1, beside = 0 } = call.output ?? {};
    const affordable = Math.min(Math.floor(tokens / answers) - beside, limit);
    const atLeast = Math.max(narrow === true ? 1 : narrow.atLeast, call.output?.atLeast ?? 1);
    return affordable >= atLeast ? affordable : undefined;
  }

  #unsettled(error: SettlementError): void {
    if (this.options.onUnsettled) this.options.onUnsettled(error);
    // eslint-disable-next-line no-console -- money that nobody hears of is lost
    else console.error('The cost of a call is not recorded:', error);
  }
}

function mostOf({ most, output }: ModelCall, limit: number | undefined): Usage {
  if (!output || limit === undefined) return most;
  const tokens = (limit + (output.beside ?? 0)) * (output.answers ?? 1);
  return { ...most, output_tokens: tokens, ...(output.isAudio && { output_audio_tokens: tokens }) };
}
