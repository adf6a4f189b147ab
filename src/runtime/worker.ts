/** What work returns that rests until it is woken. */
export const IDLE = Infinity;

/**
 * Does a piece of work again and again, one time after the other and with a pause before each, until it is stopped. It is
 * the one loop of the service: whatever looks at the database from time to time is one of these.
 */
export class Worker {
  private timer: NodeJS.Timeout | undefined;
  /** When the next time begins, by `performance.now()`. */
  private dueAt = Infinity;
  private isWorking = false;
  /** How long the pause after the work under way may be: what it was woken with meanwhile. */
  private wokenWithin = IDLE;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    /** May return how long to pause before the next time, in milliseconds; `everyMs` otherwise, and after a failure. */
    private readonly work: () => Promise<number | undefined> | number,
    private readonly everyMs: number,
    private readonly onFault: (error: unknown) => void,
  ) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  /** Begins, after a pause. */
  start(pauseMs = this.everyMs): void {
    this.wake(pauseMs);
  }

  /** Brings the next time forward: it begins within so long, or so long after the work that is under way. */
  wake(withinMs = 0): void {
    if (this.stopped || withinMs === IDLE) return;
    if (this.isWorking) {
      this.wokenWithin = Math.min(this.wokenWithin, withinMs);
      return;
    }
    const dueAt = performance.now() + withinMs;
    if (dueAt >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = dueAt;
    this.timer = setTimeout(() => {
      this.working = this.once();
    }, withinMs);
  }

  /** Waits until the work that is under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.working;
  }

  private async once(): Promise<void> {
    this.isWorking = true;
    this.dueAt = Infinity;
    this.wokenWithin = IDLE;
    let pauseMs: number | undefined;
    try {
      pauseMs = await this.work();
    } catch (error) {
      this.onFault(error);
    }
    this.isWorking = false;
    this.wake(Math.min(pauseMs ?? this.everyMs, this.wokenWithin));
  }
}
