/** A number of things that may go on at once; who comes later waits for its turn. */
export class Slots {
  private readonly queue: (() => void)[] = [];

  constructor(private free: number) {}

  async take(): Promise<void> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.queue.push(resolve));
  }

  giveBack(): void {
    const next = this.queue.shift();
    // The slot goes from hand to hand, so that nobody can step in between.
    if (next) next();
    else this.free += 1;
  }
}
