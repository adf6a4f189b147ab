import type { TierView } from './statement-tiers.js';

/** Amounts and counts of a line, or of several. */
export type StatementSums = {
  /** What was paid, and what of all that was ever paid came back. */
  paid: string;
  refunded: string;
  /** Paid less refunded: as balances and spend have it. */
  spent: string;
  calls: number;
  usage: Record<string, string>;
};

/** What was bought of one vendor as one item; null where it was not named. */
export type StatementLine = StatementSums & {
  vendor: string | null;
  category: string | null;
  item: string | null;
};

/** The fee of a price for a month. */
export type BaseFeeView = { vendor: string; item: string; budgetId: string; priceId: string; amount: string };

/** What was recorded in the month, and is of an earlier one: part of the lines. */
export type CorrectionView = {
  kind: 'refund' | 'charge';
  /** Null for more than 60 months before. */
  month: string | null;
  vendor: string | null;
  category: string | null;
  item: string | null;
  /** What it adds to `spent`. */
  amount: string;
  entries: number;
};

/** Which statement it is. */
export type StatementHeading = {
  budgetId: string;
  month: string;
  timezone: string;
  currency: string;
  from: string;
  to: string;
  state: 'open' | 'closed';
  /** Null of a closed one: it is of all times. */
  asOf: string | null;
};

/** What a budget and all that lies under it used and paid in a month. */
export type StatementView = StatementHeading & {
  lines: StatementLine[];
  /** The lines that are not listed, together; null where all are. */
  others: (StatementSums & { lines: number }) | null;
  tiers: TierView[];
  baseFees: BaseFeeView[];
  /** Those that are not listed, together; null where all are. */
  otherBaseFees: { count: number; amount: string } | null;
  corrections: CorrectionView[];
  /** Whether there are more than are listed. */
  moreCorrections: boolean;
  sums: StatementSums;
  /** All base fees. They are of the statement alone: no balance and no limit knows them. */
  fees: string;
  /** `spent` of the sums, and the fees. */
  total: string;
};
