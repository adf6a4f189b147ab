import type { Refund } from '../commands/settling.js';
import type { Draft } from '../draft.js';
import { settledLabels } from '../labels.js';
import { formatAmount, larger } from '../money.js';
import { rejected, type Outcome, type Rejected } from '../outcomes.js';
import { added, quantitiesOf, quantityOf, toUsage, type Usage } from '../prices/usage.js';
import type { Reservation } from '../reservations.js';
import { accepted, amountOf, isRejection, versionRejection } from './common.js';
import { because, labelled, settle, target } from './settle.js';

/** Takes back money that was paid, into the windows it was charged to; with what of the usage came back, where that is said. */
export function refund(draft: Draft, command: Refund): Outcome {
  const on = target(draft, command);
  if (isRejection(on)) return on;
  const { tree, budget, reservation } = on;
  const amount = amountOf(command.amount, tree, 'amount');
  if (isRejection(amount)) return amount;
  const stale = versionRejection(budget, command.expectedVersion);
  if (stale) return stale;
  const usage = usageBack(reservation, command.usage);
  if (isRejection(usage)) return usage;
  const refundable = reservation.committed - reservation.refunded;
  if (amount > refundable)
    return rejected(
      'refund_exceeds_committed',
      `${formatAmount(refundable, tree.scale)} of this reservation can be refunded.`,
      { field: 'amount', acceptable: formatAmount(refundable, tree.scale) },
    );
  const { externalId, metadata } = command;
  const after: Reservation = {
    ...reservation,
    ...withRefund(reservation, amount),
    refundExternalId: externalId ?? reservation.refundExternalId,
    refundedUsage: usage?.all ?? reservation.refundedUsage,
    settlementMetadata: settledLabels(reservation.settlementMetadata, metadata),
  };
  settle(draft, on, after, 'refund', {
    ...because(command),
    ...labelled(command),
    ...(externalId !== null && { externalId }),
    ...(usage && { usage: usage.more }),
  });
  return accepted(draft, tree, budget.id);
}

/** What came back is no longer disputed, whatever it came back for: so nothing is given back twice. */
function withRefund(
  { dispute, disputed, refunded }: Reservation,
  amount: bigint,
): Pick<Reservation, 'dispute' | 'disputed' | 'refunded'> {
  const after = { dispute, disputed: larger(0n, disputed - amount), refunded: refunded + amount };
  if (dispute?.state === 'open' && after.disputed === 0n) after.dispute = { ...dispute, state: 'refunded' };
  return after;
}

/**
 * What came back with a refund, and with all so far: no more of a unit than commits have reported. Null where nothing did,
 * be it that zeros say so.
 */
function usageBack(
  { usage: reported, refundedUsage }: Reservation,
  asked: Usage | null,
): { more: Usage; all: Usage } | null | Rejected {
  const more = new Map([...quantitiesOf(asked ?? {})].filter(([, quantity]) => quantity > 0n));
  if (more.size === 0) return null;
  const before = quantitiesOf(refundedUsage ?? {});
  const used = quantitiesOf(reported ?? {});
  for (const [unit, quantity] of more) {
    const left = (used.get(unit) ?? 0n) - (before.get(unit) ?? 0n);
    if (quantity <= left) continue;
    return rejected('refund_exceeds_usage', `Of ${unit}, ${quantityOf(left)} can come back.`, {
      field: `usage.${unit}`,
    });
  }
  return { more: toUsage(more), all: toUsage(added(before, more)) };
}
