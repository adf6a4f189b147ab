import type { Purser } from '@purser/sdk';

/** As many budgets are remembered; the oldest are forgotten first. */
const MOST = 1_000;

/** The currency of a budget, which never changes: asked for once, by each client. */
export class Currencies {
  readonly #of = new Map<string, Promise<string>>();

  private constructor(private readonly purser: Purser) {}

  static of(purser: Purser): Currencies {
    const found = all.get(purser) ?? new Currencies(purser);
    all.set(purser, found);
    return found;
  }

  /** Asks again where it was not answered. */
  async currencyOf(budget: string): Promise<string> {
    const asking = this.#of.get(budget) ?? this.#ask(budget);
    try {
      return await asking;
    } catch (error) {
      this.#of.delete(budget);
      throw error;
    }
  }

  #ask(budget: string): Promise<string> {
    const asking = this.purser.budgets.get(budget).then(({ currency }) => currency);
    const [oldest] = this.#of.keys();
    if (oldest !== undefined && this.#of.size >= MOST) this.#of.delete(oldest);
    this.#of.set(budget, asking);
    return asking;
  }
}

const all = new WeakMap<Purser, Currencies>();
