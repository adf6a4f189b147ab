/** What has to be undone at the end, also when somebody presses Ctrl-C: nothing may be left running or lying about. */
export class Cleanup {
  /** The exit code after Ctrl-C; another where that is how it is meant to end. */
  interrupted = 130;
  private readonly steps: (() => unknown)[] = [];
  private running: Promise<void> | undefined;

  constructor() {
    // A terminal and npm may both pass on one Ctrl-C: the second one must not end what the first one began.
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => void this.run().finally(() => process.exit(this.interrupted)));
  }

  /** The last one added is the first one done. */
  add(step: () => unknown): void {
    this.steps.unshift(step);
  }

  /** Does them all, once, however often it is asked; the first error is thrown when all have been tried. */
  run(): Promise<void> {
    return (this.running ??= this.all());
  }

  private async all(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.steps) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
