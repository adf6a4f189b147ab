import type { CallOutcome } from '../call-outcome.js';
import type { JsonObject } from '../canonical.js';
import type { ChargeOverage } from '../reservations.js';
import { SPENDING, type Addressed, type CommandTable } from './command.js';
import { wanted, type Wanted } from './reserving.js';

/** Records what was paid without a hold before: a reservation of nothing, committed as it is made. */
export interface RecordCharge extends Addressed, Wanted {
  type: 'charge';
  reservationId: string;
  vendor: string;
  /** When it happened, in milliseconds since the epoch; null for now. */
  occurredAt: number | null;
  /** How the one who was paid names it: in a tree a vendor's name for a charge is there once. */
  externalId: string | null;
  /** What came of the call. */
  outcome: CallOutcome | null;
  taskId: string | null;
  reason: string | null;
  metadata: JsonObject | null;
  overage: ChargeOverage;
  expectedVersion: number | null;
}

/** Costs that nobody had set money aside for. */
export const CHARGING_COMMANDS: CommandTable<RecordCharge, 'budget'> = {
  charge: {
    ...SPENDING,
    addressee: 'budget',
    action: 'charge',
    writes: 'charge',
    needs: (command) => {
      const { vendor, externalId, occurredAt } = command;
      const needs = { ...wanted(command), ...(externalId !== null && { external: { vendor, externalId } }) };
      return needs.item && occurredAt !== null ? { ...needs, itemAt: occurredAt } : needs;
    },
  },
};
