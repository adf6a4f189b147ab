/** What the service is doing. It is ready for requests only in between. */
export class Lifecycle {
  private drainSince: Date | undefined;

  /** From now on the service takes no new work; what was accepted is still answered. */
  beginDrain(): void {
    this.drainSince ??= new Date();
  }

  get draining(): boolean {
    return this.drainSince !== undefined;
  }
}
