import { formatAmount, larger, smaller, unitsIn } from './money.js';
import type { Rating } from './prices/rating.js';

export const DISPUTE_STATES = ['open', 'upheld', 'rejected', 'withdrawn', 'refunded'] as const;
/**
 * Where a dispute is: it waits for a person; one has given money back, or refused; who opened it has withdrawn it; or all
 * that it was about has come back by refunds.
 */
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** How long a payment can be disputed where its price does not say. */
export const DEFAULT_DISPUTABLE_SECONDS = 30 * 86_400;
export const MAX_DISPUTABLE_SECONDS = 400 * 86_400;

// The types below are JSON, with their keys in the order of canonical text: see ledger/seal.ts.

/** What a person decided on a dispute. */
export type DisputeAnswer = {
  at: string;
  by: string;
  /** How the one who paid back names that, where the answer says so. */
  externalId?: string;
  reason: string | null;
  /** What came back with it: nothing where it was rejected. */
  refunded: string;
};

/** How much of what was paid people have answered: to the holder who reserved it, and to all others. */
export type AnsweredParts = { others: string; payer: string };

/** What somebody who pays says against what was paid. It stays when it is over; another one takes its place. */
export type Dispute = {
  /** Null where nobody has decided. */
  answer: DisputeAnswer | null;
  /** With the disputes before it; absent where nothing was answered. */
  answered?: AnsweredParts;
  /** What it was about when it was opened. */
  asked: string;
  at: string;
  by: string;
  /** Whether it was opened by the holder who reserved, who comes before others; absent where not. */
  ofPayer?: true;
  reason: string;
  state: DisputeState;
};

/** Puts a dispute back in the order of its keys, which a database does not keep. */
export const disputeOf = ({ answer, answered, asked, at, by, ofPayer, reason, state }: Dispute): Dispute => ({
  answer: answer && answerOf(answer),
  ...(answered && { answered: { others: answered.others, payer: answered.payer } }),
  asked,
  at,
  by,
  ...(ofPayer && { ofPayer }),
  reason,
  state,
});

const answerOf = ({ at, by, externalId, reason, refunded }: DisputeAnswer): DisputeAnswer => ({
  at,
  by,
  ...(externalId !== undefined && { externalId }),
  reason,
  refunded,
});

/**
 * What of a payment can be disputed: what has not come back, of what people have not answered. What was answered to others
 * takes nothing from the holder who reserved it; what was answered to anybody is not asked again by others.
 */
export function disputable(
  { committed, refunded, dispute }: { committed: bigint; refunded: bigint; dispute: Dispute | null },
  isPayer: boolean,
  scale: number,
): bigint {
  const { others, payer } = dispute?.answered ?? NOTHING_ANSWERED;
  const answered = unitsIn(payer, scale) + (isPayer ? 0n : unitsIn(others, scale));
  return smaller(committed - refunded, larger(0n, committed - answered));
}

const NOTHING_ANSWERED: AnsweredParts = { others: '0', payer: '0' };

/** What people have answered of a payment once they answer this dispute: all that it was about. */
export function answeredWith(
  { answered = NOTHING_ANSWERED, asked, ofPayer }: Dispute,
  scale: number,
): AnsweredParts {
  const whose = ofPayer ? 'payer' : 'others';
  return {
    ...answered,
    [whose]: formatAmount(unitsIn(answered[whose], scale) + unitsIn(asked, scale), scale),
  };
}

/** For how long after its settlement a payment can be disputed: its price says it, or nobody does. */
export const disputableSeconds = (rating: Rating | null): number =>
  rating?.tariff.disputableSeconds ?? DEFAULT_DISPUTABLE_SECONDS;
