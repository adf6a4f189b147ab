import { authorizationIn, type Cashed } from './cashed.js';
import type { Cheque } from './cheque.js';
import type { Holds } from './holds.js';

/** When it is asked whether a cheque was cashed, in seconds. */
export interface LookingTimes {
  /** First so long after nobody can cash it any more: clocks differ. Left out: 60. */
  readonly afterSeconds?: number | undefined;
  /** Again so long after nobody knew. Left out: 60. */
  readonly everySeconds?: number | undefined;
  /** Until so long after the first time: what nobody knows by then is paid. Left out: an hour. */
  readonly forSeconds?: number | undefined;
}

/** What is held beyond the time of a cheque, while somebody looks: what nobody finds out is paid at its end. */
export const LOOK_SECONDS = 600;

const AFTER_SECONDS = 60;
const EVERY_SECONDS = 60;
const FOR_SECONDS = 3_600;

/** The longest that a timer runs for. */
const MOST_MS = 2 ** 31 - 1;

/**
 * Looks whether cheques were cashed, when they cannot be any more. Only then is one known never to be: what is held for it is given
 * back. All others are paid.
 */
export class Looking {
  readonly #afterMs: number;
  readonly #everyMs: number;
  readonly #forMs: number;

  constructor(
    private readonly holds: Holds,
    private readonly cashed: Cashed,
    times: LookingTimes = {},
    /** Pays the whole of a cheque. */
    private readonly settle: (cheque: Cheque) => Promise<void>,
  ) {
    this.#afterMs = (times.afterSeconds ?? AFTER_SECONDS) * 1_000;
    this.#everyMs = (times.everySeconds ?? EVERY_SECONDS) * 1_000;
    this.#forMs = (times.forSeconds ?? FOR_SECONDS) * 1_000;
  }

  /** Looks at it when its time is over. */
  watch(cheque: Cheque): void {
    const waitMs = cheque.lastsMs + this.#afterMs;
    this.#later(cheque, waitMs, performance.now() + waitMs + this.#forMs);
  }

  #later(cheque: Cheque, waitMs: number, end: number): void {
    // Where anything fails it stays held, and is paid.
    const look = (): void => void this.#look(cheque, end).catch(() => undefined);
    const timer = setTimeout(look, Math.min(waitMs, MOST_MS));
    // A process that has nothing else to do ends, and what is held is paid. In browsers timers are numbers.
    if (typeof timer === 'object') timer.unref();
  }

  async #look(cheque: Cheque, end: number): Promise<void> {
    // Its end would pay it before anybody has answered.
    if (cheque.isSettled || !(await this.holds.keep(cheque.reservationId, LOOK_SECONDS))) return;
    const found = await this.#ask(cheque);
    // The seller may have said meanwhile that it has the money.
    if (cheque.isSettled) return;
    if (found === 'cashed') return await this.settle(cheque);
    if (found === 'not') {
      cheque.isBack = true;
      return await this.holds.release(cheque.reservationId, 'it was never cashed, and cannot be any more');
    }
    if (performance.now() + this.#everyMs < end) this.#later(cheque, this.#everyMs, end);
  }

  async #ask({ payment, offer, signed }: Cheque): Promise<'cashed' | 'not' | 'unknown'> {
    try {
      return await this.cashed({ payment, offer, signed, authorization: authorizationIn(signed) });
    } catch {
      return 'unknown';
    }
  }
}
