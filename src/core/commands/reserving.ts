import type { JsonObject } from '../canonical.js';
import type { Purpose } from '../envelopes.js';
import type { Overage } from '../reservations.js';
import { SPENDING, type Addressed, type CommandTable } from './command.js';

export interface Reserve extends Addressed, Purpose {
  type: 'reserve';
  reservationId: string;
  amount: string;
  ttlSeconds: number;
  taskId: string | null;
  reason: string | null;
  context: JsonObject | null;
  metadata: JsonObject | null;
  overage: Overage;
  expectedVersion: number | null;
}

/** A dry run: what a reservation would be answered now. Nothing is changed. */
export interface DryRun extends Addressed, Purpose {
  type: 'dry_run';
  amount: string;
}

/** How reservations begin, or would. */
export const RESERVING_COMMANDS: CommandTable<Reserve | DryRun, 'budget'> = {
  reserve: {
    ...SPENDING,
    addressee: 'budget',
    action: 'reserve',
    writes: 'reserve',
    needs: (command) => ({ purpose: command, request: command }),
  },
  dry_run: {
    ...SPENDING,
    addressee: 'budget',
    action: 'read',
    writes: null,
    needs: (command) => ({ purpose: command }),
  },
};
