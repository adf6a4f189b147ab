/** How long the last reading of the database's clock is good for. */
const GOOD_FOR_MS = 60_000;

/** Readings come late, and of several connections in any order: one that lies so far back at most sets nothing back. */
const LATE_MS = 100;

/**
 * The database's clock as this process last heard it, carried on by the process's own. The two run at one pace; if the
 * database's is set, the guard of the next write finds that out.
 */
export class DatabaseClock {
  private heard = 0;
  private heardAt = -Infinity;

  constructor(private readonly elapsed: () => number = () => performance.now()) {}

  /** Takes note of a reading, in milliseconds since the epoch. */
  note(reading: number): void {
    const at = this.elapsed();
    const carriedOn = this.heard + (at - this.heardAt);
    const isLate = carriedOn >= reading && carriedOn - reading <= LATE_MS;
    this.heard = isLate ? carriedOn : reading;
    this.heardAt = at;
  }

  /** What it shows now, in whole milliseconds since the epoch; null where it was not heard of for too long. */
  now(): number | null {
    const since = this.elapsed() - this.heardAt;
    return since <= GOOD_FOR_MS ? Math.floor(this.heard + since) : null;
  }
}
