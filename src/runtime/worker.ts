/** Does a piece of work again and again, with a pause before each time, until it is stopped. */
export class Worker {
  private timer: NodeJS.Timeout | undefined;
  private working: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    /** May answer how many milliseconds to pause before the next time; so many as `everyMs` otherwise, and where it fails. */
    private readonly work: () => Promise<number | undefined>,
    private readonly everyMs: number,
    private readonly onFault: (error: unknown) => void,
  ) {}

  get isStopped(): boolean {
    return this.stopped;
  }

  start(pauseMs = this.everyMs): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.working = this.work()
        .catch((error: unknown) => {
          this.onFault(error);
          return undefined;
        })
        .then((next) => this.start(next));
    }, pauseMs);
  }

  /** Waits until the work that is under way is done. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.working;
  }
}
