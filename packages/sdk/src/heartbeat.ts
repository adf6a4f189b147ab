import { isRefusal, type PurserError } from './errors.js';
import type { Reservations } from './resources/reservations.js';

/** A hold is extended when a third of its time is gone: two attempts may fail. */
const PART = 3;

/** Keeps a hold alive while its work runs. */
export class Heartbeat {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(
    private readonly reservations: Reservations,
    private readonly id: string,
    private readonly ttlSeconds: number,
    /** Called once the service refuses to hold it any longer. */
    private readonly onLost: (why: PurserError) => void,
  ) {}

  /** `remainingMs` is what the hold still has. */
  start(remainingMs: number): void {
    this.#after(Math.min(remainingMs, this.ttlSeconds * 1_000) / PART);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #after(milliseconds: number): void {
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#beat(), milliseconds);
  }

  async #beat(): Promise<void> {
    const everyMs = (this.ttlSeconds * 1_000) / PART;
    try {
      const { ttlSeconds, id } = this;
      await this.reservations.extend(id, { ttlSeconds }, { deadlineMs: everyMs });
    } catch (error) {
      // Of one that ended meanwhile, as in a race with its settlement, nobody wants to hear.
      if (this.#stopped) return;
      if (isRefusal(error)) return this.onLost(error);
    }
    this.#after(everyMs);
  }
}
