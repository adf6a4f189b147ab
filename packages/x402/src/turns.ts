/** Lets what has one name happen one after another. */
export class Turns {
  readonly #last = new Map<string, Promise<void>>();

  /** Runs the work when all that came before under this name has ended; `hasWaited` says whether there was any. */
  async take<T>(name: string, signal: AbortSignal, work: (hasWaited: boolean) => Promise<T>): Promise<T> {
    const before = this.#last.get(name);
    let end = (): void => undefined;
    const own = new Promise<void>((resolve) => (end = resolve));
    const mine = before === undefined ? own : before.then(() => own);
    this.#last.set(name, mine);
    try {
      await before;
      signal.throwIfAborted();
      return await work(before !== undefined);
    } finally {
      end();
      if (this.#last.get(name) === mine) this.#last.delete(name);
    }
  }
}
