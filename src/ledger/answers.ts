/** Answers given in one turn of the event loop: each is some 50 µs of work for the API. */
const AT_ONCE = 8;

/** Gives the answers of a lane some at a time, so that a large batch does not hold up all other requests. */
export class Answers {
  private waiting: (() => void)[] = [];
  private isGiving = false;
  private onGiven: () => void = () => undefined;

  /** The first ones are given at once. None may throw. */
  give(answers: readonly (() => void)[]): void {
    for (const answer of answers) this.waiting.push(answer);
    if (!this.isGiving) void this.run();
  }

  /** Waits until all are given. */
  async drained(): Promise<void> {
    if (this.isGiving) await new Promise<void>((resolve) => (this.onGiven = resolve));
  }

  private async run(): Promise<void> {
    this.isGiving = true;
    while (this.waiting.length > 0) {
      const answers = this.waiting;
      this.waiting = [];
      for (let i = 0; i < answers.length; i += 1) {
        answers[i]!();
        if ((i + 1) % AT_ONCE === 0) await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
    this.isGiving = false;
    this.onGiven();
  }
}
