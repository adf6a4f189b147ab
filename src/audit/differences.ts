import { DifferenceFound, type Difference } from './difference.js';

/** The most differences that are listed one by one. */
export const MAX_DIFFERENCES = 100;

/** Differences of one kind: all that are worded alike. */
interface Kind {
  count: number;
  /** The first of them. */
  kept: Difference[];
}

/**
 * What an audit found, in bounded memory. Differences are kept by kind, so that many of one cannot hide another.
 */
export class Differences {
  private readonly kinds = new Map<string, Kind>();
  /** How many were found, listed or not. */
  count = 0;

  add(difference: Difference): void {
    this.count += 1;
    const kind = this.kinds.get(difference.what);
    if (!kind) this.kinds.set(difference.what, { count: 1, kept: [difference] });
    else {
      kind.count += 1;
      if (kind.kept.length < MAX_DIFFERENCES) kind.kept.push(difference);
    }
  }

  /** Makes a check, and notes the difference that ends it. Answers whether it came to its end. */
  check(work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      if (!(error instanceof DifferenceFound)) throw error;
      this.add(error.difference);
      return false;
    }
  }

  /** How often each kind was found, in the order in which they were. */
  get counts(): ReadonlyMap<string, number> {
    return new Map([...this.kinds].map(([what, { count }]) => [what, count]));
  }

  /** Those to list, kind by kind: the first of every kind before the second of any, as far as there is room. */
  listed(): Difference[] {
    const kept = [...this.kinds.values()].flatMap(({ kept }, kind) =>
      kept.map((difference, nth) => ({ difference, kind, nth })),
    );
    const listed = kept.sort((a, b) => a.nth - b.nth).slice(0, MAX_DIFFERENCES);
    return listed.sort((a, b) => a.kind - b.kind).map(({ difference }) => difference);
  }
}
