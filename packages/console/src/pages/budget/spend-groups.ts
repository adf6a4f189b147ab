import { Money, type Spend } from '@purser/sdk';

/** By what the spend of a budget can be kept apart on its page, besides the dimensions of its tree. */
export const USUAL_GROUPS = ['vendor', 'item', 'child'] as const;

export type SpendBy = (typeof USUAL_GROUPS)[number] | `labels.${string}`;

/** How far back. */
export const SPEND_DAYS = [30, 90] as const;

/** The question about spend that the address of the page keeps. */
export interface SpendChoice {
  readonly by: SpendBy;
  readonly days: (typeof SPEND_DAYS)[number];
}

const isDimension = (text: unknown): text is `labels.${string}` =>
  typeof text === 'string' && text.startsWith('labels.');

/** The choice in an address: what it does not name is the usual one, and left out of it. */
export function spendChoice({ by, days }: Record<string, unknown>): Partial<SpendChoice> {
  const group = USUAL_GROUPS.find((usual) => usual === by) ?? (isDimension(by) ? by : undefined);
  const span = SPEND_DAYS.find((usual) => usual === Number(days));
  return { ...(group !== undefined && { by: group }), ...(span !== undefined && { days: span }) };
}

type SpendItem = Spend['items'][number];

/** The name of the field that has the value of a group. */
const fieldOf = (by: SpendBy): string => (by === 'child' ? 'childId' : by);

/** The value of its group that an item is about; null for what has none. */
export function groupOf(item: SpendItem, by: SpendBy): string | null {
  const [, value] = Object.entries(item).find(([name]) => name === fieldOf(by)) ?? [];
  return typeof value === 'string' ? value : null;
}

/** A question about one group of a budget alone; null where the API has none. A child is a budget of its own. */
export function questionOf(by: SpendBy, value: string, budgetId: string) {
  if (by === 'child') return { budgetId: value };
  return isDimension(by) ? { budgetId, labels: [`${by.slice('labels.'.length)}:${value}`] } : null;
}

/** The items that cost most, the dearest first. */
export const dearest = (items: readonly SpendItem[]): SpendItem[] =>
  items.toSorted((a, b) => Money.of(b.spent).compare(a.spent));

/** What was spent on each of some days, by an answer that was grouped by `day`. */
export function spentByDay(spend: Pick<Spend, 'items'>, days: readonly string[]): Money[] {
  const spent = new Map(spend.items.map((item) => [item.day, item.spent]));
  return days.map((day) => Money.of(spent.get(day) ?? 0));
}

/** What is left of each amount when others are taken off it. */
export const lessAll = (amounts: readonly Money[], others: readonly (readonly Money[])[]): Money[] =>
  amounts.map((amount, i) => amount.subtract(Money.sum(others.map((other) => other[i] ?? 0))));
