import type { SpendLabels } from './dimensions.js';
import type { EntryContent } from './entries.js';
import type { EntryKind } from './kinds.js';
import { unitsIn } from './money.js';
import { quantitiesOf, type Quantities } from './prices/usage.js';

/**
 * What the sums of spend are made of. Whoever changes what an entry adds, or by what sums are kept, raises it: the service
 * then makes them anew.
 */
export const SPEND_FORMAT = 6;

/** Accepted entries of other kinds than these spend nothing. */
export const SPENDING_KINDS = [
  'commit',
  'expire_commit',
  'charge',
  'refund',
  'claim_settle',
  'claim_dismiss',
  'dispute_uphold',
] as const;

/** What spend is kept by, besides its budget and its time. A new grouping adds a name here. */
export interface SpendKey {
  vendor: string | null;
  category: string | null;
  item: string | null;
  runId: string | null;
  /** Who recorded it: the holder that committed, refunded, settled a claim, or was denied. */
  principal: string | null;
  /** Of what was denied: why. */
  code: string | null;
  /** The values of the tree's dimensions; null where there are none. */
  labels: SpendLabels | null;
}

/** Sums of spend. Amounts in units of the tree. */
export interface SpendSums {
  /** What was paid less what was refunded, as the balance `spent` counts it: below zero where more came back. */
  spent: bigint;
  refunded: bigint;
  /** Reservations whose call took place, each counted once. */
  calls: number;
  denied: number;
}

/** What one entry adds to the spend of its budget, at the time of the entry. */
export interface Expense extends SpendKey, SpendSums {
  /** What a rated commit reported that was not reported before; less than zero for what came back with a refund. */
  usage: Quantities;
}

const NO_USAGE: Quantities = new Map();
const NOTHING = { spent: 0n, refunded: 0n, calls: 0, denied: 0, usage: NO_USAGE };

/**
 * What an entry adds, by itself: nothing else has to be known, so that entries can be added up in any order. What it moves
 * on the budgets above (`cause`) is money given, not spent. Null where it adds nothing.
 */
export function expenseOf(content: EntryContent, scale: number): Expense | null {
  const { deltas, denial, kind, outcome, requested, reservation } = content;
  if (outcome === 'denied') {
    // Before there is a reservation, what was asked for says whom it was to go to.
    const purpose = reservation ?? requested ?? {};
    return { ...keyOf(purpose, content), code: denial!.code, ...NOTHING, denied: 1 };
  }
  if (!reservation || !isSpending(kind)) return null;
  const spent = unitsIn(deltas.spent ?? '0', scale);
  const refunded = isRefund(kind) ? -spent : 0n;
  const calls = isFirstPayment(content, spent, scale) ? 1 : 0;
  const usage = usageOf(content);
  if (spent === 0n && calls === 0 && usage.size === 0) return null;
  return { ...keyOf(reservation, content), code: null, ...NOTHING, spent, refunded, calls, usage };
}

/**
 * What an entry reports beyond what was reported before, where it is rated (so that units are those of prices); or what came
 * back with a refund.
 */
function usageOf({ kind, reservation, usage, usageBefore = {} }: EntryContent): Quantities {
  if (kind === 'refund' && usage !== undefined && reservation?.price !== undefined)
    return new Map([...quantitiesOf(usage)].map(([unit, back]) => [unit, -back]));
  if ((kind !== 'commit' && kind !== 'charge') || usage === undefined || reservation?.price === undefined)
    return NO_USAGE;
  const before = quantitiesOf(usageBefore);
  const more = [...quantitiesOf(usage)].map(([unit, all]) => [unit, all - (before.get(unit) ?? 0n)] as const);
  return new Map(more.filter(([, quantity]) => quantity > 0n));
}

/** Whether accepted entries of a kind about a reservation may spend. */
export const isSpending = (kind: EntryKind): boolean =>
  (SPENDING_KINDS as readonly EntryKind[]).includes(kind);

/** What gives money back. */
const isRefund = (kind: EntryKind): boolean => kind === 'refund' || kind === 'dispute_uphold';

/**
 * Whether a call is counted with this entry: when something is paid for the first time or, of one that cost nothing, when
 * that is final. What is claimed is not known to have cost nothing until the claim is dismissed.
 */
function isFirstPayment({ kind, reservation }: EntryContent, spent: bigint, scale: number): boolean {
  if (isRefund(kind)) return false;
  const { committed, state, claim } = reservation!;
  const before = unitsIn(committed, scale) - spent;
  if (before !== 0n) return false;
  if (spent > 0n) return true;
  return kind !== 'claim_settle' && state === 'committed' && claim === undefined;
}

type Purpose = { vendor?: unknown; category?: unknown; item?: unknown; runId?: unknown };

const keyOf = (
  { vendor, category, item, runId }: Purpose,
  { by, labels }: EntryContent,
): Omit<SpendKey, 'code'> => ({
  vendor: textOrNull(vendor),
  category: textOrNull(category),
  item: textOrNull(item),
  runId: textOrNull(runId),
  principal: by,
  labels: labels ?? null,
});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
