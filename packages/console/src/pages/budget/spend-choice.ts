import { dimensionIn } from '../../parts/spend-ask.js';

/** By what the spend of a budget can be kept apart on its page, besides the dimensions of its tree. */
export const USUAL_GROUPS = ['vendor', 'item', 'child'] as const;

type SpendBy = (typeof USUAL_GROUPS)[number] | `labels.${string}`;

/** How far back. */
export const SPEND_DAYS = [30, 90] as const;

/** A group as people name it. */
export const nameOfGroup = (by: SpendBy): string => dimensionIn(by) ?? by;

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
