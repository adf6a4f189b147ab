/** More than this is not kept of one answer. */
const MOST_BYTES = 64 * 1024;

/** More answers than these are not kept: the oldest go first. */
const MOST_ANSWERS = 1_000;

/** Whether there is an answer already; if not, the place of one, which has to be ended. */
export type Place<A> = { readonly given: A } | { readonly given?: undefined; readonly end: EndPlace<A> };

/** Ends a place: with an answer that is kept, or with none. */
export type EndPlace<A> = (answer: A | undefined) => void;

interface Kept<A> {
  readonly answer: Promise<A | undefined>;
  /** Undefined while it is worked on. */
  until: number | undefined;
}

/** Keeps answers that were paid for, for whoever asks for them again with the same payment. */
export class Answers<A extends object> {
  readonly #kept = new Map<string, Kept<A>>();

  constructor(
    private readonly keepMs: number,
    /** Undefined of one that cannot be kept. */
    private readonly sizeOf: (answer: A) => number | undefined,
  ) {}

  /** Waits for whoever works on the same. */
  async take(name: string): Promise<Place<A>> {
    for (;;) {
      const kept = this.#kept.get(name);
      if (!kept || (kept.until !== undefined && kept.until < performance.now())) return this.#place(name);
      const given = await kept.answer;
      if (given) return { given };
    }
  }

  #place(name: string): Place<A> {
    let resolve: EndPlace<A> = () => undefined;
    const answer = new Promise<A | undefined>((done) => (resolve = done));
    const kept: Kept<A> = { answer, until: undefined };
    this.#kept.delete(name);
    this.#kept.set(name, kept);
    return {
      end: (given) => {
        const isKept =
          this.keepMs > 0 && given !== undefined && (this.sizeOf(given) ?? Infinity) <= MOST_BYTES;
        kept.until = performance.now() + this.keepMs;
        if (!isKept) this.#kept.delete(name);
        resolve(isKept ? given : undefined);
        this.#sweep();
      },
    };
  }

  /** Drops what was kept long enough, and the oldest of what is too much; what is worked on stays. */
  #sweep(): void {
    let over = this.#kept.size - MOST_ANSWERS;
    for (const [name, { until }] of this.#kept) {
      if (until === undefined || (over <= 0 && until > performance.now())) continue;
      this.#kept.delete(name);
      over -= 1;
    }
  }
}
