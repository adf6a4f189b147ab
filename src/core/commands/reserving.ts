import type { JsonObject } from '../canonical.js';
import type { Purpose } from '../envelopes.js';
import type { OnExpiry, Overage } from '../reservations.js';
import type { CataloguePrice } from '../prices/price.js';
import type { Usage } from '../prices/usage.js';
import { SPENDING, type Addressed, type CommandTable, type Needs } from './command.js';

/** What is to be paid for: an amount, or the usage of an item, which is rated by the price in force. */
export interface Wanted extends Purpose {
  /** Null with `usage`. */
  amount: string | null;
  usage: Usage | null;
  /** With `usage`: what the catalogue says of the item, read before the command was submitted; null where it says nothing. */
  catalogue: CataloguePrice | null;
}

export interface Reserve extends Addressed, Wanted {
  type: 'reserve';
  reservationId: string;
  ttlSeconds: number;
  taskId: string | null;
  reason: string | null;
  context: JsonObject | null;
  metadata: JsonObject | null;
  overage: Overage;
  onExpiry: OnExpiry;
  /** With a settlement token: its hash. */
  tokenHash: string | null;
  expectedVersion: number | null;
}

/** A dry run: what a reservation would be answered now. Nothing is changed. */
export interface DryRun extends Addressed, Wanted {
  type: 'dry_run';
  /** With `usage`: the unit of which less may be asked for where all of it does not pass; null for the usual one. */
  reduce: string | null;
}

/** What has to be known of what is wanted. */
export function wanted(command: Wanted): Needs {
  const { amount, vendor, item, usage } = command;
  const isRated = amount === null && usage !== null && vendor !== null && item !== null;
  return isRated ? { purpose: command, item: { vendor, item }, isRated } : { purpose: command };
}

/** How reservations begin, or would. */
export const RESERVING_COMMANDS: CommandTable<Reserve | DryRun, 'budget'> = {
  reserve: {
    ...SPENDING,
    addressee: 'budget',
    action: 'reserve',
    writes: 'reserve',
    needs: (command) => ({ ...wanted(command), request: true }),
  },
  dry_run: {
    ...SPENDING,
    addressee: 'budget',
    action: 'read',
    writes: null,
    needs: wanted,
  },
};
