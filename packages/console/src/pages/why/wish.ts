import type { DecidedContent } from '../../parts/use-explained.js';

/** A request for a reservation, as it can be tried again. */
export interface Wish {
  readonly budgetId: string;
  readonly amount?: string;
  readonly usage?: Record<string, number>;
  readonly vendor: string | null;
  readonly category: string | null;
  readonly item: string | null;
  readonly runId: string | null;
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

function usageIn(value: unknown): Record<string, number> | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const counts = Object.entries(value).filter((one): one is [string, number] => typeof one[1] === 'number');
  return counts.length > 0 ? Object.fromEntries(counts) : undefined;
}

/** What was asked for, where that was a reservation; null for any other decision. What is rated by usage is rated anew. */
export function wishOf({
  kind,
  budgetId,
  requested,
  reservation,
  usage,
  rating,
}: DecidedContent): Wish | null {
  if (kind !== 'reserve') return null;
  if (reservation) {
    const { amount, vendor, category, item = null, runId } = reservation;
    const cost = rating && usage ? { usage } : { amount };
    return { budgetId, ...cost, vendor, category, item, runId };
  }
  if (!requested) return null;
  const [asked, amount] = [usageIn(requested.usage), textOf(requested.amount)];
  if (asked === undefined && amount === null) return null;
  return {
    budgetId,
    ...(asked ? { usage: asked } : { amount: amount ?? '0' }),
    vendor: textOf(requested.vendor),
    category: textOf(requested.category),
    item: textOf(requested.item),
    runId: textOf(requested.runId),
  };
}
