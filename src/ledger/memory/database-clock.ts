/** How long the last reading of the database's clock is good for. */
const GOOD_FOR_MS = 60_000;

/**
 * The database's clock as this process last heard it, carried on by the process's own. The two run at one pace; if the
 * database's is set, the guard of the next write finds that out.
 */
export class DatabaseClock {
  private heard = 0;
  private heardAt = -Infinity;

  /** Takes note of a reading, in milliseconds since the epoch. */
  note(reading: number): void {
    this.heard = reading;
    this.heardAt = performance.now();
  }

  /** What it shows now, in whole milliseconds since the epoch; null where it was not heard of for too long. */
  now(): number | null {
    const since = performance.now() - this.heardAt;
    return since <= GOOD_FOR_MS ? Math.floor(this.heard + since) : null;
  }
}
