import type { Priced, Tariff } from '../prices/price.js';
import { SETTINGS, type Addressed, type CommandTable } from './command.js';

/** A new price. It takes the place of the one that holds for the same item, from when it says on. */
export interface SetPrice extends Addressed {
  type: 'price_set';
  ifRevision: number;
  price: Priced & {
    id: string;
    /** Milliseconds since the epoch; null for now. */
    from: number | null;
    tariff: Tariff;
  };
}

/** Withdraws a price: what was reserved under it keeps it. */
export interface EndPrice extends Addressed {
  type: 'price_end';
  ifRevision: number;
  priceId: string;
}

/** What is done to prices. */
export const PRICE_COMMANDS: CommandTable<SetPrice, 'budget'> & CommandTable<EndPrice, 'price'> = {
  price_set: {
    ...SETTINGS,
    addressee: 'budget',
    action: 'manage',
    writes: 'price_set',
    needs: ({ price }) => ({ newPrice: price }),
  },
  price_end: {
    ...SETTINGS,
    addressee: 'price',
    action: 'manage',
    writes: 'price_end',
    needs: ({ priceId }) => ({ price: priceId }),
  },
};
