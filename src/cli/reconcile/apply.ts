import { createHash } from 'node:crypto';
import { formatAmount, smaller, unitsIn } from '../../core/money.js';
import { CORRECTS, type Comparison, type OnRecord } from './match.js';
import type { Billed } from './invoice.js';
import type { RemoteService } from './service.js';

/** What is reconciled. */
export interface Reconciled {
  budgetId: string;
  vendor: string;
  month: string;
  scale: number;
}

/** What was booked, and what could not be. */
export interface Booked {
  charged: number;
  refunded: number;
  /** Charges of which a part waits as a claim, for somebody who may record it. */
  claimed: number;
}

/** How long ago a charge can have happened; with a day to spare for a run that takes long. */
const OLDEST_MS = 399 * 86_400_000;

/**
 * Books what an invoice and the ledger differ by. Each booking has a key that follows from the line and from what is recorded
 * of it: whatever breaks a run off, the next one finds what was booked, and books the rest.
 */
export async function apply(
  service: RemoteService,
  { missing, differing }: Comparison,
  scope: Reconciled,
  say: (text: string) => void,
): Promise<Booked> {
  const booked: Booked = { charged: 0, refunded: 0, claimed: 0 };
  const charge = async (billed: Billed, amount: bigint, before: OnRecord | null): Promise<void> => {
    const key = keyOf(scope, billed, before, 'charge');
    const made = await service.write(
      `/v1/budgets/${scope.budgetId}/charges`,
      chargeOf(scope, billed, amount, before, key),
      key,
    );
    booked.charged += 1;
    if (made.claim) booked.claimed += 1;
    say(
      `charged ${formatAmount(amount, scope.scale)} for ${billed.name}${made.claim ? ', of which a part is claimed' : ''}`,
    );
  };
  for (const billed of missing) await charge(billed, billed.amount, null);
  for (const { billed, recorded } of differing) {
    if (billed.amount > recorded.net) await charge(billed, billed.amount - recorded.net, recorded);
    else booked.refunded += await refund(service, scope, billed, recorded, say);
  }
  return booked;
}

function chargeOf(
  { vendor, month, scale }: Reconciled,
  billed: Billed,
  amount: bigint,
  before: OnRecord | null,
  key: string,
): object {
  // What is older than a charge can be is charged as of now.
  const isRecent = billed.at !== null && billed.at < Date.now() && billed.at > Date.now() - OLDEST_MS;
  return {
    amount: formatAmount(amount, scale),
    vendor,
    externalId: before === null ? billed.name : key,
    ...(billed.item !== null && /^[\x21-\x7e]{1,200}$/.test(billed.item) && { item: billed.item }),
    ...(isRecent && { occurredAt: new Date(billed.at!).toISOString() }),
    reason: `invoice of ${vendor} for ${month}`,
    metadata: { 'reconcile.month': month, [CORRECTS]: billed.name },
  };
}

/** Takes back what was recorded and not billed, of the newest reservations of the name first. */
async function refund(
  service: RemoteService,
  scope: Reconciled,
  billed: Billed,
  recorded: OnRecord,
  say: (text: string) => void,
): Promise<number> {
  let left = recorded.net - billed.amount;
  let refunds = 0;
  for (const one of recorded.reservations) {
    const amount = smaller(left, unitsIn(one.committed, scope.scale) - unitsIn(one.refunded, scope.scale));
    if (amount <= 0n) continue;
    const key = keyOf(scope, billed, recorded, one.id);
    const body = {
      amount: formatAmount(amount, scope.scale),
      reason: `invoice of ${scope.vendor} for ${scope.month}`,
    };
    await service.write(`/v1/reservations/${one.id}/refund`, body, key);
    say(`refunded ${body.amount} of ${one.id} for ${billed.name}`);
    left -= amount;
    refunds += 1;
  }
  if (left > 0n)
    say(
      `${formatAmount(left, scope.scale)} more is claimed for ${billed.name} than was billed: dismiss the claim`,
    );
  return refunds;
}

/** Follows from the line and from what is recorded under its name: once that has changed, it is another booking. */
function keyOf(
  { budgetId, vendor, month, scale }: Reconciled,
  billed: Billed,
  before: OnRecord | null,
  what: string,
): string {
  const of = [budgetId, vendor, month, billed.name, formatAmount(billed.amount, scale)];
  const known =
    before === null
      ? []
      : before.reservations.map(({ id, committed, refunded, claim }) => [
          id,
          committed,
          refunded,
          claim?.amount ?? '0',
        ]);
  return `reconcile-${createHash('sha256')
    .update(JSON.stringify([of, known, what]))
    .digest('hex')
    .slice(0, 40)}`;
}
