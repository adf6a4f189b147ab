/** For how long after another name was heard of the process is taken for shared. */
const SHARED_MS = 1_000;

/**
 * Whether several have asked for something lately. Where they have, the work of each is bounded so that the others get
 * their turns; for one that is alone the bounds would only cost.
 */
export class Company {
  private latest: string | null = null;
  /** When another name than before was heard of, by `performance.now()`. */
  private mixedAt = -Infinity;

  get isShared(): boolean {
    return performance.now() - this.mixedAt < SHARED_MS;
  }

  /** Notes who asks. */
  note(name: string): void {
    if (name === this.latest) return;
    if (this.latest !== null) this.mixedAt = performance.now();
    this.latest = name;
  }
}
