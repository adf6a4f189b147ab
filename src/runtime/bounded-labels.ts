/** The series of all values that have none of their own. */
export const OTHER = 'other';

/**
 * Values of a label, of which there may be any number: the first so many that come have a series of their own for as long
 * as the process lives, and all others share one. A series that ended would take what it counted with it.
 */
export class BoundedLabels {
  private readonly own = new Set<string>();

  constructor(private readonly most: number) {}

  /** The value itself, or {@link OTHER}. */
  of(value: string): string {
    if (this.own.has(value)) return value;
    if (this.own.size >= this.most) return OTHER;
    this.own.add(value);
    return value;
  }

  /** Those that have a series of their own. */
  get named(): string[] {
    return [...this.own];
  }
}
