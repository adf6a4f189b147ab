import { Money, type Settlement } from '@purser/sdk';

/** Where the report of a call goes, by the context that its tool got. */
const takers = new WeakMap<object, (report: Settlement) => void>();

/**
 * Says what a call has cost, all in all, from within the tool: `context` is the last argument that it got. The last report counts, also
 * where the tool fails afterwards. False where nobody takes it: the tool has no price, or was settled when its time was over.
 */
export function reportCost(context: object, report: Settlement): boolean {
  if (report.amount !== undefined && Money.of(report.amount).isNegative)
    throw new TypeError('a call costs nothing or more');
  const take = takers.get(context);
  take?.(report);
  return take !== undefined;
}

export const takeReports = (context: object, take: (report: Settlement) => void): void =>
  void takers.set(context, take);

export const takeNoMore = (context: object): void => void takers.delete(context);
