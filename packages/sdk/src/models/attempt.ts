import type { Hold } from '../hold.js';
import type { OnError } from '../paid.js';
import type { Usage } from '../types.js';

/** How a call ended, as far as is known. */
export interface Ending {
  /** What it has used, all in all. Left out: what it could have used. */
  readonly usage?: Usage | undefined;
  /** How the vendor names the call. */
  readonly externalId?: string | undefined;
}

/** One call of a model that is paid for. It has to be settled, released or failed, once. */
export class ModelAttempt {
  /** Fulfilled when the call has come to an end; rejected where what is held for it is kept. */
  readonly over: Promise<void>;
  readonly #hold: Hold;
  readonly #ruleFor: (error: unknown) => OnError;
  #end: () => void = () => undefined;
  #endUnsettled: (error: unknown) => void = () => undefined;

  constructor(
    hold: Hold,
    /** The most tokens of one answer, as the request has to say it; undefined for a call without any. */
    readonly outputLimit: number | undefined,
    /** What is held for: the most that the call can use. */
    readonly most: Usage,
    rule: (error: unknown) => OnError,
  ) {
    this.#hold = hold;
    this.#ruleFor = rule;
    this.over = new Promise((resolve, reject) => {
      this.#end = resolve;
      this.#endUnsettled = reject;
    });
    // Whoever pays waits for it, but only once the answer is on its way.
    this.over.catch(() => undefined);
  }

  /** Aborted when the caller aborts, or when nothing is held any more. */
  get signal(): AbortSignal {
    return this.#hold.signal;
  }

  /** Pays for what the call has used; fulfilled when that is recorded, or could not be. */
  async settle({ usage, externalId }: Ending = {}): Promise<void> {
    await this.#once(() => this.#hold.settle({ usage: usage ?? this.most, externalId }));
  }

  /** Gives back what is held: the call was not made, or costs nothing. */
  async release(reason: string): Promise<void> {
    await this.#once(() => this.#hold.release(reason));
  }

  /** Pays, releases or keeps what is held, by what the failure says. */
  async fail(error: unknown, ending: Ending = {}): Promise<void> {
    const rule = this.#ruleFor(error);
    if (rule === 'commit') return this.settle(ending);
    if (rule === 'release') return this.release('the call has failed');
    if (!this.#hold.isOver) this.#endUnsettled(error);
  }

  async #once(ending: () => Promise<unknown>): Promise<void> {
    if (this.#hold.isOver) return;
    try {
      await ending();
    } catch {
      // It is said where the hold ends.
    } finally {
      this.#end();
    }
  }
}
