import { FairSlots, type GiveBack, type SlotLimits } from '../../runtime/fair-slots.js';
import { tooMuchAtOnce } from '../problems/problem.js';

/** When it is worth trying again. */
const RETRY_SECONDS = 10;

/**
 * Places of exports that may be under way at once: so many in all and of one tree, of which one is left to the tree's other keys. Nobody
 * waits for a place, since it depends on readers when one gets free.
 */
export class ExportPlaces {
  private readonly trees: FairSlots;
  private readonly holders: FairSlots;
  private readonly perHolder: number;

  constructor(
    private readonly what: string,
    private readonly limits: Pick<SlotLimits, 'slots' | 'perGroup'>,
  ) {
    this.perHolder = limits.perGroup - 1;
    this.trees = new FairSlots({ ...limits, waiting: 0 });
    this.holders = new FairSlots({ ...limits, perGroup: this.perHolder, waiting: 0 });
  }

  /** Takes a place until it is given back; throws a Problem where there is none. Whoever is bound to no tree is a group of its own. */
  async take(tree: string | null, holder: string): Promise<GiveBack> {
    const giveBack = await this.trees.take(tree ?? holder);
    if (!giveBack) throw this.tooMany();
    if (tree === null) return giveBack;
    const giveBackOwn = await this.holders.take(holder);
    if (!giveBackOwn) {
      giveBack();
      throw this.tooMany();
    }
    return () => {
      giveBackOwn();
      giveBack();
    };
  }

  private tooMany() {
    const { perGroup, slots } = this.limits;
    const detail = `Of ${this.what} at most ${this.perHolder} of one key, ${perGroup} of one tree, and ${slots} in all, can be under way.`;
    return tooMuchAtOnce(detail, RETRY_SECONDS);
  }
}
