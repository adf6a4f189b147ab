import { Money } from '@purser/sdk';
import type { EntryContent } from './entry-content.js';

/** The amount that an entry is about: what it moved, or what was denied. Null where it is about none. */
export function amountOfEntry(entry: EntryContent): string | null {
  const { kind, outcome, deltas, requested, reservation } = entry;
  if (kind === 'approve' || kind === 'reject') return reservation?.amount ?? null;
  if (kind === 'dispute_open') return reservation?.dispute?.asked ?? null;
  const asked = outcome === 'denied' ? (requested?.amount ?? requested?.guarantee) : undefined;
  if (typeof asked === 'string') return asked;
  const moved = passesMoneyOn(entry)
    ? (deltas.delegated ?? deltas.allocated)
    : (deltas.spent ?? deltas.reserved ?? deltas.allocated);
  return moved === undefined || Money.of(moved).isZero ? null : moved.replace('-', '');
}

/** Whether an entry is only the way of the money of a decision about another budget. */
export const passesMoneyOn = ({ cause, reservation, settings, keysEnded }: EntryContent): boolean =>
  cause !== undefined && !reservation && !settings && !keysEnded;
